using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class LogGuides
{
    private const string OnlyBegins = "It only says when something begins: resolve its incidents here.";

    public static readonly ImmutableArray<ToolGuide> All =
    [
        ToolGuide.WithLogin("splunk", "Splunk", "the alert action Webhook", OnlyBegins),
        ToolGuide.WithLogin("graylog", "Graylog", "an HTTP notification", OnlyBegins),
        new("kibana", "Kibana", "a webhook connector, and both actions of the rule (active, recovered)",
            "URL:     {url}\nHeader:  X-API-Key: {key}\n" +
                "Body:    {\"ruleId\":\"{{rule.id}}\",\"ruleName\":\"{{rule.name}}\",\"alertId\":\"{{alert.id}}\"," +
                "\"alertUuid\":\"{{alert.uuid}}\",\"actionGroup\":\"{{alert.actionGroup}}\",\"reason\":\"{{context.reason}}\"," +
                "\"date\":\"{{date}}\",\"url\":\"{{rule.url}}\"}"),
        new("elastalert", "ElastAlert 2", "the rule",
            "alert: post2\nhttp_post2_url: \"{url}\"\nhttp_post2_headers: {X-API-Key: \"{key}\"}\nhttp_post2_all_values: true\n" +
                "http_post2_static_payload: {rule_name: my-rule, severity: high}", OnlyBegins),
        new("opensearch", "OpenSearch", "a custom webhook channel",
            "URL:      {url}\nHeader:   X-API-Key: {key}\n" +
                "Message:  {\"monitor\":\"{{ctx.monitor.name}}\",\"trigger\":\"{{ctx.trigger.name}}\"," +
                "\"severity\":\"{{ctx.trigger.severity}}\",\"periodEnd\":\"{{ctx.periodEnd}}\"}"),
        ToolGuide.WithHeader("honeycomb", "Honeycomb", "a webhook recipient", "Keep the body that is proposed."),
        ToolGuide.WithHeader("coralogix", "Coralogix", "an outbound webhook", "Keep the body that is proposed."),
    ];
}

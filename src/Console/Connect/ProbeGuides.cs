using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class ProbeGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        new(
            "uptime-kuma", "Uptime Kuma", "a notification of the type Webhook",
            "URL:      {url}\nBody:     JSON\nHeaders:  {\"X-API-Key\": \"{key}\"}",
            "Its test message opens nothing; let a monitor go down."),
        ToolGuide.WithLogin("uptimerobot", "UptimeRobot", "a webhook contact", "Send the values as JSON or as a form."),
        ToolGuide.WithLogin("pingdom", "Pingdom", "a webhook integration"),
        ToolGuide.WithLogin("statuscake", "StatusCake", "a contact group's ping URL"),
        ToolGuide.WithHeader("checkly", "Checkly", "a webhook alert channel", "Keep the template that is proposed."),
        ToolGuide.WithHeader("openstatus", "OpenStatus", "a webhook notifier"),
        ToolGuide.WithHeader("betterstack", "Better Stack", "an outgoing webhook", "Keep the template that is proposed."),
        ToolGuide.WithHeader("site24x7", "Site24x7", "a webhook integration", "Switch \"send in JSON\" on."),
        new("gatus", "Gatus", "config.yaml",
            """
            alerting:
              custom:
                url: "{url}"
                method: POST
                headers: {X-API-Key: "{key}"}
                body: |
                  {"group": "[ENDPOINT_GROUP]", "name": "[ENDPOINT_NAME]", "state": "[ALERT_TRIGGERED_OR_RESOLVED]",
                   "description": "[ALERT_DESCRIPTION]", "errors": "[RESULT_ERRORS]", "url": "[ENDPOINT_URL]"}
                default-alert: {send-on-resolved: true}
            """),
        new("healthchecks", "Healthchecks", "a webhook, for down and for up",
            "URL:     {url}\nHeader:  X-API-Key: {key}\n" +
                "Body:    {\"name\": $NAME_JSON, \"status\": \"$STATUS\", \"code\": \"$CODE\", \"now\": \"$NOW\", \"tags\": \"$TAGS\"}",
            "Or let the job beat here: see Heartbeats."),
    ];
}

using System.Text.Json.Nodes;
using AiSre.Domain.Notifications;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using Json.Schema;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>The schemas are worth something: they refuse what the vendors refuse.</summary>
public sealed class SchemaTests
{
    private static readonly NotificationContent Opened = Samples.Of(NotificationKind.Opened);

    [Fact]
    public void Slack_refuses_what_is_too_long_or_unknown_and_we_refuse_what_shouts()
    {
        var slack = VendorSchema.Slack;
        Refuses(slack, Slack(), message => message["blocks"]![0]!["text"]!["text"] = new string('x', 151));
        Refuses(slack, Slack(), message => message["blocks"]![1]!["text"]!["text"] = new string('x', 3_001));
        Refuses(slack, Slack(), message => message["blocks"]![2]!["fields"]![0]!["text"] = new string('x', 2_001));
        Refuses(slack, Slack(), message =>
            message["blocks"]![2]!["fields"] = new JsonArray(
                [.. Enumerable.Range(0, 11).Select(_ => message["blocks"]![2]!["fields"]![0]!.DeepClone())]));
        Refuses(slack, Slack(), message =>
            message["blocks"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => message["blocks"]![0]!.DeepClone())]));
        Refuses(slack, Slack(), message => message["blocks"]![1]!["text"]!["text"] = "<!channel> now");
        Refuses(slack, Slack(), message => message["text"] = "<!here>");
        Refuses(slack, Slack(), message => message["blocks"]![1]!["type"] = "paragraph");
        Refuses(slack, Slack(), message => message.Remove("text"));
        Refuses(slack, Slack(), message => message["attachments"] = new JsonArray());
    }

    [Fact]
    public void Teams_refuses_other_cards_and_we_refuse_links_within_text()
    {
        var teams = VendorSchema.Teams;
        static JsonNode Card(JsonNode message) => message["attachments"]![0]!["content"]!;
        Refuses(teams, Teams(), message => Card(message)["version"] = "1.6");
        Refuses(teams, Teams(), message => Card(message)["body"]![0]!["text"] = "[click](https://evil.example)");
        Refuses(teams, Teams(), message => Card(message)["body"]![0]!["text"] = "<at>everyone</at>");
        Refuses(teams, Teams(), message => Card(message)["body"]![0]!["color"] = "Red");
        Refuses(teams, Teams(), message => Card(message)["actions"]![0]!["url"] = "javascript:alert(1)");
        Refuses(teams, Teams(), message => message["attachments"]![0]!["contentType"] = "application/vnd.microsoft.teams.card.o365connector");
    }

    [Fact]
    public void PagerDuty_refuses_other_severities_and_links_within_the_payload()
    {
        var pagerDuty = VendorSchema.PagerDuty;
        Refuses(pagerDuty, PagerDuty(), message => message["payload"]!["severity"] = "high");
        Refuses(pagerDuty, PagerDuty(), message => message["payload"]!["summary"] = new string('x', 1_025));
        Refuses(pagerDuty, PagerDuty(), message => message["payload"]!["links"] = new JsonArray());
        Refuses(pagerDuty, PagerDuty(), message => message["dedup_key"] = new string('x', 256));
        Refuses(pagerDuty, PagerDuty(), message => message["event_action"] = "escalate");
        Refuses(pagerDuty, PagerDuty(), message => message.Remove("payload"));
    }

    [Fact]
    public void Our_own_body_has_only_documented_fields()
    {
        Refuses(VendorSchema.Webhook, WebhookBody.Of(Opened, Opened.At), message => message["type"] = "incident.exploded");
        Refuses(VendorSchema.Webhook, WebhookBody.Of(Opened, Opened.At), message => message["data"]!["mentions"] = new JsonArray());
        Refuses(VendorSchema.Webhook, WebhookBody.Of(Opened, Opened.At), message => message["data"]!.AsObject().Remove("severity"));
    }

    private static void Refuses(JsonSchema schema, JsonObject message, Action<JsonObject> spoil)
    {
        schema.MustAccept(message.ToJsonString());
        spoil(message);
        Assert.False(schema.Accepts(message.ToJsonString()), message.ToJsonString());
    }

    private static JsonObject Slack()
    {
        var message = SlackMessage.Of(Opened, Opened.At, buttons: true);
        return new() { ["text"] = message.Text, ["blocks"] = message.Blocks };
    }

    private static JsonObject Teams() => TeamsCard.Of(Opened, Opened.At);

    private static JsonObject PagerDuty() => PagerDutyEvent.Of(Opened, new string('k', 32), "trigger", "key", Opened.At);
}

using System.Text.Json.Nodes;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Webhooks;

/// <summary>The documented body of the generic webhook (docs/notifications.md): fields are only added.</summary>
public static class WebhookBody
{
    public static JsonObject Of(NotificationContent content, DateTimeOffset now)
    {
        var text = MessageText.Of(content, now);
        return new()
        {
            ["type"] = $"{(content.IncidentId is null ? "notification" : "incident")}.{content.Kind.Name()}",
            ["timestamp"] = Instant(content.At),
            ["data"] = Data(content, text),
        };
    }

    private static JsonObject Data(NotificationContent content, MessageText text)
    {
        var data = new JsonObject
        {
            ["workspace_id"] = content.Workspace, ["incident_id"] = content.IncidentId, ["group_id"] = content.GroupId,
                ["external_id"] = content.ExternalId,
            ["headline"] = text.Headline, ["message"] = text.Late is null ? text.Lead : $"{text.Lead} {text.Late}",
            ["title"] = PlainText.Cut(content.Title, 500), ["severity"] = content.Severity.Name(), ["state"] = content.Phase.Name(),
            ["service"] = content.Service, ["namespace"] = content.Namespace, ["cluster"] = content.Cluster, ["workload"] = content.Workload,
                ["source"] = content.Source,
            ["since"] = Instant(content.Since), ["owner"] = content.Owner, ["actor"] = content.Actor,
                ["recipients"] = Texts(content.Recipients.IsDefault ? [] : content.Recipients),
            ["summary"] = text.Summary, ["likely_cause"] = content.LikelyCause, ["confidence"] = content.Confidence is { } share
                && double.IsFinite(share) ? share : null, ["next_step"] = content.NextStep,
            ["step"] = content.Step, ["late_by_seconds"] = content.LateBySeconds, ["others"] = content.Others, ["url"] = text.Link,
            ["links"] = new JsonArray([.. text.Links.Select(JsonNode (link) => new JsonObject { ["name"] = link.Name, ["url"] = link.Url })]),
        };
        if (content.Digest is { } digest) data["digest"] = Digest(digest);
        return data;
    }

    private static JsonObject Digest(DigestContent digest) => new()
    {
        ["count"] = digest.Count, ["by_severity"] = Counts(digest.BySeverity), ["by_service"] = Counts(digest.ByService),
            ["titles"] = Texts(digest.Titles),
        ["from"] = Instant(digest.From), ["to"] = Instant(digest.To),
    };

    private static JsonArray Counts(IEnumerable<DigestCount> counts) =>
        [.. counts.Select(JsonNode (count) => new JsonObject { ["name"] = count.Name, ["count"] = count.Count })];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(JsonNode (text) => JsonValue.Create(text))];

    private static string Instant(DateTimeOffset at) => Invariant($"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
}

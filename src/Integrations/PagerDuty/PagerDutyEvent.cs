using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Http;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.PagerDuty;

/// <summary>An event for PagerDuty's Events API v2.</summary>
public static class PagerDutyEvent
{
    private const int SummaryLength = 1_024;

    /// <summary>Bytes of custom_details. 4 KiB.</summary>
    public const int DetailsBytes = 4 << 10;

    /// <summary>
    /// <c>trigger</c>, <c>acknowledge</c> or <c>resolve</c>; null for what PagerDuty has no event for and tells its people by itself. A repeated
    /// trigger joins the open alert and pages nobody again; one for a resolved incident would open a new alert.
    /// </summary>
    public static string? ActionOf(NotificationContent content) => content switch
    {
        { Kind: NotificationKind.Acknowledged } => "acknowledge",
        { Kind: NotificationKind.Resolved } => "resolve",
        { Kind: NotificationKind.Test or NotificationKind.Digest } => "trigger",
        { Kind: NotificationKind.Reminder or NotificationKind.Flapping or NotificationKind.DiagnosisReady } => null,
        { Phase: IncidentPhase.Resolved } or { IncidentId: null } => null,
        _ => "trigger",
    };

    /// <param name="content">What is told.</param>
    /// <param name="routingKey">Of the integration.</param>
    /// <param name="action">As <see cref="ActionOf"/> has it.</param>
    /// <param name="key">Of the message.</param>
    /// <param name="now">When it is sent.</param>
    public static JsonObject Of(NotificationContent content, string routingKey, string action, string key, DateTimeOffset now)
    {
        var json = new JsonObject { ["routing_key"] = routingKey, ["event_action"] = action, ["dedup_key"] = DedupKey(content, key) };
        if (action != "trigger") return json;
        var details = MessageText.Fit(
            MessageText.Of(content, now), text => (Text: text, Json: Details(content, text)),
            fit => Encoding.UTF8.GetByteCount(VendorJson.Of(fit.Json)) <= DetailsBytes);
        json["payload"] = Payload(content, details.Json);
        json["client"] = "AI-SRE";
        if (details.Text.Link is { } link) json["client_url"] = link;
        if (!details.Text.Links.IsEmpty)
            json["links"] = new JsonArray(
                [.. details.Text.Links.Select(JsonNode (item) => new JsonObject { ["href"] = item.Url, ["text"] = item.Name })]);
        return json;
    }

    /// <summary>Digests of one hour are one alert; every test is one of its own.</summary>
    private static string DedupKey(NotificationContent content, string key) => content switch
    {
        { Kind: NotificationKind.Digest } => Invariant($"ai-sre-digest:{content.Workspace}:{content.At.UtcDateTime:yyyyMMddHH}"),
        { Kind: NotificationKind.Test } or { IncidentId: null } =>
            $"ai-sre-test:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}",
        { IncidentId: { } incident } => new PageKey(content.Workspace, incident).ToString(),
    };

    private static JsonObject Payload(NotificationContent content, JsonObject details)
    {
        var payload = new JsonObject
        {
            ["summary"] = Headline.Of(content, SummaryLength),
            ["source"] = Known(content.Service) ?? Known(content.Workload) ?? Known(content.Namespace) ?? Known(content.Cluster) ?? "ai-sre",
            ["severity"] = Word(content.Severity),
            ["timestamp"] = Invariant($"{content.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}"),
        };
        if (Known(content.Workload) is { } component) payload["component"] = component;
        if (Known(content.GroupId) is { } group) payload["group"] = group;
        payload["custom_details"] = details;
        return payload;
    }

    private static JsonObject Details(NotificationContent content, MessageText text)
    {
        var details = new JsonObject { ["what happened"] = text.Late is null ? text.Lead : $"{text.Lead} {text.Late}" };
        foreach (var fact in text.Facts) details[fact.Name.ToLowerInvariant()] = fact.Value;
        if (text.LikelyCause is { } cause) details["likely cause"] = cause;
        if (text.NextStep is { } next) details["next step"] = next;
        if (!text.Titles.IsEmpty) details["most urgent"] = new JsonArray([.. text.Titles.Select(JsonNode (title) => JsonValue.Create(title))]);
        if (text.Summary is { } summary) details["details"] = summary;
        if (content.IncidentId is not null) details["incident"] = text.Reference;
        return details;
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : PlainText.Cut(PlainText.OneLine(text), 255);
}

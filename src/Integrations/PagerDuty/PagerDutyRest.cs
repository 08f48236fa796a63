using System.Text.Json.Nodes;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.PagerDuty;

/// <summary>PagerDuty's REST API, for incidents that PagerDuty opened: what happens to them here happens to them there.</summary>
internal sealed class PagerDutyRest(OutboundHttp http)
{
    private const string DefaultUrl = "https://api.pagerduty.com";
    private const string Prefix = "pagerduty:";
    private const string Vendor = "PagerDuty's REST API";

    /// <summary>PagerDuty's id of an incident that it opened; null for our own.</summary>
    public static string? IncidentOf(NotificationContent content) =>
        content.ExternalId is { } id && id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? id[Prefix.Length..] : null;

    public async Task<DeliveryResult> TellAsync(PagerDutyChannel channel, string id, NotificationContent content, CancellationToken cancellation)
    {
        // What PagerDuty told us it need not be told.
        if (channel.ApiToken is null || channel.From is null || IsTheirs(content.Actor)) return DeliveryResult.Sent();
        if (id.Length is 0 or > 64 || !id.All(char.IsAsciiLetterOrDigit))
            return new(DeliveryOutcome.Rejected, "The incident's id is none of PagerDuty's");
        return content.Kind switch
        {
            NotificationKind.Acknowledged => await ChangeAsync(channel, id, content, "acknowledged", cancellation),
            NotificationKind.Resolved => await ChangeAsync(channel, id, content, "resolved", cancellation),
            NotificationKind.DiagnosisReady or NotificationKind.SeverityRaised or NotificationKind.ActionNeedsApproval
                or NotificationKind.FixFailed or NotificationKind.FixUnverified or NotificationKind.AutonomyPaused =>
                await NoteAsync(channel, id, content, cancellation),
            // It has paged its own people when it opened the incident.
            _ => DeliveryResult.Sent(),
        };
    }

    /// <summary>Looks first: to acknowledge what was resolved there would open it again.</summary>
    private async Task<DeliveryResult> ChangeAsync(
        PagerDutyChannel channel, string id, NotificationContent content, string status, CancellationToken cancellation)
    {
        var found = await CallAsync(channel, HttpMethod.Get, $"/incidents/{id}", null, cancellation);
        if (!found.IsSuccess) return found.Failure(Vendor);
        var current = (VendorJson.Parse(found.Body)?["incident"] as JsonObject)?.Text("status");
        if (current == status || current == "resolved") return DeliveryResult.Sent();
        var incident = new JsonObject { ["type"] = "incident_reference", ["status"] = status };
        if (status == "resolved") incident["resolution"] = Lead.Of(content);
        var changed = await CallAsync(channel, HttpMethod.Put, $"/incidents/{id}", new() { ["incident"] = incident }, cancellation);
        if (!changed.IsSuccess) return changed.Failure(Vendor);
        // PagerDuty shows the token's user: the note says who it was. Its loss is no reason to do all of it again.
        await NoteAsync(channel, id, content, cancellation);
        return DeliveryResult.Sent();
    }

    private async Task<DeliveryResult> NoteAsync(PagerDutyChannel channel, string id, NotificationContent content, CancellationToken cancellation)
    {
        var parts = new[] { Lead.Of(content), content.LikelyCause, content.NextStep, content.Link }.Where(part => !string.IsNullOrWhiteSpace(part));
        var note = new JsonObject { ["note"] = new JsonObject { ["content"] = PlainText.Cut(PlainText.Lines(string.Join('\n', parts)), 2_000) } };
        var answer = await CallAsync(channel, HttpMethod.Post, $"/incidents/{id}/notes", note, cancellation);
        return answer.IsSuccess ? DeliveryResult.Sent() : answer.Failure(Vendor);
    }

    private Task<VendorAnswer> CallAsync(
        PagerDutyChannel channel, HttpMethod method, string path, JsonObject? body, CancellationToken cancellation) => http.SendAsync(
        channel, method, (channel.ApiUrl ?? DefaultUrl).TrimEnd('/') + path, body is null ? null : VendorJson.Of(body), cancellation,
        ("Authorization", $"Token token={channel.ApiToken}"), ("From", channel.From!), ("Accept", "application/vnd.pagerduty+json;version=2"));

    private static bool IsTheirs(string? actor) => actor?.StartsWith("pagerduty", StringComparison.OrdinalIgnoreCase) is true;
}

using System.Text.Json.Nodes;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.Slack;

/// <summary>
/// Slack. With an app's token: a message for each incident, kept as the incident is, and what happens to it in its thread. With an incoming webhook:
/// one message after the other.
/// </summary>
public sealed class SlackNotifications(OutboundHttp http, TimeProvider clock) : INotificationChannel
{
    private readonly SlackApi api = new(http);

    public string Type => SlackChannelType.Instance.Name;

    public bool NeedsReference => true;

    public bool ShowsSignedLink => true;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        VendorCall.RunAsync("Slack", clock, token => SendAsync(delivery, (SlackChannel)delivery.Channel, token), cancellation);

    private Task<DeliveryResult> SendAsync(NotificationDelivery delivery, SlackChannel channel, CancellationToken cancellation)
    {
        var target = delivery.Address is ChannelDefinition.DefaultAddress ? channel.Channel : delivery.Address;
        if (channel.Token is not null && target is not null) return PostAsync(delivery, channel, target, cancellation);
        return channel.WebhookUrl is { } url
            ? PostToWebhookAsync(delivery, channel, url, cancellation)
            : Task.FromResult(new DeliveryResult(DeliveryOutcome.Rejected, "The Slack channel has neither a token with a channel nor a webhook"));
    }

    private async Task<DeliveryResult> PostAsync(NotificationDelivery delivery, SlackChannel channel, string target, CancellationToken cancellation)
    {
        var thread = SlackThread.Parse(delivery.Reference);
        // First what may be done twice: a repeat after a half failure must not post again.
        if (thread is not null && await UpdateAsync(delivery, channel, thread, cancellation) is { Outcome: DeliveryOutcome.Retry } later)
            return later;
        var body = Body(delivery, channel);
        body["channel"] = thread?.Channel ?? target;
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        if (thread is not null)
        {
            body["thread_ts"] = thread.Ts;
            if (IsLoud(delivery.Content.Kind)) body["reply_broadcast"] = true;
        }
        var answer = await api.CallAsync(channel, "chat.postMessage", body, cancellation);
        if (answer.Error is { } error && IsSimplified(body, error, target))
            answer = await api.CallAsync(channel, "chat.postMessage", body, cancellation);
        return answer.Failure ?? DeliveryResult.Sent(answer.Reference);
    }

    /// <summary>Brings the first message up to date. Only a failure that passes matters: a message that somebody has deleted needs no news.</summary>
    private async Task<DeliveryResult?> UpdateAsync(
        NotificationDelivery delivery, SlackChannel channel, SlackThread thread, CancellationToken cancellation)
    {
        if (!ChangesTheFirst(delivery.Content.Kind)) return null;
        var body = Body(delivery, channel, mentions: false);
        body["channel"] = thread.Channel;
        body["ts"] = thread.Ts;
        var answer = await api.CallAsync(channel, "chat.update", body, cancellation);
        if (answer.Error is { } error && IsPlain(body, error)) answer = await api.CallAsync(channel, "chat.update", body, cancellation);
        return answer.Failure;
    }

    private async Task<DeliveryResult> PostToWebhookAsync(
        NotificationDelivery delivery, SlackChannel channel, string url, CancellationToken cancellation)
    {
        var body = Body(delivery, channel);
        var answer = await http.PostJsonAsync(channel, url, body, cancellation);
        if (answer.Status is 400 && IsPlain(body, SlackApi.Word(answer.Body.Trim())))
            answer = await http.PostJsonAsync(channel, url, body, cancellation);
        if (!answer.IsSuccess) return answer.Failure("Slack", answer.Body.Length == 0 ? null : SlackApi.Word(answer.Body.Trim()));
        return answer.Body.Trim() == "ok" ? DeliveryResult.Sent() : new(DeliveryOutcome.Rejected, "Slack's webhook did not answer \"ok\"");
    }

    private static JsonObject Body(NotificationDelivery delivery, SlackChannel channel, bool mentions = true)
    {
        var message = SlackMessage.Of(
            delivery.Content, delivery.Now, channel.SigningSecret is { Length: > 0 }, mentions, delivery.SignedLink);
        return new() { ["text"] = message.Text, ["blocks"] = message.Blocks };
    }

    /// <summary>A page is not lost over its looks: what Slack refuses as blocks goes as text. False when that is not why, or was tried.</summary>
    private static bool IsPlain(JsonObject body, string error) =>
        error is "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long" && body.Remove("blocks");

    /// <summary>Nor over a thread that is gone: then it goes without.</summary>
    private static bool IsSimplified(JsonObject body, string error, string target)
    {
        if (IsPlain(body, error)) return true;
        if (error is not ("thread_not_found" or "cannot_reply_to_message") || !body.Remove("thread_ts")) return false;
        body.Remove("reply_broadcast");
        body["channel"] = target;
        return true;
    }

    private static bool ChangesTheFirst(NotificationKind kind) => kind is
        NotificationKind.Acknowledged or NotificationKind.Resolved or NotificationKind.Reopened or NotificationKind.Unacknowledged
        or NotificationKind.SeverityRaised or NotificationKind.DiagnosisReady;

    /// <summary>Nobody looks into a thread at night: these show in the channel too.</summary>
    private static bool IsLoud(NotificationKind kind) => kind is
        NotificationKind.Escalated or NotificationKind.SeverityRaised or NotificationKind.Reopened or NotificationKind.Unacknowledged
        or NotificationKind.Reminder or NotificationKind.ActionNeedsApproval or NotificationKind.FixFailed
        or NotificationKind.FixUnverified or NotificationKind.AutonomyPaused;
}

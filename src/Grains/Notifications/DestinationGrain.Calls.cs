using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Notifications;

/// <summary>What people ask for. Interleaves with everything else, so it only looks, and sends past the queue.</summary>
public sealed partial class DestinationGrain
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromSeconds(8);

    public async Task<TestDelivery> TestAsync(OutboxMessage message)
    {
        var used = ChannelInUse.Of(await definitions.OfAsync(workspace), channelName, senders);
        if (used.Problem is { } problem) return TestDelivery.Unconfigured(channelName, problem);
        if (stored is null) await RecallAsync();
        var now = clock.GetUtcNow();
        if (SendingRules.OpensAt(sending, used.Channel, now) > now) return TestDelivery.Skipped(channelName, WhyClosed(now));

        sending = sending with { Bucket = sending.Bucket.Take(RateRules.Of(used.Channel), now) };
        var result = await TryAsync(message, used, LongestTest);
        now = clock.GetUtcNow();
        switch (result.Outcome)
        {
            case DeliveryOutcome.Sent:
                sending = sending with { Circuit = CircuitRules.Closed };
                return TestDelivery.Sent(channelName);
            case DeliveryOutcome.Rejected:
                sending = SendingRules.Rejected(sending, result.Error, now);
                break;
            default:
                sending = SendingRules.Failed(sending, result.Error, result.RetryAfter, now);
                break;
        }
        return TestDelivery.Failed(channelName, result.Error ?? "It was not taken.");
    }

    public async Task<DestinationStatus> StatusAsync()
    {
        if (stored is null) await RecallAsync();
        var known = await definitions.OfAsync(workspace);
        var defined = RoutingRules.Channel(known, channelName);
        var now = clock.GetUtcNow();
        var limit = defined is null ? RateLimit.None : RateRules.Of(defined);
        return new()
        {
            Channel = channelName,
            Type = defined?.Type.Name,
            Address = address,
            Configured = ChannelInUse.Of(known, channelName, senders).Problem is null,
            Queued = running || queue.Count > 0 ? queue.Count : (await reads.PendingAsync(workspace, channelName, address, 0, 1_000)).Count,
            PausedUntil = sending.PausedUntil > now ? sending.PausedUntil : null,
            CircuitOpenUntil = sending.Circuit.OpenUntil > now ? sending.Circuit.OpenUntil : null,
            LastError = sending.LastError,
            LastErrorAt = sending.LastErrorAt,
            PerSecond = limit.IsNone ? null : limit.PerSecond,
            Burst = limit.IsNone ? null : limit.Burst,
            DigestAfter = defined is null ? 0 : DigestRules.After(defined),
        };
    }

    private string WhyClosed(DateTimeOffset now) =>
        sending.PausedUntil > now ? $"rate limited by the vendor until {sending.PausedUntil:yyyy-MM-dd'T'HH:mm:ss'Z'}"
        : sending.Circuit.OpenUntil > now
            ? $"failing: not asked before {sending.Circuit.OpenUntil:yyyy-MM-dd'T'HH:mm:ss'Z'}; last error: {sending.LastError}"
        : "rate limited";
}

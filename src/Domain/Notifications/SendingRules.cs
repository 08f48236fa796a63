using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>
/// In which order and how fast one destination sends. Critical messages go before others; those of one incident keep their order, so one that waits
/// for its next attempt holds up its own incident and no other.
/// </summary>
public static class SendingRules
{
    /// <param name="queue">What waits, in the order in which it was written.</param>
    /// <param name="state">What was sent before.</param>
    /// <param name="channel">As it is defined now.</param>
    /// <param name="now">Now.</param>
    public static SendingStep Next(IReadOnlyCollection<QueuedMessage> queue, SendingState state, ChannelDefinition channel, DateTimeOffset now)
    {
        if (queue.Count == 0) return new SendingStep.Rest();
        if (QueueRules.StandIns(queue) is { Length: > 0 } dropped) return new SendingStep.Drop(dropped);
        var after = DigestRules.After(channel);
        var digestAt = after == 0 ? now : Later(state.NextDigestAt, now);
        var opensAt = OpensAt(state, channel, now);
        var criticals = state.Critical.Available(RateRules.CriticalInStorm, now);
        if (DigestRules.Fold(queue, after, criticals, maySend: opensAt <= now && digestAt <= now, now) is { Length: > 0 } folded)
            return new SendingStep.Fold(folded);
        return Pick(queue, opensAt, Gates.At(state, channel, digestAt, now));
    }

    /// <summary>When anything at all may be sent; now, if it may.</summary>
    public static DateTimeOffset OpensAt(SendingState state, ChannelDefinition channel, DateTimeOffset now) =>
        Later(state.PausedUntil, Later(state.Circuit.OpenUntil, state.Bucket.ReadyAt(RateRules.Of(channel), now)));

    /// <summary>An attempt begins.</summary>
    public static SendingState Sending(SendingState state, ChannelDefinition channel, SendingStep.Send step, DateTimeOffset now)
    {
        var next = state with { Bucket = state.Bucket.Take(RateRules.Of(channel), now) };
        if (step.Message.IsDigest) return next;
        return step.Urgent
            ? next with { Critical = next.Critical.Take(RateRules.CriticalInStorm, now) }
            : next with { NonCritical = next.NonCritical.Take(channel.Type.NonCriticalRate, now) };
    }

    /// <summary>It arrived.</summary>
    public static SendingState Sent(SendingState state, ChannelDefinition channel, QueuedMessage message, DateTimeOffset now) => state with
    {
        Circuit = CircuitRules.Closed,
        NextDigestAt = message.IsDigest && DigestRules.After(channel) > 0 ? now + DigestRules.Interval
            : state.NextDigestAt > now ? state.NextDigestAt
            : null,
    };

    /// <summary>The vendor said that it will never take it: so it is there.</summary>
    public static SendingState Rejected(SendingState state, string? error, DateTimeOffset now) =>
        state with { Circuit = CircuitRules.Closed, LastError = error, LastErrorAt = now };

    /// <summary>It did not arrive. A vendor that says when to come back is there, and the whole destination waits.</summary>
    public static SendingState Failed(SendingState state, string? error, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var next = state with { LastError = error, LastErrorAt = now };
        return retryAfter is { } asked
            ? next with { PausedUntil = Later(state.PausedUntil, now + RetryRules.Pause(asked)) }
            : next with { Circuit = CircuitRules.Failed(state.Circuit, now) };
    }

    private static SendingStep Pick(IReadOnlyCollection<QueuedMessage> queue, DateTimeOffset opensAt, Gates gates)
    {
        var urgent = DigestRules.Urgent(queue);
        var before = new HashSet<string>(StringComparer.Ordinal);
        var (first, firstAt, firstUrgent) = ((QueuedMessage?)null, DateTimeOffset.MaxValue, false);
        foreach (var message in queue)
        {
            if (message.IncidentId is { } incident && !before.Add(incident)) continue;
            var isUrgent = DigestRules.IsUrgent(message, urgent);
            var at = Later(message.NextAt, Later(opensAt, gates.Of(message, isUrgent)));
            // Of those that may go now a critical one goes first; else it is the one that may go first.
            if (first is not null && (at > firstAt || (at == firstAt && (firstUrgent || !isUrgent)))) continue;
            (first, firstAt, firstUrgent) = (message, at, isUrgent);
        }
        return firstAt <= gates.Now ? new SendingStep.Send(first!, firstUrgent) : new SendingStep.Wait(firstAt);
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    /// <summary>When each kind of message may be sent; now, if it may.</summary>
    private readonly record struct Gates(DateTimeOffset Now, DateTimeOffset Digest, DateTimeOffset Urgent, DateTimeOffset Others)
    {
        public static Gates At(SendingState state, ChannelDefinition channel, DateTimeOffset digestAt, DateTimeOffset now) => new(
            now,
            digestAt,
            digestAt > now ? state.Critical.ReadyAt(RateRules.CriticalInStorm, now) : now,
            Later(digestAt, state.NonCritical.ReadyAt(channel.Type.NonCriticalRate, now)));

        public DateTimeOffset Of(QueuedMessage message, bool urgent) => message.IsDigest ? Digest : urgent ? Urgent : Others;
    }
}

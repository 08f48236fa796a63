using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>
/// A resolve can arrive before its trigger. It is remembered, and the trigger, which is older by the sender's own clock, opens nothing
/// (docs/rules/alerts.md).
/// </summary>
public static class EarlyEndRules
{
    /// <summary>So long an end is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>
    /// From senders that send again for as long as an alert fires: their next firing is no late delivery of the first, and must not be missed for a
    /// day.
    /// </summary>
    public static readonly TimeSpan KeptOfResending = TimeSpan.FromMinutes(15);

    /// <summary>Of one workspace; of more the newest.</summary>
    public const int Most = 2_000;

    /// <summary>Only an end that names its alert, and says when that was, can be told from one that comes too late itself.</summary>
    public static bool IsRemembered(AlertSignal signal) =>
        signal is { Kind: SignalKind.Resolved, Identity: not null, OccurredAt: not null }
        && signal.Source is not (AlertSource.Heartbeat or AlertSource.Slo);

    /// <summary>The signal tells of a beginning before this end.</summary>
    public static bool Covers(EarlyEnd end, AlertSignal signal, DateTimeOffset now) =>
        signal.Kind is SignalKind.Firing
        && (signal.OccurredAt ?? signal.StartsAt) is { } began && began.ToUnixTimeMilliseconds() <= end.EndedAt
        && now.ToUnixTimeMilliseconds() - end.HeardAt < (SendsAgain(signal.Source) ? KeptOfResending : Kept).TotalMilliseconds;

    /// <summary>Adds ends to those that are remembered, and forgets what is old, and the oldest of too many.</summary>
    public static ImmutableArray<EarlyEnd> Add(ImmutableArray<EarlyEnd> known, IReadOnlyCollection<EarlyEnd> heard, DateTimeOffset now)
    {
        var since = (now - Kept).ToUnixTimeMilliseconds();
        var again = heard.Select(end => end.Identity).ToHashSet(StringComparer.Ordinal);
        var all = known.RemoveAll(end => end.HeardAt <= since || again.Contains(end.Identity)).AddRange(heard);
        return all.Length > Most ? all.RemoveRange(0, all.Length - Most) : all;
    }

    private static bool SendsAgain(string source) => source is AlertSource.Alertmanager or AlertSource.Prometheus;
}

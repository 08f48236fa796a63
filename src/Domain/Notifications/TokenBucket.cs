using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>What is left of a limit at an instant. The limit is a parameter, so that it may change in between.</summary>
/// <param name="Used">Tokens that are taken and not yet grown back: none in a new one.</param>
/// <param name="At">When that was counted.</param>
public readonly record struct TokenBucket(double Used, DateTimeOffset At)
{
    /// <summary>Sums of fractions do not quite reach the whole.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Whole tokens that can be taken now.</summary>
    public int Available(RateLimit limit, DateTimeOffset now) =>
        limit.IsNone ? int.MaxValue : (int)Math.Max(0, Math.Floor(limit.Burst - UsedAt(limit, now) + Tolerance));

    /// <summary>When there is a token; now, if there is.</summary>
    public DateTimeOffset ReadyAt(RateLimit limit, DateTimeOffset now)
    {
        if (limit.IsNone) return now;
        var missing = UsedAt(limit, now) + 1 - limit.Burst;
        return missing <= Tolerance ? now : now.AddMilliseconds(Math.Ceiling(missing / limit.PerSecond * 1_000));
    }

    /// <summary>Takes one, whether or not it is there: no more than the burst is ever owed.</summary>
    public TokenBucket Take(RateLimit limit, DateTimeOffset now) => limit.IsNone ? this : new(Math.Min(limit.Burst, UsedAt(limit, now) + 1), now);

    private double UsedAt(RateLimit limit, DateTimeOffset now) => Math.Max(0, Used - Math.Max(0, (now - At).TotalSeconds) * limit.PerSecond);
}

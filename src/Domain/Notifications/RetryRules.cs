namespace AiSre.Domain.Notifications;

/// <summary>When a message that could not be delivered is tried again, and when it is given up (docs/rules/notifications.md).</summary>
public static class RetryRules
{
    /// <summary>Attempts after the first.</summary>
    public const int MaxRetries = 8;

    /// <summary>Counted from the first attempt; whichever comes first.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(30);

    /// <summary>A vendor that asks for more is asked again after this.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The longest pause before the n-th retry, 2, 4, … 256 s; the real one is anything from zero to it, so that many do not come back at once.
    /// </summary>
    /// <param name="retry">0 is the first.</param>
    public static TimeSpan Backoff(int retry) => TimeSpan.FromSeconds(Math.Min(300, 2 * Math.Pow(2, retry)));

    /// <param name="attempts">How often it was tried by now, at least once.</param>
    /// <param name="since">How long ago the first attempt was.</param>
    /// <param name="retryAfter">What the vendor asked for: goes before the backoff.</param>
    /// <param name="random">0 to 1.</param>
    /// <returns>How long until the next attempt; null: it is given up.</returns>
    public static TimeSpan? NextIn(int attempts, TimeSpan since, TimeSpan? retryAfter, double random)
    {
        if (attempts > MaxRetries) return null;
        var pause = retryAfter is { } asked ? Pause(asked) : Backoff(attempts - 1) * random;
        return since + pause > GiveUpAfter ? null : pause;
    }

    /// <summary>How long the whole destination is left alone.</summary>
    public static TimeSpan Pause(TimeSpan retryAfter) =>
        retryAfter < TimeSpan.Zero ? TimeSpan.Zero : retryAfter < LongestRetryAfter ? retryAfter : LongestRetryAfter;
}

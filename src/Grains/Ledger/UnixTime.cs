namespace AiSre.Grains.Ledger;

/// <summary>Instants as the ledger has them, in whole Unix milliseconds.</summary>
public static class UnixTime
{
    /// <summary>
    /// The first millisecond that is not before an instant: an alarm before its time would find nothing due yet, and an end that is not included
    /// has before it whatever came in the rest of its millisecond.
    /// </summary>
    public static long RoundedUp(DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds() + (instant.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}

using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alarms;

/// <summary>What is asked of the <c>alarms</c> table. Instants are Unix milliseconds.</summary>
public interface IAlarmReads
{
    /// <summary>Alarms of a partition that are due until <paramref name="until"/>, oldest first.</summary>
    /// <param name="partition">0 to 15.</param>
    /// <param name="until">This instant included.</param>
    /// <param name="after">Only what comes behind this one in that order; null for the beginning.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<AlarmRow>> DueAsync(int partition, long until, AlarmRow? after, int limit);

    /// <summary>When the next alarm of all partitions is due, or has been; null when there is none.</summary>
    ValueTask<long?> NextDueAsync();
}

public static class AlarmReadsExtensions
{
    /// <summary>How long the oldest alarm has been due that was not acted on; zero when none is.</summary>
    public static async ValueTask<TimeSpan> OverdueAsync(this IAlarmReads alarms, DateTimeOffset now)
    {
        var next = await alarms.NextDueAsync();
        return next < now.ToUnixTimeMilliseconds() ? now - DateTimeOffset.FromUnixTimeMilliseconds(next.Value) : TimeSpan.Zero;
    }
}

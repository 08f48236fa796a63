using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alarms;

/// <summary>What is asked of the <c>alarms</c> table. Instants are Unix milliseconds.</summary>
public interface IAlarmReads
{
    /// <summary>Of <see cref="DueOfOthersAsync"/>.</summary>
    const int MostExcepted = 8;

    /// <summary>Alarms of a partition that are due until <paramref name="until"/>, oldest first.</summary>
    /// <param name="partition">0 to 15.</param>
    /// <param name="until">This instant included.</param>
    /// <param name="after">Only what comes behind this one in that order; null for the beginning.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<AlarmRow>> DueAsync(int partition, long until, AlarmRow? after, int limit);

    /// <summary>The same of all workspaces but some, so that what these have due does not hide what others have.</summary>
    /// <param name="partition">0 to 15.</param>
    /// <param name="until">This instant included.</param>
    /// <param name="after">Only what comes behind this one.</param>
    /// <param name="except">1 to <see cref="MostExcepted"/> workspaces.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<AlarmRow>> DueOfOthersAsync(int partition, long until, AlarmRow after, IReadOnlyList<string> except, int limit);

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

using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Grains.Slos;

/// <summary>How a budget went, of sums: by minutes for the last days, by hours before that, by days before those.</summary>
internal static class SloChart
{
    /// <summary>A source that tells shares only has so many events in a minute, so that a share is kept to a millionth.</summary>
    public const long OfShare = 1_000_000;

    /// <param name="definition">As it is now, also for the time before.</param>
    /// <param name="all">Its events.</param>
    /// <param name="corrections">What does not count.</param>
    /// <param name="dataStart">Since when there is something; null: since its first event.</param>
    /// <param name="at">When.</param>
    public static SloReading ReadingAt(
        SloDefinition definition, SloBuckets all, ImmutableArray<Correction> corrections, DateTimeOffset? dataStart, DateTimeOffset at)
    {
        var from = BudgetPeriodRules.At(definition.Window, at).From;
        return new()
        {
            Lookbacks =
            [
                .. TierRules.Lookbacks(definition)
                    .Select(minutes => new SloLookback(minutes, Counted(all, corrections, at.AddMinutes(-minutes), at))),
            ],
            Window = Counted(all, corrections, from, at),
            ExcludedMinutes = DowntimeRules.Minutes(CorrectionRules.Excluded(corrections, from, at), []),
            DataStart = dataStart ?? (all.FirstMinute is { } first ? SloBucket.TimeOf(first) : null),
            LastData = at,
        };
    }

    /// <summary>Events from a time on up to another one, without those that do not count; null: nothing is known.</summary>
    public static SloAmount? Counted(SloBuckets all, ImmutableArray<Correction> corrections, DateTimeOffset from, DateTimeOffset until)
    {
        var counted = CorrectionRules.Excluded(corrections, from, until)
            .Aggregate(Sum(all, from, until), (rest, gone) => rest - Sum(all, gone.From, gone.Until!.Value));
        return counted.Total > 0 ? counted : null;
    }

    /// <summary>Events from a time on up to another one, as finely as they are kept.</summary>
    public static SloAmount Sum(SloBuckets all, DateTimeOffset from, DateTimeOffset until)
    {
        var (first, end) = (Ceiling(from.ToUnixTimeSeconds(), 60), Ceiling(until.ToUnixTimeSeconds(), 60));
        var (bad, total) = (0L, 0L);
        foreach (var block in all.Recent)
            if (block.EndMinute > first && block.FirstMinute < end) Take(block.Minutes.Sum(first, end));
        // What is here by hours is here by days too, and must not count twice.
        var firstHour = all.Hours.All().Select(hour => (long?)hour.At).FirstOrDefault();
        Take(all.Hours.Sum(Ceiling(first, BucketSums.MinutesOfHour), Ceiling(end, BucketSums.MinutesOfHour)));
        var lastDay = firstHour is { } hour ? BucketSums.Index(hour, BucketSums.HoursOfDay) : long.MaxValue;
        Take(all.Days.Sum(Ceiling(first, BucketSums.MinutesOfDay), Math.Min(lastDay, Ceiling(end, BucketSums.MinutesOfDay))));
        return new(bad, total);

        void Take(SloBucket sum) => (bad, total) = (bad + sum.Bad, total + sum.Total);
    }

    private static long Ceiling(long at, int length) => BucketSums.Index(at + length - 1, length);
}

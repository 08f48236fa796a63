using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Buckets;

/// <summary>What may be pushed.</summary>
public static class EventRules
{
    /// <summary>How late an event may come.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromDays(1);

    /// <summary>How far a sender's clock may be ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Counts above this are a mistake, and would not add up exactly in double.</summary>
    public const long MostEvents = 1_000_000_000_000;

    /// <summary>What is wrong with one, as a sentence; null: nothing.</summary>
    public static string? Problem(DateTimeOffset at, long good, long total, DateTimeOffset now) =>
        good < 0 ? "'good' is at least 0."
        : total < good ? "'good' is at most 'total'."
        : total > MostEvents ? $"'total' is at most {MostEvents}."
        : at < now - Latest ? "Events may come up to 24 hours late; this is older."
        : at > now + Ahead ? "Events may be up to 5 minutes ahead; this is later."
        : null;

    /// <summary>What a source of pushed events says of an SLO.</summary>
    public static SloReading Read(
        SloDefinition definition, SloBuckets buckets, IReadOnlyCollection<DayBlock> lent,
        IReadOnlyCollection<Correction> corrections, DateTimeOffset now)
    {
        var period = BudgetPeriodRules.At(definition.Window, now);
        var excluded = CorrectionRules.Excluded(corrections, period.From, now);
        var all = BucketRules.Sum(buckets, lent, period.From, now);
        var dataStart = buckets.FirstMinute is { } first ? SloBucket.TimeOf(first) : (DateTimeOffset?)null;
        return new()
        {
            Lookbacks = [.. TierRules.Lookbacks(definition).Select(minutes => new SloLookback(minutes, Known(Last(now.AddMinutes(-minutes)))))],
            Window = Known(Without(all, excluded)),
            WindowUncorrected = corrections.Count == 0 ? null : all,
            ExcludedMinutes = DowntimeRules.Minutes(CorrectionRules.Excluded(corrections, period.KnownFrom(dataStart, now), now), []),
            DataStart = dataStart,
            LastData = LastData(buckets, now),
        };

        SloAmount Last(DateTimeOffset from) =>
            Without(BucketRules.Sum(buckets, lent, from, now), CorrectionRules.Excluded(corrections, from, now));

        SloAmount Without(SloAmount amount, ImmutableArray<SloInterval> times) => times.Aggregate(
            amount, (rest, time) => rest - BucketRules.Sum(buckets, lent, time.From, time.Until!.Value));
    }

    /// <summary>Times whose edges need blocks, for <see cref="BucketRules.BlocksNeeded"/>.</summary>
    public static IEnumerable<SloInterval> Times(
        SloDefinition definition, IReadOnlyCollection<Correction> corrections, DateTimeOffset now)
    {
        var from = BudgetPeriodRules.At(definition.Window, now).From;
        var longest = TierRules.Lookbacks(definition)[^1];
        return
        [
            new(from, now), .. TierRules.Lookbacks(definition).Select(minutes => new SloInterval(now.AddMinutes(-minutes), now)),
            .. CorrectionRules.Excluded(corrections, Earlier(from, now.AddMinutes(-longest)), now),
        ];
    }

    /// <summary>What a clock that was ahead has left is not heard of yet: else silence would be told only when that time has come.</summary>
    private static DateTimeOffset? LastData(SloBuckets buckets, DateTimeOffset now)
    {
        var ahead = SloBucket.MinuteOf(now + Ahead);
        var last = buckets.LastMinute <= ahead
            ? buckets.LastMinute
            : buckets.Recent.SelectMany(block => block.Minutes.All()).Select(minute => (long?)minute.At).LastOrDefault(minute => minute <= ahead)
                ?? (buckets.FirstMinute <= ahead ? buckets.FirstMinute : null);
        return last is { } known ? SloBucket.TimeOf(known) : null;
    }

    private static SloAmount? Known(SloAmount amount) => amount.Total > 0 ? amount : null;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

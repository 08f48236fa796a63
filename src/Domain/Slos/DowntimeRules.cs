using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>
/// Bad minutes of incidents: how long at least one of them was open. Two at once, one that was sent twice and the members of a group are one
/// downtime, since the union of their times is measured and not the sum.
/// </summary>
public static class DowntimeRules
{
    private static readonly TimeSpan EarliestStart = TimeSpan.FromDays(1);

    /// <summary>When an incident's downtime began: as its sender says, unless that is later than we heard of it, and at most a day earlier.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset? startsAt, DateTimeOffset createdAt) =>
        startsAt is not { } start || start > createdAt ? createdAt
        : start < createdAt - EarliestStart ? createdAt - EarliestStart
        : start;

    /// <summary>Intervals that neither overlap nor touch, in their order, cut off at both ends of a time; whatever order they come in.</summary>
    /// <param name="intervals">What goes on lasts until <paramref name="until"/>.</param>
    public static ImmutableArray<SloInterval> Union(IEnumerable<SloInterval> intervals, DateTimeOffset from, DateTimeOffset until)
    {
        var union = ImmutableArray.CreateBuilder<SloInterval>();
        foreach (var (start, end) in Clipped(intervals, from, until).OrderBy(interval => interval.From))
        {
            if (union.Count > 0 && union[^1].Until is { } last && start <= last)
            {
                if (end > last) union[^1] = union[^1] with { Until = end };
            }
            else union.Add(new(start, end));
        }
        return union.ToImmutable();
    }

    /// <summary>Minutes of a union that none of another one covers.</summary>
    public static double Minutes(ImmutableArray<SloInterval> union, ImmutableArray<SloInterval> excluded)
    {
        long ticks = 0;
        foreach (var (from, until) in union) ticks += (until!.Value - from).Ticks;
        foreach (var (from, until) in union)
        {
            foreach (var (start, end) in excluded)
            {
                var (first, last) = (start > from ? start : from, end < until ? end!.Value : until!.Value);
                if (last > first) ticks -= (last - first).Ticks;
            }
        }
        return ticks / (double)TimeSpan.TicksPerMinute;
    }

    /// <summary>What incidents say of an SLO.</summary>
    /// <param name="definition">Its window and its tiers.</param>
    /// <param name="downtimes">When the incidents that count were open, in any order.</param>
    /// <param name="corrections">What does not count.</param>
    /// <param name="dataStart">Since when incidents are known; null: since ever.</param>
    /// <param name="now">When it is read.</param>
    public static SloReading Read(
        SloDefinition definition, IReadOnlyCollection<SloInterval> downtimes, IReadOnlyCollection<Correction> corrections,
        DateTimeOffset? dataStart, DateTimeOffset now)
    {
        var period = BudgetPeriodRules.At(definition.Window, now);
        var (age, start) = (period.Age(dataStart, now), period.KnownFrom(dataStart, now));
        var excluded = CorrectionRules.Excluded(corrections, start, now);
        var excludedMinutes = Minutes(excluded, []);
        var union = Union(downtimes, start, now);
        return new()
        {
            Lookbacks = [.. TierRules.Lookbacks(definition).Select(minutes => new SloLookback(minutes, LastMinutes(minutes)))],
            Window = new(Minutes(union, excluded), age - excludedMinutes),
            WindowUncorrected = corrections.Count == 0 ? null : new(Minutes(union, []), age),
            ExcludedMinutes = excludedMinutes,
            DataStart = dataStart,
            LastData = now,
        };

        // A minute of outage in the first minute of an SLO is one in an hour and not the whole hour: before there were incidents there were none.
        SloAmount LastMinutes(int minutes)
        {
            var from = now.AddMinutes(-minutes);
            var excludedThen = CorrectionRules.Excluded(corrections, from, now);
            return new(Minutes(Union(downtimes, from, now), excludedThen), minutes - Minutes(excludedThen, []));
        }
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Clipped(
        IEnumerable<SloInterval> intervals, DateTimeOffset first, DateTimeOffset last) => intervals
        .Select(interval => (
            From: interval.From > first ? interval.From : first,
            Until: interval.Until is { } end && end < last ? end : last))
        .Where(clipped => clipped.Until > clipped.From);
}

using AiSre.Domain.Demo.Script;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Domain.Demo;

/// <summary>
/// What the shop's services have counted, minute by minute: few customers at night, many in the evening, and failures when something was ill.
/// </summary>
internal static class DemoEvents
{
    /// <summary>The share of the busiest hour, by hours of the day in UTC.</summary>
    private static readonly double[] Day =
    [
        0.20, 0.14, 0.10, 0.09, 0.11, 0.18, 0.30, 0.42, 0.52, 0.58, 0.62, 0.66,
        0.70, 0.66, 0.62, 0.64, 0.70, 0.80, 0.92, 1.00, 0.94, 0.76, 0.50, 0.32,
    ];

    /// <summary>One in so many fails on the best of days.</summary>
    private const int Usually = 5_000;

    private static readonly SloRange None = new(default, default, 0);

    public static RolledBuckets Of(DemoDice dice, DateTimeOffset now, DemoTraffic traffic, IEnumerable<DemoIncident> incidents)
    {
        var troubles = incidents.SelectMany(incident => incident.Downtimes
            .Select(open => new SloRange(open.Interval.From, open.Interval.Until ?? now, traffic.Failing(incident.Now))))
            .Where(trouble => trouble.Failing > 0).OrderBy(trouble => trouble.From).ToList();
        return BucketRules.Past(Minutes(dice, now, traffic.Busiest, troubles), now);
    }

    private static IEnumerable<SloBucket> Minutes(DemoDice dice, DateTimeOffset now, int busiest, List<SloRange> troubles)
    {
        var (first, end) = (SloBucket.MinuteOf(now - DemoStory.Length), SloBucket.MinuteOf(now));
        for (var minute = first; minute < end; minute++)
        {
            var at = SloBucket.TimeOf(minute);
            var all = Math.Max(1, (int)(busiest * Busy(at) * dice.Between(88, 112) / 100));
            var failing = troubles.Where(trouble => trouble.From < at.AddMinutes(1) && trouble.Until > at).DefaultIfEmpty(None)
                .Max(trouble => trouble.Failing * trouble.PartOf(at));
            yield return new(minute, all - Bad(dice, all, failing), all);
        }
    }

    /// <summary>From one hour's share to the next one's.</summary>
    private static double Busy(DateTimeOffset at) => Day[at.Hour] + (Day[(at.Hour + 1) % 24] - Day[at.Hour]) * at.Minute / 60;

    private static int Bad(DemoDice dice, int all, double failing)
    {
        var expected = all * failing + (double)all / Usually;
        // A third of an event is one in a third of the minutes.
        return Math.Min(all, (int)expected + (dice.Below(1_000) < (expected - (int)expected) * 1_000 ? 1 : 0));
    }

    /// <param name="Failing">The share that fails, from 0 to 1.</param>
    private readonly record struct SloRange(DateTimeOffset From, DateTimeOffset Until, double Failing)
    {
        /// <summary>How much of a minute lies in it, from 0 to 1.</summary>
        public double PartOf(DateTimeOffset minute) =>
            Math.Clamp(((Until < minute.AddMinutes(1) ? Until : minute.AddMinutes(1)) - (From > minute ? From : minute)).TotalMinutes, 0, 1);
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Demo.Chapters;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Domain.Demo;

/// <summary>
/// Looks at what the shop has promised as silos would have done, minute by minute where something was ill: the rules say when tiers rose and fell.
/// </summary>
/// <param name="now">When the story is told.</param>
/// <param name="incidents">What has happened.</param>
internal sealed class DemoBudgets(DateTimeOffset now, IReadOnlyList<DemoIncident> incidents)
{
    /// <summary>A workspace is looked at a little after the minute.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Two looks that find it below, and one to spare.</summary>
    private const int LooksToFall = 3;

    public ImmutableArray<DemoBudget> All(DemoDice dice) => [.. Promises.All(dice, now).Select(promise => Of(dice, promise))];

    /// <summary>What tiers have told the intake.</summary>
    public static IEnumerable<DemoScene> Scenes(ImmutableArray<DemoBudget> budgets)
    {
        foreach (var (slo, rise) in budgets.SelectMany(budget => budget.Rises.Select(rise => (budget.Slo, rise))))
        {
            var signal = SloSignals.Firing(slo, rise.Tier, rise.Budget);
            var acts = ImmutableArray.CreateBuilder<DemoAct>();
            // A ticket waits until somebody has time.
            if (signal.Severity >= Severity.High) acts.Add(DemoAct.Acknowledge(3.1));
            if (rise.Until is { } until) acts.Add(DemoAct.Ends((until - rise.At).TotalMinutes));
            yield return new(
                rise.At, new DemoAlert(rise.Tier.Name(), signal.Severity!.Value, slo.Service, signal.Title, signal.Description) { Own = signal },
                acts.ToImmutable());
        }
    }

    private DemoBudget Of(DemoDice dice, DemoPromise promise)
    {
        var slo = promise.Slo;
        if (slo.Source is IncidentSloSource source)
        {
            var downtimes = DemoDowntimes.Counting(slo, source, incidents);
            return Looked(promise, new(SloBuckets.Empty, []), [.. downtimes.Select(one => one.Interval)],
                (corrections, at) => DowntimeRules.Read(slo, [.. DemoDowntimes.At(downtimes, at)], corrections, null, at));
        }
        var traffic = promise.Traffic!;
        var events = DemoEvents.Of(dice, now, traffic, incidents);
        var troubles = incidents.Where(incident => traffic.Failing(incident.Now) > 0).SelectMany(incident => incident.Downtimes)
            .Select(open => open.Interval);
        return Looked(promise, events, [.. troubles],
            (corrections, at) => EventRules.Read(slo, events.Buckets, events.Retired, corrections, at));
    }

    private DemoBudget Looked(
        DemoPromise promise, RolledBuckets events, ImmutableArray<SloInterval> troubles,
        Func<ImmutableArray<Correction>, DateTimeOffset, SloReading> read)
    {
        var (slo, rises) = (promise.Slo, new List<DemoRise>());
        ImmutableArray<SloTierState> tiers = [];
        foreach (var at in Looks(slo, troubles))
        {
            var reading = read(promise.Corrections.RemoveAll(one => one.CreatedAt > at), at);
            var turn = TierRules.Evaluate(slo, reading, tiers, at);
            tiers = turn.Tiers;
            foreach (var tier in turn.Rose) rises.Add(new(tier, at, BudgetRules.Of(slo, reading, tiers, at), null));
            foreach (var tier in turn.Fell)
            {
                var i = rises.FindLastIndex(rise => rise.Tier == tier);
                rises[i] = rises[i] with { Until = at };
            }
        }
        return new() { Slo = slo, Tiers = tiers, Corrections = promise.Corrections, Events = events, Rises = [.. rises] };
    }

    /// <summary>Where nothing was ill for longer than a tier looks back nothing rises or falls.</summary>
    private IEnumerable<DateTimeOffset> Looks(SloDefinition slo, ImmutableArray<SloInterval> troubles)
    {
        var after = TimeSpan.FromMinutes(TierRules.Of(slo).Select(tier => tier.ShortMinutes).DefaultIfEmpty(0).Max() + LooksToFall);
        foreach (var (from, until) in DowntimeRules.Union(troubles.Select(open => open with { Until = open.Until + after }), now.AddDays(-15), now))
        {
            for (var at = SloBucket.TimeOf(SloBucket.MinuteOf(from) + 1) + Look; at < until; at = at.AddMinutes(1)) yield return at;
        }
    }
}

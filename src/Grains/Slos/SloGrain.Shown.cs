using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Slos;

/// <summary>What people are shown.</summary>
public sealed partial class SloGrain
{
    public async Task<SloReport> ReportAsync(SloDefinition definition, bool isWhatIf)
    {
        var (state, now) = (await StateAsync(), clock.GetUtcNow());
        var said = definition.Source is PrometheusSloSource ? await AnswerAsync(definition) : null;
        if (definition.Source is PrometheusSloSource && (isWhatIf || mustAsk || said?.Reading is null))
        {
            var fresh = await prometheus.ReadAsync(workspace, definition, state.Corrections, said?.Reading, now);
            if (isWhatIf) said = fresh;
            else if (fresh.Reading is not null) (said, answer, mustAsk) = (fresh, fresh, false);
            else said ??= fresh;
        }
        var (reading, known) = definition.Source is PrometheusSloSource
            ? (said?.Reading ?? new(), []) : await ReadAsync(definition, state, now);
        var at = said?.At ?? now;
        var before = isWhatIf ? [] : state.Tiers;
        // That one falls is for the looks to say, of which it takes two.
        var tiers = TierRules.Evaluate(definition, reading, before, at).Tiers
            .Select(tier => before.FirstOrDefault(one => one.Tier == tier.Tier && one.IsFiring) ?? tier).ToImmutableArray();
        return new(BudgetRules.Of(definition, reading, tiers, at), reading, known, state.Corrections, said?.Problem, tiers, state.Changes);
    }

    public async Task<ImmutableArray<SloPoint>> HistoryAsync(SloDefinition definition, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var (state, now) = (await StateAsync(), clock.GetUtcNow());
        var points = ImmutableArray.CreateBuilder<SloPoint>();
        if (definition.Source is IncidentSloSource source)
        {
            var known = await downtimes.OfAsync(workspace, definition, source, from);
            var times = DowntimeRules.Union(known.Select(one => one.Interval), DateTimeOffset.MinValue, now);
            for (var at = from + step; at <= to && at <= now; at += step)
            {
                var minutes = DowntimeRules.Minutes(
                    DowntimeRules.Union(times, at - step, at), CorrectionRules.Excluded(state.Corrections, at - step, at));
                var reading = DowntimeRules.Read(definition, times, state.Corrections, null, at);
                points.Add(PointOf(definition, reading, new(minutes, step.TotalMinutes), at));
            }
            return points.ToImmutable();
        }
        var (all, start) = (await events.BucketsAsync(), (await AnswerAsync(definition))?.Reading?.DataStart);
        for (var at = from + step; at <= to && at <= now; at += step)
        {
            var amount = SloChart.Counted(all, state.Corrections, at - step, at);
            if (amount is { } share && definition.Source is PrometheusSloSource { ErrorRatioQuery: not null })
                amount = new(share.Bad / SloChart.OfShare, share.Total / SloChart.OfShare);
            points.Add(PointOf(definition, SloChart.ReadingAt(definition, all, state.Corrections, start, at), amount, at));
        }
        return points.ToImmutable();
    }

    public async Task<SloBurnt?> BurntAsync(SloDefinition definition, string incidentId, DateTimeOffset from, DateTimeOffset until)
    {
        var corrections = (await StateAsync()).Corrections;
        if (definition.Source is IncidentSloSource source)
        {
            var own = (await downtimes.OfAsync(workspace, definition, source, from)).Where(one => one.IncidentId == incidentId);
            return SloBurntRules.OfIncident(definition, own.Select(one => one.Interval), corrections, from, until);
        }
        var (during, reading) = await events.DuringAsync(definition, corrections, from, until, clock.GetUtcNow());
        return SloBurntRules.OfEvents(definition, during, reading, until);
    }

    private static SloPoint PointOf(SloDefinition definition, SloReading reading, SloAmount? amount, DateTimeOffset at)
    {
        var budget = BudgetRules.Of(definition, reading, [], at);
        return budget.Data is SloDataState.None
            ? new(at, null, null, amount, [])
            : new(at, budget.RemainingPercent, budget.RemainingMinutes, amount, budget.Burns);
    }
}

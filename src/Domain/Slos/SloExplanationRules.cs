using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>A downtime with the incident that it comes from.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-downtime")]
public sealed record SloDowntime([property: Id(0)] string IncidentId, [property: Id(1)] SloInterval Interval);

/// <summary>
/// The numbers of an SLO in sentences, so that a person can check them with pencil and paper. The same budget gives the same words.
/// </summary>
public static class SloExplanationRules
{
    private const int MostDowntimes = 20;

    /// <param name="definition">The SLO.</param>
    /// <param name="budget">What was reckoned.</param>
    /// <param name="downtimes">Where the source is incidents: those in the window.</param>
    /// <param name="corrections">All of them; those outside of the window are left out.</param>
    /// <param name="changes">What was promised before; what was changed before the window is left out.</param>
    public static ImmutableArray<string> Of(
        SloDefinition definition, SloBudget budget, IReadOnlyCollection<SloDowntime> downtimes, IReadOnlyCollection<Correction> corrections,
        IReadOnlyCollection<SloPromiseChange> changes) =>
    [
        .. Promise(definition, budget), .. Changes(budget, changes), .. Corrections(budget, corrections), .. Source(definition, budget, downtimes),
        .. Used(definition, budget), .. Speed(definition, budget), .. Tiers(definition, budget), Level(definition, budget),
    ];

    private static IEnumerable<string> Promise(SloDefinition definition, SloBudget budget)
    {
        var good = definition.Indicator is SloIndicator.Latency
            ? $"within {SloWords.Number(definition.LatencyThresholdMs ?? 0)} ms" : "good";
        yield return $"{definition.Name} promises that {SloWords.Number(definition.TargetPercent)} % of {definition.Service} is {good}, " +
            $"{SloWords.Over(definition.Window)}.";
        var minutes = (budget.WindowUntil - budget.WindowFrom).TotalMinutes;
        var share = SloWords.Number(Math.Round(100 - definition.TargetPercent, 9));
        yield return $"The window from {SloWords.At(budget.WindowFrom)} to {SloWords.At(budget.WindowUntil)} has {SloWords.Count(minutes)} " +
            $"minutes; of them {share} % may be bad: the budget is {SloWords.Minutes(budget.TotalMinutes)}.";
        if (budget.AgeMinutes < minutes && definition.Window.IsRolling)
            yield return $"It is known of the last {SloWords.Minutes(budget.AgeMinutes)} only, and nothing is charged for the time before.";
    }

    private static IEnumerable<string> Changes(SloBudget budget, IReadOnlyCollection<SloPromiseChange> changes) =>
        changes.Where(change => change.At > budget.WindowFrom).Select(change =>
            $"Until {SloWords.At(change.At)} it promised {change.From.Text}; what happened before is measured by what it promises now.");

    private static IEnumerable<string> Corrections(SloBudget budget, IReadOnlyCollection<Correction> corrections)
    {
        foreach (var correction in corrections.OrderBy(correction => correction.From).ThenBy(correction => correction.Id, StringComparer.Ordinal)
            .Where(correction => correction.Until > budget.WindowFrom && correction.From < budget.EvaluatedAt))
        {
            yield return $"{SloWords.At(correction.From)} to {SloWords.At(correction.Until)} does not count, said {correction.Author}: " +
                $"{correction.Reason}";
        }
    }

    private static IEnumerable<string> Source(SloDefinition definition, SloBudget budget, IReadOnlyCollection<SloDowntime> downtimes)
    {
        switch (definition.Source)
        {
            case IncidentSloSource source:
                var severities = string.Join(" or ", source.Severities.Order().Reverse().Select(severity => severity.Name()));
                var patterns = source.Patterns.IsEmpty ? "" : $" with the pattern {string.Join(" or ", source.Patterns)}";
                yield return $"Bad is the time during which a {severities} incident of {definition.Service}{patterns} was open; several at once " +
                    "count once.";
                foreach (var sentence in Downtimes(budget, downtimes)) yield return sentence;
                break;
            case PrometheusSloSource source:
                yield return $"It comes from Prometheus{(source.UrlRef is { } name ? $" of {name}" : "")}, by these queries:";
                foreach (var (key, query) in source.Queries) yield return $"{key}: {query}";
                break;
            default:
                yield return "It comes from the events that were pushed.";
                break;
        }
    }

    private static IEnumerable<string> Downtimes(SloBudget budget, IReadOnlyCollection<SloDowntime> downtimes)
    {
        var inWindow = downtimes.OrderBy(downtime => downtime.Interval.From).ThenBy(downtime => downtime.IncidentId, StringComparer.Ordinal)
            .Select(downtime => (downtime.IncidentId, Union: DowntimeRules.Union([downtime.Interval], budget.WindowFrom, budget.EvaluatedAt)))
            .Where(downtime => !downtime.Union.IsEmpty).ToList();
        if (inWindow.Count == 0) yield return "There was none in the window.";
        foreach (var (id, union) in inWindow.Take(MostDowntimes))
        {
            yield return $"{id}: {SloWords.At(union[0].From)} to {SloWords.At(union[0].Until!.Value)}, " +
                $"{SloWords.Minutes(DowntimeRules.Minutes(union, []))}.";
        }
        if (inWindow.Count > MostDowntimes) yield return $"And {inWindow.Count - MostDowntimes} more.";
    }

    private static IEnumerable<string> Used(SloDefinition definition, SloBudget budget)
    {
        if (budget.Data is SloDataState.None) yield return "There was nothing in the whole window, so nobody knows how it stands.";
        else if (definition.Source is not IncidentSloSource && budget.Amount is { Ratio: { } ratio } amount)
        {
            var minutes = Math.Max(0, budget.AgeMinutes - budget.ExcludedMinutes);
            var counts = definition.Source is PrometheusSloSource { ErrorRatioQuery: not null }
                ? "" : $"{SloWords.Count(amount.Bad)} of {SloWords.Count(amount.Total)} were bad, ";
            yield return $"{counts}{SloWords.Number(Math.Round(100 * ratio, 4))} %: of {SloWords.Minutes(minutes)} as much as " +
                $"{SloWords.Minutes(budget.ConsumedMinutes)} of nothing but failures.";
        }
        yield return $"Used are {SloWords.Minutes(budget.ConsumedMinutes)}, left are {SloWords.Minutes(budget.RemainingMinutes)}, " +
            $"{SloWords.Percent(budget.RemainingPercent)} of the budget.";
        if (budget.Uncorrected is { } all)
        {
            yield return $"Without corrections {SloWords.Minutes(all.ConsumedMinutes)} would be used and " +
                $"{SloWords.Minutes(all.RemainingMinutes)} left, {SloWords.Percent(all.RemainingPercent)}.";
        }
    }

    private static IEnumerable<string> Speed(SloDefinition definition, SloBudget budget)
    {
        if (budget.BurnRate is not { } burn)
        {
            yield return "In the last hour there was nothing, so nobody knows how fast it burns.";
            yield break;
        }
        yield return $"In the last hour {SloWords.Number(Math.Round(100 * burn * definition.ErrorShare, 4))} % was bad. That burns the budget " +
            $"{SloWords.Burn(burn)}; at 1x it would last exactly its window.";
        yield return budget.TimeToExhaustionHours switch
        {
            null => "At this speed it lasts for ever.",
            0 => "Nothing is left of it.",
            { } hours => $"At this speed what is left lasts {SloWords.Number(SloRounding.Hours(hours))} h.",
        };
    }

    private static IEnumerable<string> Tiers(SloDefinition definition, SloBudget budget)
    {
        foreach (var tier in budget.Burns)
        {
            var state = budget.FiringTiers.Where(mark => mark.Tier == tier.Tier).Select(mark => (bool?)mark.IsHeld).FirstOrDefault();
            var does = state is false ? "fires" : state is true ? "is held" : "is quiet";
            yield return $"{tier.Tier.Name()} {does}: {Side(tier.LongBurn, tier.LongMinutes)} and {Side(tier.ShortBurn, tier.ShortMinutes)}; " +
                $"it fires when both are at {SloWords.Number(tier.Factor)}x or more" +
                (state is true ? $", and there were fewer than {definition.Alerting.MinEvents} events and than 3 bad ones." : ".");
        }
        foreach (var tier in TierRules.Unreachable(definition))
            yield return $"{tier.Tier.Name()} can never fire: all of it bad would burn {SloWords.Burn(1 / definition.ErrorShare)}, below its " +
                $"{SloWords.Number(tier.Factor)}x.";
    }

    private static string Side(double? burn, int minutes) =>
        $"{(burn is { } known ? SloWords.Burn(known) : "nothing known")} over {SloWords.Lookback(minutes)}";

    private static string Level(SloDefinition definition, SloBudget budget) => $"So it is {budget.Level.Name()}" + (budget switch
    {
        { IsAbsent: true } => $"; there has been no data for more than {definition.Alerting.AbsentAfterMinutes} minutes.",
        { Data: SloDataState.Stale } => "; the source could not be asked, and these are its last answers.",
        _ => ".",
    });
}

using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Api.Slos;

public sealed record SloListResponse(IReadOnlyList<SloResponse> Slos, int Count)
{
    /// <summary>Labels of which not all values have SLOs; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Warnings { get; init; }
}

/// <param name="Target">The share that must be good.</param>
/// <param name="LatencyThresholdMs">Of latency only.</param>
/// <param name="LatencyPercentile">Of latency only.</param>
public sealed record SloResponse(
    string Name, string Service, double Target, double TargetPercent, int WindowDays, string Indicator,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LatencyThresholdMs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LatencyPercentile = null)
{
    public static SloResponse From(SloDefinition slo) => new(
        slo.Name, slo.Service, slo.Target, slo.TargetPercent, slo.Window.Days, SloDetailResponse.NameOf(slo.Indicator), slo.LatencyThresholdMs,
        slo.LatencyPercentile);
}

/// <param name="WindowType">rolling or calendar.</param>
/// <param name="Source">Where it learns what was bad.</param>
/// <param name="Alerting">When it opens incidents.</param>
public sealed record SloDetailResponse(
    string Name, string Service, double Target, double TargetPercent, int WindowDays, string Indicator, string WindowType, SloSourceBody Source,
    SloAlertingBody Alerting, string? Description, string? GroupBy)
{
    /// <summary>Of latency only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? LatencyThresholdMs { get; init; }

    /// <summary>Of latency only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? LatencyPercentile { get; init; }

    /// <summary>Of a calendar window only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public SloCalendarBody? Calendar { get; init; }

    /// <summary>What of it is perhaps not meant, such as values of the label that have no SLO; absent when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Warnings { get; init; }

    public static SloDetailResponse From(SloDefinition slo) => new(
        slo.Name, slo.Service, slo.Target, slo.TargetPercent, slo.Window.Days, NameOf(slo.Indicator),
        slo.Window.IsRolling ? "rolling" : "calendar", SourceOf(slo.Source),
        new([.. slo.Alerting.Tiers.Select(tier => tier.Name())], slo.Alerting.MinEvents, slo.Alerting.AbsentAfterMinutes), slo.Description,
        slo.GroupBy)
    {
        LatencyThresholdMs = slo.LatencyThresholdMs,
        LatencyPercentile = slo.LatencyPercentile,
        Calendar = slo.Window.Unit is { } unit ? new(unit.ToString().ToLowerInvariant(), slo.Window.TimeZone) : null,
    };

    internal static string NameOf(SloIndicator indicator) => indicator is SloIndicator.Latency ? "latency" : "availability";

    private static SloSourceBody SourceOf(SloSource source) => source switch
    {
        IncidentSloSource incidents => new(
            source.Type, Severities: [.. incidents.Severities.Select(severity => severity.Name())], Patterns: incidents.Patterns),
        PrometheusSloSource prometheus => new(
            source.Type, UrlRef: prometheus.UrlRef, ErrorQuery: prometheus.ErrorQuery, GoodQuery: prometheus.GoodQuery,
            TotalQuery: prometheus.TotalQuery, ErrorRatioQuery: prometheus.ErrorRatioQuery),
        _ => new(source.Type),
    };
}

/// <param name="Slos">As they are now.</param>
/// <param name="Created">None of them was there before.</param>
/// <param name="Warnings">What is allowed and perhaps not meant, such as a tier that can never fire.</param>
public sealed record SloPutResponse(IReadOnlyList<SloDetailResponse> Slos, int Count, bool Created, IReadOnlyList<string> Warnings);

/// <param name="BudgetRemainingMinutes">Below zero when more was burnt than there was.</param>
/// <param name="BurnRate">Over the last hour: at 1 the budget lasts exactly its window. Null: nothing is known.</param>
/// <param name="TimeToExhaustionHours">At the burn of the last hour; null: never, or nobody knows.</param>
/// <param name="AlertLevel">ok, no_data, warning, high, critical or exhausted.</param>
/// <param name="BudgetBasis">
/// incident_minutes; else events or prometheus, and then minutes are the share of bad events of the time for which it has existed.
/// </param>
/// <param name="Data">ok, stale when the source cannot be asked, none when there was nothing in the window.</param>
/// <param name="FiringTiers">Those that fire, and those that are held for want of events.</param>
/// <param name="Sli">The share that was good; null: nothing is known.</param>
/// <param name="Uncorrected">As if there were no corrections; null where there are none.</param>
/// <param name="SourceProblem">What is wrong with the source; null: nothing.</param>
/// <param name="WhatIf">It is not as it is defined, but as it was asked for.</param>
public sealed record SloBudgetResponse(
    string SloName, double Target, int WindowDays, double BudgetTotalMinutes, double BudgetConsumedMinutes, double BudgetRemainingMinutes,
    double BudgetRemainingPercent, double? BurnRate, double? TimeToExhaustionHours, string AlertLevel, string BudgetBasis, string Data,
    DateTimeOffset EvaluatedAt, IReadOnlyList<FiringTierResponse> FiringTiers, double? Sli, UncorrectedBudgetResponse? Uncorrected,
    string? SourceProblem, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WhatIf = false)
{
    public static SloBudgetResponse From(SloReport report, bool whatIf)
    {
        var budget = report.Budget;
        return new(
            budget.SloName, budget.Target, budget.WindowDays, SloRounding.Minutes(budget.TotalMinutes), SloRounding.Minutes(budget.ConsumedMinutes),
            SloRounding.Minutes(budget.RemainingMinutes), SloRounding.Percent(budget.RemainingPercent), SloRounding.Burn(budget.BurnRate),
            SloRounding.Hours(budget.TimeToExhaustionHours), budget.Level.Name(), budget.Basis,
            budget.Data switch { SloDataState.Ok => "ok", SloDataState.Stale => "stale", _ => "none" }, budget.EvaluatedAt,
            [.. budget.FiringTiers.Select(mark => FiringTierResponse.From(mark, report))], SloRounding.Share(budget.Sli),
            budget.Uncorrected is { } all
                ? new(SloRounding.Minutes(all.ConsumedMinutes), SloRounding.Minutes(all.RemainingMinutes), SloRounding.Percent(all.RemainingPercent))
                : null,
            report.Problem, whatIf);
    }
}

/// <param name="Tier">page_fast, page_slow, ticket_fast or ticket_slow.</param>
/// <param name="State">firing or held.</param>
/// <param name="Since">When that began.</param>
public sealed record FiringTierResponse(string Tier, string State, DateTimeOffset? Since)
{
    public static FiringTierResponse From(SloTierMark mark, SloReport report)
    {
        var state = report.Tiers.FirstOrDefault(tier => tier.Tier == mark.Tier);
        return new(mark.Tier.Name(), mark.IsHeld ? "held" : "firing", mark.IsHeld ? state?.HeldSince : state?.FiringSince);
    }
}

public sealed record UncorrectedBudgetResponse(double BudgetConsumedMinutes, double BudgetRemainingMinutes, double BudgetRemainingPercent);

/// <param name="Explanation">Sentence by sentence.</param>
/// <param name="Downtimes">Of the source incidents: those that count in the window.</param>
public sealed record SloExplanationResponse(
    string SloName, DateTimeOffset EvaluatedAt, IReadOnlyList<string> Explanation, IReadOnlyList<SloDowntimeResponse> Downtimes)
{
    public static SloExplanationResponse From(SloDefinition slo, SloReport report) => new(
        slo.Name, report.Budget.EvaluatedAt, SloExplanationRules.Of(slo, report.Budget, report.Downtimes, report.Corrections, report.Changes),
        [.. report.Downtimes.Where(one => one.Interval.Until is not { } end || end > report.Budget.WindowFrom)
            .Select(one => new SloDowntimeResponse(one.IncidentId, one.Interval.From, one.Interval.Until))]);
}

/// <param name="Until">Null: it is open.</param>
public sealed record SloDowntimeResponse(string IncidentId, DateTimeOffset From, DateTimeOffset? Until);

/// <param name="Accepted">Minutes that count, or were known already.</param>
/// <param name="Repeated">The batch was known already.</param>
public sealed record SloEventsResponse(int Accepted, bool Repeated);

/// <param name="Step">From one point to the next.</param>
/// <param name="Points">Each at the end of its step, oldest first.</param>
public sealed record SloHistoryResponse(
    string SloName, DateTimeOffset From, DateTimeOffset To, string Step, IReadOnlyList<SloPointResponse> Points, int Count);

/// <param name="BudgetRemainingPercent">Null: nothing is known.</param>
/// <param name="Bad">In the step: events, or minutes of incidents; null: nothing.</param>
/// <param name="Total">Of as many.</param>
/// <param name="Burn">By tier, over its long look-back.</param>
public sealed record SloPointResponse(
    DateTimeOffset At, double? BudgetRemainingPercent, double? BudgetRemainingMinutes, double? Bad, double? Total,
    IReadOnlyDictionary<string, double?> Burn)
{
    public static SloPointResponse From(SloPoint point) => new(
        point.At, point.RemainingPercent is { } percent ? SloRounding.Percent(percent) : null,
        point.RemainingMinutes is { } minutes ? SloRounding.Minutes(minutes) : null,
        point.Amount is { } bad ? Math.Round(bad.Bad, 3, MidpointRounding.AwayFromZero) : null,
        point.Amount is { } all ? Math.Round(all.Total, 3, MidpointRounding.AwayFromZero) : null,
        point.Burns.ToDictionary(burn => burn.Tier.Name(), burn => SloRounding.Burn(burn.LongBurn)));
}

public sealed record CorrectionListResponse(IReadOnlyList<CorrectionResponse> Corrections, int Count);

public sealed record CorrectionResponse(
    string Id, DateTimeOffset From, DateTimeOffset Until, string Reason, string Author, DateTimeOffset CreatedAt)
{
    public static CorrectionResponse Of(Correction correction) => new(
        correction.Id, correction.From, correction.Until, correction.Reason, correction.Author, correction.CreatedAt);
}

using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;

namespace AiSre.Api.History;

/// <param name="Workspace">Its display name.</param>
public sealed record ForecastResponse(
    DateTimeOffset GeneratedAt, int AnalysisPeriodHours, string Workspace, string WorkspaceId, int TotalForecasts, int CriticalCount, int HighCount,
    IReadOnlyList<ForecastItem> Forecasts, IncidentRateSummary IncidentRateSummary, MetricsState Metrics)
{
    public static ForecastResponse From(CapacityForecast forecast, string workspaceId, string workspace, DateTimeOffset now) => new(
        now, CapacityRules.Hours, workspace, workspaceId, forecast.Risks.Length, forecast.Risks.Count(risk => risk.Level is RiskLevel.Critical),
        forecast.Risks.Count(risk => risk.Level is RiskLevel.High), [.. forecast.Risks.Select(ForecastItem.From)],
        new(forecast.PerHour, forecast.Total, CapacityRules.Hours), new(forecast.MetricsProblem is null, forecast.MetricsProblem));
}

/// <param name="Used">What memory and disks do counts too.</param>
/// <param name="Reason">Why not.</param>
public sealed record MetricsState(bool Used, string? Reason);

/// <param name="Trend">increasing, steady or decreasing.</param>
/// <param name="Resource">What fills up by its metrics, <c>memory</c> or <c>disk</c>; null: nothing, or nobody knows.</param>
/// <param name="HoursToLimit">Until it is full at the pace of the last 24 hours; 0: it is.</param>
/// <param name="UsedShare">0 to 1.</param>
public sealed record ForecastItem(
    string Service, string RiskLevel, string Signal, string Recommendation, int Incidents, string Trend, IReadOnlyList<string> Patterns,
    string? Resource, double? HoursToLimit, double? UsedShare)
{
    public static ForecastItem From(CapacityRisk risk) =>
        new(risk.Service, risk.Level.Name(), risk.Signal, risk.Recommendation, risk.Incidents, risk.Trend, risk.Patterns, risk.Usage?.Resource,
            risk.Usage?.HoursToLimit, risk.Usage?.UsedShare);
}

/// <param name="RatePerHour">By the hours since the first incident, where that is less than a day ago.</param>
public sealed record IncidentRateSummary(double RatePerHour, int TotalIncidents, int PeriodHours);

/// <param name="Healthy">No signal is high or critical.</param>
public sealed record DriftResponse(
    DateTimeOffset GeneratedAt, string Workspace, string WorkspaceId, IReadOnlyList<DriftItem> DriftSignals, int SignalCount, bool Healthy,
    DriftRates Rates)
{
    public static DriftResponse From(DriftReport report, string workspaceId, string workspace, DateTimeOffset now) => new(
        now, workspace, workspaceId, [.. report.Signals.Select(DriftItem.From)], report.Signals.Length, report.Healthy,
        new(report.LastHour, report.PerHour));
}

public sealed record DriftItem(string Type, string Severity, string Detail, string Recommendation)
{
    public static DriftItem From(DriftSignal signal) => new(signal.Type, signal.Severity.Name(), signal.Detail, signal.Recommendation);
}

/// <summary>Incidents an hour.</summary>
public sealed record DriftRates(
    [property: JsonPropertyName("last_1h")] double LastHour,
    [property: JsonPropertyName("last_24h")] double LastDay);

public sealed record ProfilesResponse(DateTimeOffset GeneratedAt, IReadOnlyList<ProfileResponse> Services, int Count);

/// <param name="RepeatRate">Which share had one of the same kind within the 7 days before.</param>
/// <param name="RiskAssessment">low, medium, high or critical.</param>
/// <param name="RiskScore">What that comes of, 0 to 1.</param>
public sealed record ProfileResponse(
    string Service, int TotalIncidents, IReadOnlyList<string> TopFailurePatterns, string MostCommonSeverity, double RepeatRate, string RiskAssessment,
    double RiskScore, int IncidentsLast7Days)
{
    public static ProfileResponse From(ServiceProfile profile) => new(
        profile.Service, profile.TotalIncidents, profile.TopPatterns, profile.Severity.Name(), profile.RepeatRate, profile.Risk.Name(), profile.Score,
        profile.LastWeek);
}

using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;

namespace AiSre.Api.History;

/// <param name="MttaMinutes">Until somebody answered, on average; null of none.</param>
/// <param name="MttrMinutes">Until it was over, on average; null of none.</param>
/// <param name="AlertsReceived">How often the alerts of these incidents fired.</param>
/// <param name="DedupRate">Which share of the alerts opened nothing.</param>
/// <param name="NoiseReductionPercent">Which part of the alerts opened no problem of its own.</param>
public sealed record MetricsExport(
    DateTimeOffset GeneratedAt, int PeriodDays, ExportedIncidents Incidents, double? MttaMinutes, double? MttrMinutes, MinuteStatistics Mtta,
    MinuteStatistics Mttr, long AlertsReceived, double DedupRate, double NoiseReductionPercent, ExportedActions Actions, ExportedDiagnosis Diagnosis,
    IReadOnlyList<ExportedService> ByService)
{
    public static MetricsExport From(HistoryMetrics metrics, int days, DateTimeOffset now) => new(
        now, days,
        new(
            metrics.All.Incidents, metrics.Open, metrics.Acknowledged, metrics.Resolved, metrics.All.Children, metrics.All.Pages,
            Enum.GetValues<Severity>().ToDictionary(severity => severity.Name(), severity => metrics.BySeverity[(int)severity])),
        metrics.All.ToRespond.Mean, metrics.All.ToResolve.Mean, metrics.All.ToRespond, metrics.All.ToResolve, metrics.AlertsReceived,
        Math.Round(metrics.DedupRate, 3), Math.Round(100 * metrics.NoiseReduction, 1), new(metrics.All.Actions),
        new(metrics.Classified, metrics.All.Incidents - metrics.Classified), [.. metrics.ByService.Select(ExportedService.From)]);
}

public sealed record ExportedIncidents(
    int Total, int Open, int Acknowledged, int Resolved, int Children, int Pages, IReadOnlyDictionary<string, int> BySeverity);

public sealed record ExportedActions(int Executed);

/// <param name="PatternKnown">Incidents whose failure pattern is known.</param>
/// <param name="PatternUnknown">The others.</param>
public sealed record ExportedDiagnosis(int PatternKnown, int PatternUnknown);

public sealed record ExportedService(
    string Service, int Incidents, int Children, int Critical, int Pages, int Actions, double? MttaMinutes, double? MttrMinutes,
    [property: JsonPropertyName("mttr_p95_minutes")] double? SlowMinutes)
{
    public static ExportedService From(ServiceMetrics service) => new(
        service.Service, service.Incidents, service.Children, service.Critical, service.Pages, service.Actions, service.ToRespond.Mean,
        service.ToResolve.Mean, service.ToResolve.P95);
}

public sealed record QualityResponse(DateTimeOffset GeneratedAt, int PeriodDays, IReadOnlyList<QualityItem> Rules, int Count);

/// <param name="Name">The rule's name, else what the titles have in common.</param>
/// <param name="ActedOnShare">Which share a person answered, or something was done about.</param>
/// <param name="Repeats">Incidents that came within 7 days of another one of the same rule and service.</param>
/// <param name="NightMinutes">Minutes between 22:00 and 07:00, by the clock of whoever was paged, in which nobody had answered yet.</param>
/// <param name="Proposal">One thing to do about it.</param>
public sealed record QualityItem(
    string Source, string Name, int Incidents, int Pages, double ActedOnShare, int EndedByThemselves, int Repeats, int NightMinutes, string Proposal)
{
    public static QualityItem From(AlertQuality rule) => new(
        rule.Source, rule.Name, rule.Incidents, rule.Pages, rule.ActedOn, rule.EndedByThemselves, rule.Repeats, rule.NightMinutes, rule.Proposal);
}

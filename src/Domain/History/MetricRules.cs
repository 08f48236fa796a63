using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.History;

/// <summary>
/// How a workspace did over a time: how many incidents, how soon somebody answered, how soon they were over (docs/intelligence.md). Times are those
/// of problems, so children are left out of them.
/// </summary>
public static class MetricRules
{
    /// <summary>Services that are listed, those with the most incidents.</summary>
    private const int MostServices = 1_000;

    /// <param name="inOrder">Oldest first.</param>
    /// <param name="from">Incidents born then or later.</param>
    /// <param name="now">And until then.</param>
    public static HistoryMetrics Of(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset from, DateTimeOffset now)
    {
        var period = inOrder.Within(from, now).ToList();
        return new()
        {
            All = Of("", period),
            Open = period.Count(incident => incident.Phase is IncidentPhase.Open),
            Acknowledged = period.Count(incident => incident.Phase is IncidentPhase.Acknowledged),
            Resolved = period.Count(incident => incident.IsResolved),
            Classified = period.Count(incident => incident.Pattern != FailurePatterns.Unknown),
            BySeverity = [.. Enum.GetValues<Severity>().Select(severity => period.Count(incident => incident.Severity == severity))],
            ByService =
            [
                .. period.Where(incident => incident.Service is not null).GroupBy(incident => incident.Service!)
                    .Select(own => Of(own.Key, [.. own])).OrderByDescending(service => service.Incidents)
                    .ThenBy(service => service.Service, StringComparer.Ordinal).Take(MostServices),
            ],
        };
    }

    /// <summary>Of minutes, with one decimal; the 95th percentile is a value that was measured (nearest rank).</summary>
    public static MinuteStatistics Statistics(IEnumerable<TimeSpan?> times)
    {
        var minutes = times.OfType<TimeSpan>().Select(time => time.TotalMinutes).Order().ToList();
        if (minutes.Count == 0) return new(null, null, null, 0);
        var rank = (int)Math.Ceiling(0.95 * minutes.Count) - 1;
        return new(Rounded(minutes.Average()), Rounded(minutes.Median()!.Value), Rounded(minutes[rank]), minutes.Count);
    }

    private static ServiceMetrics Of(string service, List<RememberedIncident> own)
    {
        var problems = own.Where(incident => incident.ParentId is null).ToList();
        return new()
        {
            Service = service,
            Incidents = own.Count,
            Children = own.Count - problems.Count,
            Critical = own.Count(incident => incident.Severity is Severity.Critical),
            Pages = own.Sum(incident => incident.Pages.Length),
            Actions = own.Sum(incident => incident.Actions),
            ToRespond = Statistics(problems.Select(incident => incident.TimeToRespond)),
            ToResolve = Statistics(problems.Select(incident => incident.TimeToResolve)),
        };
    }

    private static double Rounded(double minutes) => Math.Round(minutes, 1, MidpointRounding.AwayFromZero);
}

/// <param name="Mean">Null of none.</param>
/// <param name="Count">How many were measured.</param>
[GenerateSerializer, Immutable, Alias("aisre.minute-statistics")]
public sealed record MinuteStatistics(
    [property: Id(0)] double? Mean, [property: Id(1)] double? Median, [property: Id(2)] double? P95, [property: Id(3)] int Count);

/// <summary>Counts over the incidents of a time.</summary>
[GenerateSerializer, Immutable, Alias("aisre.history-metrics")]
public sealed record HistoryMetrics
{
    /// <summary>Of all services together, and of what is about none.</summary>
    [Id(0)] public required ServiceMetrics All { get; init; }

    [Id(1)] public required int Open { get; init; }
    [Id(2)] public required int Acknowledged { get; init; }
    [Id(3)] public required int Resolved { get; init; }

    /// <summary>Incidents whose failure pattern is known.</summary>
    [Id(4)] public required int Classified { get; init; }

    /// <summary>From info to critical.</summary>
    [Id(5)] public required ImmutableArray<int> BySeverity { get; init; }

    /// <summary>Those with the most first.</summary>
    [Id(6)] public required ImmutableArray<ServiceMetrics> ByService { get; init; }

    /// <summary>How often the alerts of these incidents fired.</summary>
    [Id(7)] public long AlertsReceived { get; init; }

    /// <summary>Which share of the alerts opened nothing; 0 of none.</summary>
    public double DedupRate => Share(All.Incidents);

    /// <summary>Which share of the alerts opened no problem of its own.</summary>
    public double NoiseReduction => Share(All.Incidents - All.Children);

    private double Share(int opened) => AlertsReceived == 0 ? 0 : Math.Max(0, 1 - (opened / (double)AlertsReceived));
}

/// <summary>Counts over the incidents of one service.</summary>
[GenerateSerializer, Immutable, Alias("aisre.service-metrics")]
public sealed record ServiceMetrics
{
    [Id(0)] public required string Service { get; init; }
    [Id(1)] public required int Incidents { get; init; }
    [Id(2)] public required int Children { get; init; }
    [Id(3)] public required int Critical { get; init; }
    [Id(4)] public required int Pages { get; init; }

    /// <summary>Executed ones.</summary>
    [Id(5)] public required int Actions { get; init; }

    [Id(6)] public required MinuteStatistics ToRespond { get; init; }
    [Id(7)] public required MinuteStatistics ToResolve { get; init; }
}

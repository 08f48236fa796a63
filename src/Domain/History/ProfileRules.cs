using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>What the last 30 days say about a service (docs/intelligence.md).</summary>
public static class ProfileRules
{
    private const int MostPatterns = 5;

    private static readonly TimeSpan Period = TimeSpan.FromDays(30);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Those with the highest risk first.</summary>
    /// <param name="inOrder">Oldest first, and of longer ago than a month, or a repeat is not known for one.</param>
    /// <param name="now">The end of the 30 days.</param>
    /// <param name="service">Only this one; null: all.</param>
    public static ProfileReport Report(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset now, string? service = null)
    {
        var own = inOrder.Within(now - Period - Week, now)
            .Where(incident => incident.Service is not null && (service is null || incident.Service == service));
        var profiles = own.GroupBy(incident => incident.Service!).Select(all => Of(all.Key, [.. all], now)).OfType<ServiceProfile>();
        return new(
        [
            .. profiles.OrderByDescending(profile => profile.Score).ThenByDescending(profile => profile.TotalIncidents)
                .ThenBy(profile => profile.Service, StringComparer.Ordinal),
        ]);
    }

    /// <summary>How likely the next one is, from 0 to 1.</summary>
    /// <param name="repeatRate">Which share were repeats.</param>
    /// <param name="lastWeek">How many there were in 7 days.</param>
    /// <param name="criticalShare">Which share were critical.</param>
    public static double Risk(double repeatRate, int lastWeek, double criticalShare) =>
        (0.4 * repeatRate) + (0.3 * Math.Min(1, lastWeek / 10.0)) + (0.3 * criticalShare);

    public static RiskLevel LevelOf(double risk) => Math.Round(risk, 6) switch
    {
        >= 0.85 => RiskLevel.Critical,
        >= 0.60 => RiskLevel.High,
        >= 0.30 => RiskLevel.Medium,
        _ => RiskLevel.Low,
    };

    /// <summary>Which share had an earlier incident of the same kind within the 7 days before; 0 of none.</summary>
    /// <param name="all">Of one service, oldest first, with those of the week before the first that counts.</param>
    /// <param name="from">What is older only makes others repeats.</param>
    public static double RepeatRate(IReadOnlyList<RememberedIncident> all, DateTimeOffset from)
    {
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var (counted, repeats) = (0, 0);
        foreach (var incident in all)
        {
            if (incident.CreatedAt >= from)
            {
                counted++;
                if (last.TryGetValue(incident.Kind, out var before) && incident.CreatedAt - before <= Week) repeats++;
            }
            last[incident.Kind] = incident.CreatedAt;
        }
        return counted == 0 ? 0 : repeats / (double)counted;
    }

    private static ServiceProfile? Of(string service, List<RememberedIncident> all, DateTimeOffset now)
    {
        var month = all.Where(incident => incident.CreatedAt >= now - Period).ToList();
        if (month.Count == 0) return null;
        var repeats = RepeatRate(all, now - Period);
        var critical = month.Count(incident => incident.Severity is Severity.Critical) / (double)month.Count;
        var lastWeek = month.Count(incident => incident.CreatedAt >= now - Week);
        var risk = Risk(repeats, lastWeek, critical);
        return new()
        {
            Service = service,
            TotalIncidents = month.Count,
            LastWeek = lastWeek,
            TopPatterns =
            [
                .. month.Where(incident => incident.Pattern != FailurePatterns.Unknown).GroupBy(incident => incident.Pattern)
                    .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Take(MostPatterns)
                    .Select(same => same.Key),
            ],
            Severity = month.CountBy(incident => incident.Severity).MaxBy(same => (same.Value, same.Key)).Key,
            RepeatRate = Math.Round(repeats, 2, MidpointRounding.AwayFromZero),
            Score = Math.Round(risk, 2, MidpointRounding.AwayFromZero),
            Risk = LevelOf(risk),
        };
    }
}

[GenerateSerializer, Immutable, Alias("aisre.profile-report")]
public sealed record ProfileReport([property: Id(0)] ImmutableArray<ServiceProfile> Services);

/// <summary>How a service fails.</summary>
[GenerateSerializer, Immutable, Alias("aisre.service-profile")]
public sealed record ServiceProfile
{
    [Id(0)] public required string Service { get; init; }
    [Id(1)] public required int TotalIncidents { get; init; }

    /// <summary>Of the last 7 days.</summary>
    [Id(2)] public required int LastWeek { get; init; }

    /// <summary>At most five, the most frequent first.</summary>
    [Id(3)] public required ImmutableArray<string> TopPatterns { get; init; }

    /// <summary>The most common; of equals the worse.</summary>
    [Id(4)] public required Severity Severity { get; init; }

    [Id(5)] public required double RepeatRate { get; init; }

    /// <summary>0 to 1.</summary>
    [Id(6)] public required double Score { get; init; }

    [Id(7)] public required RiskLevel Risk { get; init; }
}

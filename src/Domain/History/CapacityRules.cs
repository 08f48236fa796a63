using System.Collections.Immutable;

namespace AiSre.Domain.History;

/// <summary>
/// Which services are about to run out of something, by how often that has already hurt: incidents of capacity patterns within a day, and whether its
/// second half was worse than its first (docs/intelligence.md). Children count; repeats of one alert are one incident.
/// </summary>
public static class CapacityRules
{
    public const int Hours = 24;

    /// <summary>So many services can be looked at by a person, if that; names of services come from senders.</summary>
    private const int Most = 200;

    private static readonly TimeSpan Period = TimeSpan.FromHours(Hours);

    /// <param name="inOrder">Oldest first.</param>
    /// <param name="now">The end of the day that is looked at.</param>
    /// <param name="usage">What fills up, by metrics; none where none are connected.</param>
    public static CapacityForecast Forecast(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset now, ImmutableArray<UsageRisk> usage = default)
    {
        var lately = inOrder.Within(now - Period, now).ToList();
        var ofIncidents = lately.Where(incident => incident.Service is not null && PatternAdvice.IsCapacity(incident))
            .GroupBy(incident => incident.Service!).Select(own => Of(own.Key, [.. own], now)).OfType<CapacityRisk>();
        var forecasts = WithUsage(ofIncidents, usage.IsDefault ? [] : usage)
            .OrderByDescending(risk => risk.Level).ThenByDescending(risk => risk.Incidents).ThenBy(risk => risk.Service, StringComparer.Ordinal)
            .ToList();
        return new([.. forecasts.Take(Most)], lately.Count, Math.Round(lately.Count / Observed(inOrder, now), 2, MidpointRounding.AwayFromZero));
    }

    /// <summary>What incidents and metrics say of the same service is one risk, at the worse level.</summary>
    private static IEnumerable<CapacityRisk> WithUsage(IEnumerable<CapacityRisk> ofIncidents, ImmutableArray<UsageRisk> usage)
    {
        var fills = usage.GroupBy(risk => risk.Service, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First());
        foreach (var risk in ofIncidents)
        {
            if (!fills.Remove(risk.Service, out var full)) yield return risk;
            else yield return risk with { Level = Worse(risk.Level, full.Level), Signal = $"{risk.Signal}; {full.Signal}", Usage = full };
        }

        foreach (var full in fills.Values)
        {
            yield return new()
            {
                Service = full.Service, Level = full.Level, Incidents = 0, Trend = "increasing", Patterns = [full.Pattern], Signal = full.Signal,
                Recommendation = PatternAdvice.Of(full.Pattern).Recommendation, Usage = full,
            };
        }
    }

    private static RiskLevel Worse(RiskLevel one, RiskLevel other) => one > other ? one : other;

    public static RiskLevel LevelOf(int incidents, bool increasing) =>
        incidents >= 8 || (incidents >= 5 && increasing) ? RiskLevel.Critical
        : incidents >= 5 || (incidents >= 3 && increasing) ? RiskLevel.High
        : incidents >= 2 ? RiskLevel.Medium : RiskLevel.Low;

    /// <summary>Whether a count is worse than an earlier one: by two, and by half.</summary>
    public static bool IsMore(int later, int earlier) => later >= earlier + 2 && later >= 1.5 * earlier;

    /// <summary>Null for what is not worth a line.</summary>
    private static CapacityRisk? Of(string service, List<RememberedIncident> own, DateTimeOffset now)
    {
        var later = own.Count(incident => incident.CreatedAt >= now - (Period / 2));
        var earlier = own.Count - later;
        var level = LevelOf(own.Count, IsMore(later, earlier));
        if (level == RiskLevel.Low) return null;
        var trend = IsMore(later, earlier) ? "increasing" : IsMore(earlier, later) ? "decreasing" : "steady";
        // The most frequent pattern gives the advice; it gives its name only when it is the only one.
        var patterns = own.GroupBy(incident => incident.Pattern).OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Key).ToImmutableArray();
        var name = patterns.Length == 1 ? PatternAdvice.Of(patterns[0]).Name : "capacity";
        return new()
        {
            Service = service, Level = level, Incidents = own.Count, Trend = trend, Patterns = patterns,
            Signal = FormattableString.Invariant($"{own.Count} {name} incidents in {Hours}h, {trend} trend"),
            Recommendation = PatternAdvice.Of(patterns[0]).Recommendation,
        };
    }

    /// <summary>Hours over which there was something to see: a day, but since the first incident, and at least one.</summary>
    private static double Observed(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset now) =>
        inOrder.Count == 0 ? Hours : Math.Clamp((now - inOrder[0].CreatedAt).TotalHours, 1, Hours);
}

/// <param name="Risks">The worst first.</param>
/// <param name="Total">Incidents of all kinds within the day.</param>
/// <param name="PerHour">How many an hour that were.</param>
/// <param name="MetricsProblem">Why metrics say nothing of it; null: they do.</param>
[GenerateSerializer, Immutable, Alias("aisre.capacity-forecast")]
public sealed record CapacityForecast(
    [property: Id(0)] ImmutableArray<CapacityRisk> Risks, [property: Id(1)] int Total, [property: Id(2)] double PerHour,
    [property: Id(3)] string? MetricsProblem = null);

/// <summary>A service that is about to run out of something.</summary>
[GenerateSerializer, Immutable, Alias("aisre.capacity-risk")]
public sealed record CapacityRisk
{
    [Id(0)] public required string Service { get; init; }
    [Id(1)] public required RiskLevel Level { get; init; }
    [Id(2)] public required int Incidents { get; init; }

    /// <summary>increasing, steady or decreasing.</summary>
    [Id(3)] public required string Trend { get; init; }

    /// <summary>The most frequent first.</summary>
    [Id(4)] public required ImmutableArray<string> Patterns { get; init; }

    /// <summary>All of this in a sentence.</summary>
    [Id(5)] public required string Signal { get; init; }

    [Id(6)] public required string Recommendation { get; init; }

    /// <summary>What fills up first, by metrics; null: nothing does, or nobody knows.</summary>
    [Id(7)] public UsageRisk? Usage { get; init; }
}

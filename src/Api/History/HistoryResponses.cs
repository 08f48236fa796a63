using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Grains.History;

namespace AiSre.Api.History;

/// <param name="Pattern">The failure pattern of the incident itself.</param>
/// <param name="OtherPatterns">What else its words speak of.</param>
public sealed record SimilarResponse(
    string IncidentId, string Pattern, IReadOnlyList<string> OtherPatterns, IReadOnlyList<SimilarItem> SimilarIncidents, int Count)
{
    public static SimilarResponse From(string incidentId, SimilarIncidents similar) => new(
        incidentId, similar.Pattern, similar.OtherPatterns, [.. similar.Incidents.Select(SimilarItem.From)], similar.Incidents.Length);
}

/// <param name="SimilarityScore">0 to 1.</param>
/// <param name="Resolution">How it ended; null while it is open, and where nobody said.</param>
public sealed record SimilarItem(
    string Id, string Title, double SimilarityScore, string Severity, string State, DateTimeOffset CreatedAt, string? Service, string Pattern,
    string? Resolution)
{
    public static SimilarItem From(SimilarIncident similar) => new(
        similar.Id, similar.Title, similar.Score, similar.Severity.Name(), similar.Phase.Name(), similar.CreatedAt, similar.Service, similar.Pattern,
        similar.Resolution);
}

/// <param name="NoiseScore">How often the same came within 7 days.</param>
public sealed record NoisyResponseItem(
    string Id, string Title, string Severity, string State, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, string? Service, int NoiseScore)
{
    public static NoisyResponseItem From(NoisyItem noisy) => new(
        noisy.Incident.Id, noisy.Incident.Title, noisy.Incident.Severity.Name(), noisy.Incident.Phase.Name(), noisy.Incident.CreatedAt,
        noisy.Incident.ResolvedAt, ServiceScope.Of(noisy.Incident.Subject), noisy.Score);
}

public sealed record NoisyResponse(IReadOnlyList<NoisyResponseItem> NoisyIncidents, int Count, double MaxDurationMinutes, string Note)
{
    public static NoisyResponse From(NoisyIncidents noisy, double minutes) => new(
        [.. noisy.Incidents.Select(NoisyResponseItem.From)], noisy.Incidents.Length, minutes,
        "These incidents resolved with no actions -- review alert thresholds.");
}

public sealed record PatternsResponse(
    DateTimeOffset GeneratedAt, int IncidentsAnalyzed, int PatternsFound, int MinOccurrences, IReadOnlyList<PatternCount> Patterns)
{
    public static PatternsResponse From(PatternReport report, int minOccurrences, DateTimeOffset now) =>
        new(now, report.Analyzed, report.Patterns.Length, minOccurrences, report.Patterns);
}

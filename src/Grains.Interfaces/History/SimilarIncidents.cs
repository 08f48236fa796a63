using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.History;

/// <param name="Pattern">The failure pattern of the incident that was asked about.</param>
/// <param name="OtherPatterns">What else its words speak of.</param>
/// <param name="Incidents">The most alike first.</param>
[GenerateSerializer, Immutable, Alias("aisre.similar-incidents")]
public sealed record SimilarIncidents(
    [property: Id(0)] string Pattern, [property: Id(1)] ImmutableArray<string> OtherPatterns,
    [property: Id(2)] ImmutableArray<SimilarIncident> Incidents);

/// <summary>An incident that is like another one.</summary>
[GenerateSerializer, Immutable, Alias("aisre.similar-incident")]
public sealed record SimilarIncident
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Title { get; init; }

    /// <summary>0 to 1, two decimals.</summary>
    [Id(2)] public required double Score { get; init; }

    [Id(3)] public required Severity Severity { get; init; }
    [Id(4)] public required IncidentPhase Phase { get; init; }
    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(6)] public string? Service { get; init; }
    [Id(7)] public required string Pattern { get; init; }

    /// <summary>How it ended, in the words of who resolved it, else the action that helped; null where nobody said.</summary>
    [Id(8)] public string? Resolution { get; init; }
}

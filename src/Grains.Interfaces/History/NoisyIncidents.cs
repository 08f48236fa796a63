using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.History;

/// <param name="Incidents">The newest first.</param>
[GenerateSerializer, Immutable, Alias("aisre.noisy-incidents")]
public sealed record NoisyIncidents([property: Id(0)] ImmutableArray<NoisyItem> Incidents);

/// <param name="Incident">It was over at once.</param>
/// <param name="Score">How often the same came within 7 days.</param>
[GenerateSerializer, Immutable, Alias("aisre.noisy-item")]
public sealed record NoisyItem([property: Id(0)] Incident Incident, [property: Id(1)] int Score);

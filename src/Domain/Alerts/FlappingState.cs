using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>How often one alert changed between open and resolved of late.</summary>
[GenerateSerializer, Immutable, Alias("aisre.flapping-state")]
public sealed record FlappingState
{
    public static readonly FlappingState Calm = new();

    /// <summary>The latest changes, oldest first; no more than decide the question, none older than the flapping window.</summary>
    [Id(0)] public ImmutableArray<DateTimeOffset> Transitions { get; init; } = [];

    [Id(1)] public bool Flapping { get; init; }
}

using System.Collections.Immutable;
using AiSre.Domain.Silences;

namespace AiSre.Grains.Silences;

/// <summary>What a workspace stores of its silences.</summary>
[GenerateSerializer, Immutable, Alias("aisre.silences-state")]
public sealed record SilencesState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>In the order in which they were made.</summary>
    [Id(1)] public ImmutableArray<Silence> Silences { get; init; } = [];
}

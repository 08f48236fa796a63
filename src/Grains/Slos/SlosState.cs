using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Slos;

/// <summary>What is stored of a workspace's objectives.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slos-state")]
public sealed record SlosState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Those that came by the API, in the order of their names.</summary>
    [Id(1)] public ImmutableArray<SloDefinition> Posted { get; init; } = [];

    /// <summary>Names of those that are looked at. One that is defined no more stays until what it has open is resolved.</summary>
    [Id(2)] public ImmutableArray<string> Running { get; init; } = [];

    /// <summary>Of definitions over a label: which values have SLOs.</summary>
    [Id(3)] public ImmutableDictionary<string, SloGroups> Groups { get; init; } = ImmutableDictionary<string, SloGroups>.Empty;
}

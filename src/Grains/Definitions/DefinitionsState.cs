using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>What is stored of a workspace's definitions. The texts of earlier revisions lie beside it, one record each.</summary>
[GenerateSerializer, Alias("aisre.definitions-state")]
public sealed record DefinitionsState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Higher with every write.</summary>
    [Id(1)] public long Stamp { get; init; } = 1;

    /// <summary>Oldest first, the last is in force.</summary>
    [Id(2)] public ImmutableArray<DefinitionsRevision> Revisions { get; init; } = [];

    /// <summary>Of the revision in force.</summary>
    [Id(3)] public ImmutableArray<DefinitionDocument> Documents { get; init; } = [];

    /// <summary>The files that decide; empty when the API does.</summary>
    [Id(4)] public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Oldest first, those that were removed too, for those who ask about the past.</summary>
    [Id(5)] public ImmutableArray<StoredOverride> Overrides { get; init; } = [];

    [Id(6)] public RefusedDefinitions? Refused { get; init; }

    public DefinitionsRevision? Current => Revisions.IsEmpty ? null : Revisions[^1];
}

/// <summary>The texts of one revision.</summary>
[GenerateSerializer, Alias("aisre.definitions-texts")]
public sealed record DefinitionsTexts
{
    /// <summary>The kind of their documents.</summary>
    public const string Kind = "definitions-texts";

    [Id(0)] public ImmutableArray<DefinitionDocument> Documents { get; init; } = [];
}

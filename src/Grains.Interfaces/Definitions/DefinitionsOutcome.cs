using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>What became of definitions that were put.</summary>
[GenerateSerializer, Immutable, Alias("aisre.definitions-outcome")]
public sealed record DefinitionsOutcome
{
    [Id(0)] public required DefinitionsResult Result { get; init; }

    /// <summary>The revision in force now.</summary>
    [Id(1)] public int Revision { get; init; }

    /// <summary>Everything that is wrong, when it is.</summary>
    [Id(2)] public ImmutableArray<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>The files that decide, when the API may not.</summary>
    [Id(3)] public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>What the documents define, when nothing is wrong.</summary>
    [Id(4)] public DefinitionsSummary? Summary { get; init; }

    /// <summary>For each severity which policy counts, when nothing is wrong.</summary>
    [Id(5)] public ImmutableArray<string> Paging { get; init; } = [];

    /// <summary>What is allowed and perhaps not meant, above all who would not be told.</summary>
    [Id(6)] public ImmutableArray<string> Warnings { get; init; } = [];
}

public enum DefinitionsResult
{
    /// <summary>In force; for a check: it would be.</summary>
    Accepted = 0,

    /// <summary>The same as what is in force.</summary>
    Unchanged = 1,

    /// <summary>Something is wrong; what was in force stays so.</summary>
    Wrong = 2,

    /// <summary>The workspace is defined by files.</summary>
    OwnedByFiles = 3,

    /// <summary>Somebody has put another revision since the edited text was read.</summary>
    Overtaken = 4,
}

using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Actions.Patches;

/// <summary>A suggestion for a spec: text for a person to apply, and never applied by itself.</summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.config-fix")]
public sealed record ConfigFix
{
    /// <summary>
    /// <c>memory</c>, <c>cpu</c>, <c>probes</c>, <c>image</c>, <c>replicas</c>, <c>env</c> or <c>selectors</c>; null: it is not clear what is wrong.
    /// </summary>
    [Id(0)] public string? Kind { get; init; }

    /// <summary>Why this change, or why none.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>The spec with the change; null: none is suggested.</summary>
    [Id(2)] public string? Changed { get; init; }

    /// <summary>As <c>patch</c> takes it; null likewise.</summary>
    [Id(3)] public string? Diff { get; init; }

    /// <summary>Why the spec cannot be read, each at its line.</summary>
    [Id(4)] public ImmutableArray<DefinitionProblem> Problems { get; init; } = [];
}

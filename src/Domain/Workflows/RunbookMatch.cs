using System.Collections.Immutable;

namespace AiSre.Domain.Workflows;

/// <summary>Which incidents a runbook is for. What is empty asks nothing.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.match")]
public sealed record RunbookMatch
{
    /// <summary>Labels of failure patterns, such as <c>oomkilled</c>.</summary>
    [Id(0)] public ImmutableArray<string> Patterns { get; init; } = [];

    [Id(1)] public ImmutableArray<string> Services { get; init; } = [];
    [Id(2)] public ImmutableArray<string> Severities { get; init; } = [];
    [Id(3)] public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Looked for anywhere in the title.</summary>
    [Id(4)] public string? TitleRegex { get; init; }

    [Id(5)] public ImmutableSortedDictionary<string, string> Labels { get; init; } = WorkflowStep.NoTexts;

    /// <summary>One criterion that holds is enough for a part of the score; else all must.</summary>
    [Id(6)] public bool IsAny { get; init; }

    /// <summary>How much it asks.</summary>
    public int Criteria => (Patterns.IsEmpty ? 0 : 1) + (Services.IsEmpty ? 0 : 1) + (Severities.IsEmpty ? 0 : 1) + (Namespaces.IsEmpty ? 0 : 1)
        + (TitleRegex is null ? 0 : 1) + (Labels.IsEmpty ? 0 : 1);
}

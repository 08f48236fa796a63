using System.Collections.Immutable;

namespace AiSre.Domain.Workflows;

/// <summary>
/// What a workflow or a runbook does, step by step. A run carries the one that it began with: fields are only added, and keep their meaning.
/// Expressions and templates stay as they were written; they were read once to see that they can be.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.definition")]
public sealed record WorkflowDefinition
{
    public const int MaxSteps = 50;
    public const int DefaultTimeoutMinutes = 60;

    /// <summary>The longest that a run may take, waiting for people included: a week.</summary>
    public const int MaxTimeoutMinutes = 7 * 24 * 60;

    /// <summary>1 to 64 small letters, digits, <c>_</c> and <c>-</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public WorkflowKind Kind { get; init; }
    [Id(2)] public required string Name { get; init; }
    [Id(3)] public string Description { get; init; } = "";

    /// <summary>Its author's count.</summary>
    [Id(4)] public int Version { get; init; } = 1;

    [Id(5)] public ImmutableArray<WorkflowInput> Inputs { get; init; } = [];
    [Id(6)] public int TimeoutMinutes { get; init; } = DefaultTimeoutMinutes;

    /// <summary>When a run fails, those are told who are told of its incident.</summary>
    [Id(7)] public bool NotifyOnError { get; init; }

    /// <summary>In their order; at least one.</summary>
    [Id(8)] public required ImmutableArray<WorkflowStep> Steps { get; init; }

    /// <summary>Which incidents it is for; null for a workflow, which a person chooses.</summary>
    [Id(9)] public RunbookMatch? Match { get; init; }

    [Id(10)] public WorkflowOrigin Origin { get; init; }

    /// <summary>It has a step that acts.</summary>
    public bool Acts => Steps.Any(step => step.Type is StepType.Action);

    /// <summary>Where a step is in the list; -1 when there is none of that id.</summary>
    public int IndexOf(string stepId)
    {
        for (var i = 0; i < Steps.Length; i++)
            if (Steps[i].Id == stepId) return i;
        return -1;
    }
}

/// <summary>The names are stored; never rename.</summary>
public enum WorkflowKind
{
    Workflow = 0,
    Runbook = 1,
}

/// <summary>Who wrote it. The names are stored; never rename.</summary>
public enum WorkflowOrigin
{
    /// <summary>The operator, in a file.</summary>
    File = 0,

    /// <summary>We: it comes with the product.</summary>
    BuiltIn = 1,

    /// <summary>The platform proposed it from past incidents, and a person approved it.</summary>
    Generated = 2,
}

/// <summary>What a run must or may be given.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.input")]
public sealed record WorkflowInput
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public bool IsRequired { get; init; }

    /// <summary>What counts when it is not given.</summary>
    [Id(2)] public string? Default { get; init; }

    [Id(3)] public string? Description { get; init; }
}

using System.Collections.Immutable;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using Orleans.Concurrency;

namespace AiSre.Grains.Workflows;

/// <summary>The runs of a workspace: what lives, and how much may. Key: the workspace.</summary>
[Alias("aisre.workflow-runs")]
public interface IWorkflowRunsGrain : IGrainWithStringKey
{
    /// <summary>Begins a run, unless one of the same workflow lives for the same target, or too many live.</summary>
    [Alias("start")]
    Task<StartedRun> StartAsync(RunOrder order);

    /// <summary>A run is over.</summary>
    [Alias("ended"), OneWay]
    Task EndedAsync(string runId);
}

/// <summary>What is asked over many runs. A stateless worker. Key: 0.</summary>
[Alias("aisre.workflow-run-queries")]
public interface IWorkflowRunQueries : IGrainWithIntegerKey
{
    /// <summary>The newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="before">Only those that began before this one; null: from the newest on.</param>
    /// <param name="limit">1 to 100.</param>
    [Alias("list"), Idempotent]
    Task<ImmutableArray<RunSummary>> ListAsync(string workspace, string? before, int limit);
}

/// <summary>Runbooks that were proposed and approved. Key: the workspace.</summary>
[Alias("aisre.generated-runbooks")]
public interface IGeneratedRunbooksGrain : IGrainWithStringKey
{
    /// <summary>What can be run: the built-in ones, what the workspace has defined, and what was approved.</summary>
    [Alias("catalogue"), Idempotent]
    Task<WorkflowList> ListAsync();

    /// <summary>Keeps a runbook, in the place of one of its id.</summary>
    /// <param name="id">Its id, which can be the name of a file.</param>
    /// <param name="text">Its YAML, which has been read.</param>
    /// <param name="actor">Who has approved it.</param>
    [Alias("save"), Idempotent]
    Task<SavedIn> SaveAsync(string id, string text, string actor);
}

/// <summary>Where a runbook is kept.</summary>
public enum SavedIn
{
    /// <summary>Its id cannot be saved, is that of a built-in one, or there are too many.</summary>
    Nowhere = 0,

    Ledger = 1,

    /// <summary>And in the operator's folder.</summary>
    File = 2,
}

/// <summary>What a workspace can run.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflow-list")]
public sealed record WorkflowList(
    [property: Id(0)] ImmutableArray<WorkflowDefinition> Workflows, [property: Id(1)] ImmutableArray<WorkflowDefinition> Runbooks);

/// <summary>What came of asking for a run.</summary>
/// <param name="Result">Whether it began.</param>
/// <param name="Run">The run; null when it did not.</param>
/// <param name="Other">The run that lives already.</param>
[GenerateSerializer, Immutable, Alias("aisre.started-run")]
public sealed record StartedRun([property: Id(0)] StartResult Result, [property: Id(1)] WorkflowRun? Run, [property: Id(2)] string? Other = null);

public enum StartResult
{
    Started = 0,

    /// <summary>One of the same workflow lives for the same target.</summary>
    LivesAlready = 1,

    /// <summary>The workspace has as many as it may.</summary>
    TooMany = 2,
}

/// <summary>A run in a list.</summary>
[GenerateSerializer, Immutable, Alias("aisre.run-summary")]
public sealed record RunSummary
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string WorkflowId { get; init; }
    [Id(2)] public string Name { get; init; } = "";
    [Id(3)] public WorkflowKind Kind { get; init; }
    [Id(4)] public RunStatus Status { get; init; }
    [Id(5)] public string? Reason { get; init; }
    [Id(6)] public bool DryRun { get; init; }
    [Id(7)] public string? IncidentId { get; init; }
    [Id(8)] public string StartedBy { get; init; } = "";
    [Id(9)] public DateTimeOffset StartedAt { get; init; }
    [Id(10)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The step that it is at; null when it is over.</summary>
    [Id(11)] public string? StepId { get; init; }

    public static RunSummary Of(WorkflowRun run) => new()
    {
        Id = run.Id,
        WorkflowId = run.Definition.Id,
        Name = run.Definition.Name,
        Kind = run.Definition.Kind,
        Status = run.Status,
        Reason = run.Reason,
        DryRun = run.DryRun,
        IncidentId = run.Incident?.Id,
        StartedBy = run.StartedBy,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        StepId = run.IsOver ? null : run.Step?.Id,
    };
}

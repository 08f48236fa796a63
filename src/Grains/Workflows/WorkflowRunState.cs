using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>What is stored of a run.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflow-run-state")]
public sealed record WorkflowRunState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public required WorkflowRun Run { get; init; }
}

/// <summary>Which runs of a workspace live.</summary>
[GenerateSerializer, Immutable, Alias("aisre.live-runs-state")]
public sealed record LiveRunsState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public ImmutableArray<LiveRun> Runs { get; init; } = [];
}

/// <param name="RunId">The run.</param>
/// <param name="WorkflowId">What it runs.</param>
/// <param name="Target">What it is about.</param>
/// <param name="At">When it was asked for.</param>
[GenerateSerializer, Immutable, Alias("aisre.live-run")]
public sealed record LiveRun(
    [property: Id(0)] string RunId, [property: Id(1)] string WorkflowId, [property: Id(2)] string Target, [property: Id(3)] DateTimeOffset At);

/// <summary>Runbooks that were proposed and approved: YAML by id.</summary>
[GenerateSerializer, Immutable, Alias("aisre.generated-runbooks-state")]
public sealed record GeneratedRunbooksState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public ImmutableSortedDictionary<string, string> Texts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

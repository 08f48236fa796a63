using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>
/// What an action behind a gate would do, as the guard said when the question was asked. A yes is for this and for nothing else.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.planned")]
public sealed record PlannedAction
{
    [Id(0)] public required string StepId { get; init; }
    [Id(1)] public required ActionCall Call { get; init; }

    /// <summary>"Would delete pod …".</summary>
    [Id(2)] public string Preview { get; init; } = "";

    /// <summary>The cluster's own name.</summary>
    [Id(3)] public string Cluster { get; init; } = "";

    /// <summary>With its UID; null: it touches nothing, or nobody knows what it would touch.</summary>
    [Id(4)] public ObjectRef? Target { get; init; }

    [Id(5)] public ObjectRef? Workload { get; init; }

    /// <summary>Of a scale: how many there are now.</summary>
    [Id(6)] public int? ReplicasBefore { get; init; }

    /// <summary>What a yes is bound to; null: it is not known what would be acted on, and a yes does nothing.</summary>
    [Id(7)] public string? ArgumentsHash { get; init; }

    [Id(8)] public string? PolicyRevision { get; init; }

    /// <summary>What stands against it beside the missing yes; null: nothing.</summary>
    [Id(9)] public string? Refusal { get; init; }

    /// <summary>What a person should know before saying yes.</summary>
    [Id(10)] public ImmutableArray<string> Notes { get; init; } = [];

    [Id(11)] public BlastRadius BlastRadius { get; init; }

    /// <summary>It could not be read for the moment what would be acted on: it is asked again.</summary>
    [Id(12)] public bool IsUnread { get; init; }

    public bool IsKnown => ArgumentsHash is not null;
}

using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions;

/// <summary>
/// A request and the one object that it was made for. It is carried out on that object or not at all: a namesake is another object.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.plan")]
public sealed record ActionPlan
{
    [Id(0)] public required ActionRequest Request { get; init; }

    /// <summary>The cluster's own name; empty for an action that touches none.</summary>
    [Id(1)] public string Cluster { get; init; } = "";

    /// <summary>What is acted on; null for an action that touches nothing.</summary>
    [Id(2)] public ObjectRef? Target { get; init; }

    /// <summary>Of the target, as a precondition of the write.</summary>
    [Id(3)] public string? ResourceVersion { get; init; }

    /// <summary>What verification looks at afterwards: the workload, which outlives the pod that is acted on.</summary>
    [Id(4)] public ObjectRef? Workload { get; init; }

    /// <summary>Of a scale: how many the workload wanted when the plan was made.</summary>
    [Id(5)] public int? ReplicasBefore { get; init; }
}

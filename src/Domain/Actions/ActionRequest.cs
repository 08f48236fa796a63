using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions;

/// <summary>What somebody wants done, by name. What it does not need is empty.</summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.request")]
public sealed record ActionRequest
{
    [Id(0)] public required ActionName Action { get; init; }

    /// <summary>As the alert or the caller wrote it; null: the default cluster.</summary>
    [Id(1)] public string? Cluster { get; init; }

    [Id(2)] public string Namespace { get; init; } = "";

    /// <summary>Of <see cref="ActionName.RestartPod"/>.</summary>
    [Id(3)] public string PodName { get; init; } = "";

    /// <summary>Of <see cref="ActionName.ScaleDeployment"/>.</summary>
    [Id(4)] public string DeploymentName { get; init; } = "";

    /// <summary>Of <see cref="ActionName.ScaleDeployment"/>: how many there shall be.</summary>
    [Id(5)] public int Replicas { get; init; } = 1;

    /// <summary>Of <see cref="ActionName.SuggestConfigFix"/>, as are the next two.</summary>
    [Id(6)] public string Component { get; init; } = "";

    [Id(7)] public string Issue { get; init; } = "";

    /// <summary>YAML.</summary>
    [Id(8)] public string CurrentSpec { get; init; } = "";

    /// <summary>Delete the pod where an eviction would be refused. Counts for admins only.</summary>
    [Id(9)] public bool Force { get; init; }

    /// <summary>Whoever asks knows that Argo CD, Flux or Helm will undo it.</summary>
    [Id(10)] public bool AcceptRevert { get; init; }

    /// <summary>What it is done to, as a cluster is asked for it.</summary>
    public TargetName Target() => Action is ActionName.RestartPod ? new(Namespace, PodName, null) : new(Namespace, null, DeploymentName);
}

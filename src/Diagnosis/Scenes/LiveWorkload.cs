using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>A Deployment, StatefulSet, DaemonSet, Job, CronJob, or a ReplicaSet that nobody owns.</summary>
public sealed record LiveWorkload
{
    public required Component Component { get; init; }
    public required V1ObjectMeta Metadata { get; init; }
    public required V1PodTemplateSpec Template { get; init; }

    /// <summary>How many pods there should be; of a Job 1, of a CronJob 0.</summary>
    public required int Desired { get; init; }

    public required int Ready { get; init; }

    /// <summary>Its pods, those of older revisions and of its Jobs among them.</summary>
    public required ImmutableArray<V1Pod> Pods { get; init; }

    /// <summary>ReplicaSets of a Deployment, the newest first; Jobs of a CronJob are not here.</summary>
    public ImmutableArray<V1ReplicaSet> Revisions { get; init; } = [];

    public string Namespace => Component.Namespace;
    public string Name => Component.Name;
    public bool IsShort => Ready < Desired;
    public IEnumerable<V1Container> Containers => Template.Spec?.Containers ?? [];
}

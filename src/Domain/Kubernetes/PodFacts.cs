using System.Collections.Immutable;

namespace AiSre.Domain.Kubernetes;

/// <summary>A pod as its API server last described it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.pod")]
public sealed record PodFacts
{
    [Id(0)] public required ObjectRef Ref { get; init; }
    [Id(1)] public required string ResourceVersion { get; init; }
    [Id(2)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set as soon as it is being deleted; a finalizer or a dead kubelet can keep it so for ever.</summary>
    [Id(3)] public DateTimeOffset? DeletionTimestamp { get; init; }

    [Id(4)] public ImmutableArray<string> Finalizers { get; init; } = [];

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Unknown</c>.</summary>
    [Id(5)] public string Phase { get; init; } = "";

    /// <summary>Its condition <c>Ready</c>.</summary>
    [Id(6)] public bool IsReady { get; init; }

    [Id(7)] public ImmutableArray<ContainerFacts> Containers { get; init; } = [];
    [Id(8)] public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
    [Id(9)] public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;
    [Id(10)] public string? PriorityClass { get; init; }

    /// <summary>The owner that is its controller; null for a bare pod.</summary>
    [Id(11)] public ObjectRef? Controller { get; init; }

    [Id(12)] public string? Node { get; init; }

    /// <summary>The sum of its containers' restarts.</summary>
    public int Restarts => Containers.Sum(container => container.Restarts);
}

/// <summary>One container of a pod.</summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.container")]
public sealed record ContainerFacts
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public string Image { get; init; } = "";
    [Id(2)] public bool IsReady { get; init; }
    [Id(3)] public int Restarts { get; init; }

    /// <summary>Why it waits: <c>CrashLoopBackOff</c>, <c>ImagePullBackOff</c>, …</summary>
    [Id(4)] public string? WaitingReason { get; init; }

    /// <summary>How it last ended: <c>OOMKilled</c>, <c>Error</c>, <c>Completed</c>.</summary>
    [Id(5)] public string? LastTerminationReason { get; init; }

    [Id(6)] public int? LastExitCode { get; init; }
    [Id(7)] public DateTimeOffset? LastTerminatedAt { get; init; }

    /// <summary>As Kubernetes writes quantities: <c>512Mi</c>.</summary>
    [Id(8)] public string? MemoryLimit { get; init; }

    /// <summary>As Kubernetes writes quantities: <c>500m</c>.</summary>
    [Id(9)] public string? CpuLimit { get; init; }
}

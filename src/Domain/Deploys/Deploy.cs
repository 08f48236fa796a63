using AiSre.Domain.Alerts;

namespace AiSre.Domain.Deploys;

/// <summary>
/// A service was rolled out, or is about to be. One deploy may take several services with it: then each has one of these, under one id.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.deploy")]
public sealed record Deploy
{
    [Id(0)] public required string Workspace { get; init; }

    /// <summary>As its sender calls it, or made for it.</summary>
    [Id(1)] public required string Id { get; init; }

    [Id(2)] public required string Service { get; init; }
    [Id(3)] public string? Namespace { get; init; }
    [Id(4)] public string? Environment { get; init; }
    [Id(5)] public string? Image { get; init; }

    /// <summary>Who rolled it out.</summary>
    [Id(6)] public required string Actor { get; init; }

    [Id(7)] public string? CommitSha { get; init; }
    [Id(8)] public string? Version { get; init; }

    /// <summary>When it began, as far as is known.</summary>
    [Id(9)] public required DateTimeOffset At { get; init; }

    [Id(10)] public DeployStatus Status { get; init; } = DeployStatus.Succeeded;

    /// <summary>When it was over; null before, and where nobody said more than that it was.</summary>
    [Id(11)] public DateTimeOffset? FinishedAt { get; init; }

    [Id(12)] public string? Url { get; init; }
    [Id(13)] public string? Cluster { get; init; }

    /// <summary>The deployment, or what else runs its pods, where that is not called like the service.</summary>
    [Id(14)] public string? Workload { get; init; }

    /// <summary>The tool whose body it was read from; null: somebody said it in our own words.</summary>
    [Id(15)] public string? Tool { get; init; }

    /// <summary>What runs its pods, in the spelling in which workloads are compared.</summary>
    public string WorkloadName => TextFold.Fold(Workload ?? Service);
}

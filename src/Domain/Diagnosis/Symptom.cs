using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>
/// What somebody was told: the incident that is to be explained. Every name may be missing, and none of them need be the culprit's.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.symptom")]
public sealed record Symptom
{
    [Id(0)] public required string Title { get; init; }
    [Id(1)] public string Description { get; init; } = "";
    [Id(2)] public string? Service { get; init; }
    [Id(3)] public string? Namespace { get; init; }

    /// <summary>The name of a Deployment, StatefulSet, DaemonSet, Job or CronJob.</summary>
    [Id(4)] public string? Workload { get; init; }

    [Id(5)] public string? Pod { get; init; }
    [Id(6)] public string? Node { get; init; }

    /// <summary>When the alert says that it began.</summary>
    [Id(7)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// Other alerts that fire in the workspace at this time and in this place: members of the group and open incidents of the namespace.
    /// </summary>
    [Id(8)] public ImmutableArray<OtherAlert> Others { get; init; } = [];

    /// <summary>Deploys of the last 24 hours in the namespace, newest first.</summary>
    [Id(9)] public ImmutableArray<RecentDeploy> Deploys { get; init; } = [];
}

/// <summary>An alert that fires beside the one to be explained.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.other-alert")]
public sealed record OtherAlert(
    [property: Id(0)] string Title, [property: Id(1)] string Description, [property: Id(2)] string? Service, [property: Id(3)] string? Namespace,
    [property: Id(4)] string? Node, [property: Id(5)] DateTimeOffset StartedAt);

/// <summary>A deploy that somebody told us of.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.recent-deploy")]
public sealed record RecentDeploy(
    [property: Id(0)] string Id, [property: Id(1)] string Service, [property: Id(2)] string? Namespace, [property: Id(3)] string? Version,
    [property: Id(4)] DateTimeOffset At);

using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>
/// What the correlator keeps of an open or acknowledged incident to group others with it. Null parts were not said and match nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.group-member")]
public sealed record GroupMember
{
    [Id(0)] public required string IncidentId { get; init; }

    [Id(1)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One of <c>AlertSource.All</c>.</summary>
    [Id(2)] public required string Source { get; init; }

    /// <summary>The sender's own group; compared only within one source and account.</summary>
    [Id(3)] public string? GroupKey { get; init; }

    [Id(4)] public string? Account { get; init; }
    [Id(5)] public string? Cluster { get; init; }
    [Id(6)] public string? Service { get; init; }
    [Id(7)] public string? Namespace { get; init; }

    /// <summary>The deployment, as <c>Workload.Of</c> gives it; "" counts as not said.</summary>
    [Id(8)] public string? Workload { get; init; }

    [Id(9)] public string? Node { get; init; }

    /// <summary>The deploy that it correlates with.</summary>
    [Id(10)] public string? DeployId { get; init; }

    /// <summary>A child never has children.</summary>
    [Id(11)] public bool IsChild { get; init; }

    /// <summary>When the oldest member opened; null while the incident is alone, which then means <see cref="CreatedAt"/>.</summary>
    [Id(12)] public DateTimeOffset? GroupStartedAt { get; init; }

    /// <summary>When the last member joined; null while the incident is alone, which then means <see cref="CreatedAt"/>.</summary>
    [Id(13)] public DateTimeOffset? LastGroupActivity { get; init; }

    /// <summary>Later end of the group's window, where a late join has moved it; null otherwise.</summary>
    [Id(14)] public DateTimeOffset? ExtendedUntil { get; init; }

    [Id(15)] public int ChildCount { get; init; }

    /// <summary>The worst of it and of its children, as they were when they opened.</summary>
    [Id(16)] public Severity Severity { get; init; }

    /// <summary>It was silenced when it opened: nobody was paged for it then.</summary>
    [Id(17)] public bool Silenced { get; init; }

    /// <summary>When the problem began, where that was before the incident opened: a deploy in between has not caused it.</summary>
    [Id(18)] public DateTimeOffset? BeganAt { get; init; }
}

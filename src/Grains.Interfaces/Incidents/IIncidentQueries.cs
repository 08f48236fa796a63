using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Everything that is read over many incidents. A stateless worker over the ledger's tables, so that the API needs no database. Key: 0.
/// </summary>
[Alias("aisre.incident-queries")]
public interface IIncidentQueries : IGrainWithIntegerKey
{
    [Alias("list"), Idempotent]
    Task<IncidentPage> ListAsync(IncidentFilter filter);

    /// <summary>The workspace of an incident, for callers who may see all of them; null when there is no such incident.</summary>
    [Alias("locate"), Idempotent]
    Task<string?> LocateAsync(string incidentId);

    /// <summary>What the tables know of one incident beside the incident itself; null when there is none.</summary>
    [Alias("facts"), Idempotent]
    Task<IncidentFacts?> FactsAsync(string workspace, string incidentId);

    /// <summary>Oldest first.</summary>
    [Alias("timeline"), Idempotent]
    Task<ImmutableArray<TimelineEvent>> TimelineAsync(string workspace, string incidentId);

    /// <summary>The last bodies that its alerts were read from, newest first.</summary>
    [Alias("deliveries"), Idempotent]
    Task<ImmutableArray<KeptDelivery>> DeliveriesAsync(string workspace, string incidentId);

    [Alias("children"), Idempotent]
    Task<ImmutableArray<GroupChild>> ChildrenAsync(string workspace, string incidentId);

    /// <summary>A parent's children as a page shows them, oldest first.</summary>
    [Alias("members"), Idempotent]
    Task<ImmutableArray<ChildFacts>> MembersAsync(string workspace, string incidentId);

    [Alias("alerts"), Idempotent]
    Task<ImmutableArray<AlertFacts>> AlertsAsync(string workspace, string incidentId);

    [Alias("actions"), Idempotent]
    Task<ImmutableArray<ActionFacts>> ActionsAsync(string workspace, string incidentId);

    /// <summary>What people and the platform did, newest first.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("activity"), Idempotent]
    Task<ImmutableArray<ActionFacts>> ActivityAsync(string? workspace, int limit);

    /// <summary>Which sources the workspace's newest incidents came from, by name.</summary>
    [Alias("sources"), Idempotent]
    Task<ImmutableArray<SourceSighting>> SourcesAsync(string workspace);

    /// <summary>How many incidents are open or acknowledged, by severity from info to critical.</summary>
    [Alias("open-by-severity"), Idempotent]
    Task<ImmutableArray<long>> OpenBySeverityAsync();

    /// <summary>What stands open and what happened lately, counted.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="now">The instant that "lately" ends at.</param>
    [Alias("overview")]
    Task<IncidentOverview> OverviewAsync(string? workspace, DateTimeOffset now);
}

/// <summary>Counts over the incidents of one workspace, or of all.</summary>
[GenerateSerializer, Immutable, Alias("aisre.incident-overview")]
public sealed record IncidentOverview
{
    [Id(0)] public long Workspaces { get; init; }
    [Id(1)] public long Open { get; init; }
    [Id(2)] public long Acknowledged { get; init; }

    /// <summary>Of the last 24 hours.</summary>
    [Id(3)] public long ResolvedLastDay { get; init; }

    /// <summary>Over the last 30 days, from the first event to the resolve, children left out; null when none was resolved.</summary>
    [Id(4)] public TimeSpan? MeanTimeToResolve { get; init; }

    /// <summary>Of the last 24 hours.</summary>
    [Id(5)] public long ActionsLastDay { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.incident-list-item")]
public sealed record IncidentListItem([property: Id(0)] Incident Incident, [property: Id(1)] IncidentFacts Facts);

/// <summary>What an alert was read from that opened, changed or ended an incident.</summary>
/// <param name="Type">What it did, the timeline's word.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="At">When.</param>
/// <param name="Body">The body with this alert alone, without secrets.</param>
[GenerateSerializer, Immutable, Alias("aisre.kept-delivery")]
public sealed record KeptDelivery(
    [property: Id(0)] string Type, [property: Id(1)] string Actor, [property: Id(2)] DateTimeOffset At, [property: Id(3)] string Body);

/// <param name="Source">The adapter or tool that read it.</param>
/// <param name="IncidentId">The incident of its alert that was heard of last.</param>
/// <param name="LastSeen">When that was.</param>
[GenerateSerializer, Immutable, Alias("aisre.source-sighting")]
public sealed record SourceSighting(
    [property: Id(0)] string Source, [property: Id(1)] string IncidentId, [property: Id(2)] DateTimeOffset LastSeen);

/// <param name="ParentId">The older incident that it belongs to.</param>
/// <param name="GroupId">The group, for a child and for a parent that has one.</param>
/// <param name="CorrelationReason">Why it is a child.</param>
/// <param name="Occurrences">How often its alerts fired.</param>
/// <param name="LastSeen">When one of them last did.</param>
/// <param name="UpdatedAt">When its newest event was; repeats are none.</param>
[GenerateSerializer, Immutable, Alias("aisre.incident-facts")]
public sealed record IncidentFacts(
    [property: Id(0)] string? ParentId,
    [property: Id(1)] string? GroupId,
    [property: Id(2)] string? CorrelationReason,
    [property: Id(3)] long Occurrences,
    [property: Id(4)] DateTimeOffset? LastSeen,
    [property: Id(5)] DateTimeOffset? UpdatedAt = null);

[GenerateSerializer, Immutable, Alias("aisre.group-child")]
public sealed record GroupChild([property: Id(0)] string IncidentId, [property: Id(1)] string CorrelationReason);

/// <param name="Id">The child.</param>
/// <param name="Reason">Why it is one.</param>
[GenerateSerializer, Immutable, Alias("aisre.child-facts")]
public sealed record ChildFacts(
    [property: Id(0)] string Id,
    [property: Id(1)] string Reason,
    [property: Id(2)] string Title,
    [property: Id(3)] Domain.Alerts.Severity Severity,
    [property: Id(4)] IncidentPhase Phase,
    [property: Id(5)] string? Service);

/// <summary>One alert identity of an incident.</summary>
[GenerateSerializer, Immutable, Alias("aisre.alert-facts")]
public sealed record AlertFacts
{
    [Id(0)] public required string Identity { get; init; }
    [Id(1)] public required string Status { get; init; }
    [Id(2)] public required string Title { get; init; }
    [Id(3)] public required long Count { get; init; }
    [Id(4)] public required DateTimeOffset FirstSeen { get; init; }
    [Id(5)] public required DateTimeOffset LastSeen { get; init; }
    [Id(6)] public required string ContentHash { get; init; }
    [Id(7)] public DateTimeOffset? ResolvedAt { get; init; }
    [Id(8)] public bool Flapping { get; init; }
    [Id(9)] public long RowId { get; init; }
}

/// <summary>Something that was done, by a person or by the platform.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-facts")]
public sealed record ActionFacts
{
    [Id(0)] public required string Action { get; init; }
    [Id(1)] public string? IncidentId { get; init; }
    [Id(2)] public required string Outcome { get; init; }
    [Id(3)] public bool DryRun { get; init; }
    [Id(4)] public string? Namespace { get; init; }
    [Id(5)] public required string Actor { get; init; }
    [Id(6)] public required DateTimeOffset At { get; init; }
    [Id(7)] public string? Workspace { get; init; }

    /// <summary>Of an attempt at an action, where it was asked for by incident; null otherwise.</summary>
    [Id(8)] public string? Id { get; init; }

    /// <summary>Whether somebody looked and saw that it helped; null: nobody has looked, or nobody can tell.</summary>
    [Id(9)] public bool? Verified { get; init; }
}

using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using Orleans.Concurrency;

namespace AiSre.Grains.Incidents;

/// <summary>Decides which older incident a new one belongs to. One per workspace, because groups span services. Key: the workspace.</summary>
[Alias("aisre.correlator")]
public interface ICorrelatorGrain : IGrainWithStringKey
{
    /// <summary>Places a new incident before it is stored.</summary>
    /// <param name="incident">What grouping compares.</param>
    /// <param name="scope">The intake that opens it, to be told when it becomes a parent.</param>
    [Alias("place")]
    Task<Placement> PlaceAsync(GroupMember incident, string scope);

    /// <summary>Incidents open faster than anybody can look at. After a restart it is counted anew.</summary>
    [Alias("is-storm"), Idempotent]
    Task<bool> IsStormAsync();

    /// <summary>The incident is over and can no longer be a parent. A hint: the ledger refuses a resolved parent anyway.</summary>
    [Alias("closed"), OneWay]
    Task ClosedAsync(string incidentId);

    /// <summary>The ledger stored an incident alone, because the parent that was chosen for it is over: it can lead others itself.</summary>
    [Alias("stands-alone"), OneWay]
    Task StandsAloneAsync(GroupMember incident, string scope);

    /// <summary>A deploy is stored: what opens shortly after it may come from it.</summary>
    [Alias("deployed"), Idempotent]
    Task DeployedAsync(Deploy deploy);
}

/// <summary>Where a new incident belongs.</summary>
/// <param name="ParentId">The older incident, or null when it stands alone.</param>
/// <param name="Reason">One of <see cref="CorrelationReason"/>.</param>
/// <param name="GroupId">The group's id, null when it stands alone.</param>
/// <param name="Storm">The workspace is in a storm: similarity looks back further.</param>
/// <param name="Adopted">Older incidents that become children of this one, because it is what they depend on.</param>
[GenerateSerializer, Immutable, Alias("aisre.placement")]
public sealed record Placement(
    [property: Id(0)] string? ParentId,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string? GroupId,
    [property: Id(3)] bool Storm,
    [property: Id(4)] ImmutableArray<string> Adopted)
{
    /// <summary>
    /// A child that is more severe than its group was: it asks at once whether it must be told. A hint, because the group may have changed.
    /// </summary>
    [Id(5)] public bool MoreSevere { get; init; }

    /// <summary>
    /// A child whose service and severity no other child of the group has had: it may mean other people. A hint too, without which it asks after half
    /// an hour.
    /// </summary>
    [Id(6)] public bool FirstOfItsKind { get; init; }

    /// <summary>The parent's service, and its severity when it opened; for a child.</summary>
    [Id(7)] public string? ParentService { get; init; }

    [Id(8)] public Severity ParentSeverity { get; init; }

    /// <summary>The parent was silenced when it opened, and so has told nobody.</summary>
    [Id(9)] public bool ParentSilenced { get; init; }

    /// <summary>The deploy that the incident may come from; null: none is near.</summary>
    [Id(10)] public Deploy? Deploy { get; init; }

    /// <summary>Of the parent and the adopted: those that opened so shortly ago that the ledger may not have them yet.</summary>
    [Id(11)] public ImmutableArray<FreshIncident> Fresh { get; init; } = [];
}

/// <summary>An incident that may be on its way to the ledger.</summary>
/// <param name="IncidentId">Which.</param>
/// <param name="Scope">The intake that opens it, which knows when it is stored.</param>
[GenerateSerializer, Immutable, Alias("aisre.fresh-incident")]
public readonly record struct FreshIncident([property: Id(0)] string IncidentId, [property: Id(1)] string Scope);

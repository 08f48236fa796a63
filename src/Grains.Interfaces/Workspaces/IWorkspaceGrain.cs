using System.Collections.Immutable;
using AiSre.Domain.Workspaces;
using Orleans.Concurrency;

namespace AiSre.Grains.Workspaces;

/// <summary>One tenant. Key: the workspace's id.</summary>
[Alias("aisre.workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>As many workspaces may come into being by being named; further ones must be created.</summary>
    const int MaxAutoCreated = 1_000;

    /// <summary>Creates the workspace at its first use and keeps its display name up to date.</summary>
    [Alias("enter"), Idempotent]
    Task<WorkspaceDoor> EnterAsync(string? name);

    /// <summary>The same, for who does not ask why.</summary>
    /// <returns>Whether it is open.</returns>
    [Alias("ensure"), Idempotent]
    Task<bool> EnsureAsync(string? name);

    /// <summary>Null when there is none. Answers while it is busy with something else.</summary>
    [Alias("find"), Idempotent, AlwaysInterleave]
    Task<Workspace?> FindAsync();

    /// <summary>Refused with <see cref="WorkspaceRefusal.Exists"/> when there is one, however it came into being.</summary>
    [Alias("create")]
    Task<WorkspaceOutcome> CreateAsync(WorkspaceChange first, string actor);

    [Alias("change"), Idempotent]
    Task<WorkspaceOutcome> ChangeAsync(WorkspaceChange change, string actor);

    [Alias("suspend"), Idempotent]
    Task<WorkspaceOutcome> SuspendAsync(string reason, string actor);

    [Alias("resume"), Idempotent]
    Task<WorkspaceOutcome> ResumeAsync(string actor);

    /// <summary>
    /// Begins to erase everything of it, in small steps; until that is done it can be asked how far it is, and its id can be used by nobody.
    /// <c>default</c> cannot be deleted.
    /// </summary>
    [Alias("delete"), Idempotent]
    Task<WorkspaceOutcome> DeleteAsync(string actor);

    /// <summary>How much it uses of what its quotas count. Null when there is no such workspace.</summary>
    [Alias("usage"), Idempotent, AlwaysInterleave]
    Task<WorkspaceUsage?> UsageAsync();
}

/// <summary>The workspaces there are. A stateless worker. Key: 0.</summary>
[Alias("aisre.workspaces")]
public interface IWorkspaces : IGrainWithIntegerKey
{
    /// <summary>By id, those that are being deleted included.</summary>
    /// <param name="after">Only those with a greater id; null: from the first.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Idempotent]
    Task<ImmutableArray<Workspace>> ListAsync(string? after, int limit);

    /// <summary>Those that are not active, and those that were ever deleted. Not older than two seconds.</summary>
    /// <param name="knownStamp">Of an earlier answer; 0: of none.</param>
    /// <returns>Null when it is still as it was.</returns>
    [Alias("held"), Idempotent, AlwaysInterleave]
    Task<HeldWorkspaces?> HeldAsync(long knownStamp);
}

/// <summary>Erases a workspace, and remembers for good that it was there. Key: <see cref="GrainKeys.Erasure"/>.</summary>
[Alias("aisre.workspace-erasure")]
public interface IWorkspaceErasureGrain : IGrainWithStringKey
{
    /// <summary>From its commit on the ledger takes nothing of the workspace any more.</summary>
    [Alias("erase"), Idempotent]
    Task EraseAsync(string actor);
}

/// <summary>Whether a workspace takes something in.</summary>
public enum WorkspaceDoor
{
    Open = 0,

    /// <summary>No more workspaces may be created by being named (<see cref="IWorkspaceGrain.MaxAutoCreated"/>).</summary>
    TooMany = 1,

    Suspended = 2,

    /// <summary>It is being deleted, or was. Its id is never used again.</summary>
    Deleted = 3,
}

/// <param name="Stamp">Another whenever something of it is; never 0.</param>
/// <param name="Of">By id.</param>
[GenerateSerializer, Immutable, Alias("aisre.held-workspaces")]
public sealed record HeldWorkspaces([property: Id(0)] long Stamp, [property: Id(1)] ImmutableDictionary<string, HeldWorkspace> Of);

/// <summary>What of a workspace is to be different. Null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-change")]
public sealed record WorkspaceChange
{
    [Id(0)] public string? Name { get; init; }

    /// <summary>Takes the place of all quotas.</summary>
    [Id(1)] public WorkspaceQuotas? Quotas { get; init; }

    /// <summary>Takes the place of the whole retention.</summary>
    [Id(2)] public WorkspaceRetention? Retention { get; init; }
}

/// <param name="Refusal">Why nothing changed.</param>
/// <param name="Workspace">As it is now; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("aisre.workspace-outcome")]
public sealed record WorkspaceOutcome([property: Id(0)] WorkspaceRefusal Refusal, [property: Id(1)] Workspace? Workspace);

public enum WorkspaceRefusal
{
    None = 0,
    Unknown = 1,
    Exists = 2,

    /// <summary>It is being deleted, or was: its id is never used again.</summary>
    Deleting = 3,

    /// <summary>The default workspace, which cannot be suspended or deleted.</summary>
    Default = 4,
}

/// <summary>What a workspace uses now.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-usage")]
public sealed record WorkspaceUsage
{
    /// <summary>All that are stored.</summary>
    [Id(0)] public required long Incidents { get; init; }

    [Id(1)] public required long OpenIncidents { get; init; }

    /// <summary>Questions to a chat model since midnight, UTC.</summary>
    [Id(3)] public int ModelCallsToday { get; init; }

    /// <summary>Channels that are defined.</summary>
    [Id(4)] public int Channels { get; init; }

    /// <summary>Keys that count.</summary>
    [Id(5)] public int Keys { get; init; }

    /// <summary>While it is deleted: rows that are still there.</summary>
    [Id(6)] public long? RowsLeft { get; init; }
}

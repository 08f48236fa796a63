using System.Collections.Immutable;
using AiSre.Domain.Workspaces;

namespace AiSre.Grains.Ledger;

/// <summary>What the ledger has of workspaces. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IWorkspaceReads
{
    /// <summary>By id, those that are being deleted included.</summary>
    /// <param name="after">Only those with a greater id; null: from the first.</param>
    /// <param name="limit">How many, at most.</param>
    ValueTask<ImmutableArray<StoredWorkspace>> ListAsync(string? after, int limit);

    /// <summary>Null when there is none.</summary>
    ValueTask<StoredWorkspace?> FindAsync(string id);

    /// <summary>Those that are suspended, and those that are being deleted or were.</summary>
    ValueTask<ImmutableDictionary<string, HeldWorkspace>> HeldAsync();

    /// <summary>How many rows there are of it in all tables that are emptied.</summary>
    ValueTask<long> RowsAsync(string id);

    /// <summary>How many incidents it has, and how many of them are not resolved.</summary>
    ValueTask<(long All, long Open)> IncidentsAsync(string id);

    /// <summary>Resolved incidents, those first that were resolved first; a parent only if its children were resolved by then as well.</summary>
    /// <param name="id">Of the workspace.</param>
    /// <param name="before">Only those that were resolved before this instant, Unix milliseconds.</param>
    /// <param name="limit">How many, at most.</param>
    ValueTask<ImmutableArray<string>> ResolvedBeforeAsync(string id, long before, int limit);
}

/// <summary>A workspace as it is stored: its place in the list, and what was said of it.</summary>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="State">The document of its grain; null: nothing was ever said of it.</param>
/// <param name="IsGone">It is being deleted.</param>
public sealed record StoredWorkspace(string Id, string? Name, long CreatedAt, string? State, bool IsGone);

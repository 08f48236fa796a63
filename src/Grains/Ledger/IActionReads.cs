using System.Collections.Immutable;
using AiSre.Domain.Actions.Cases;

namespace AiSre.Grains.Ledger;

/// <summary>What the ledger has of actions and of the audit. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IActionReads
{
    /// <summary>What was executed since an instant, oldest first.</summary>
    ValueTask<ImmutableArray<PastAction>> PastAsync(string workspace, DateTimeOffset since);

    /// <summary>All of what was executed since an instant, newest first.</summary>
    ValueTask<ImmutableArray<ExecutedAction>> ExecutedAsync(string workspace, DateTimeOffset since, int limit);

    /// <summary>All of one attempt, as JSON; null when there is none.</summary>
    ValueTask<string?> FindAsync(string workspace, string actionId);

    /// <summary>Rows of the audit, newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="before">Only those with a smaller number; null: from the newest.</param>
    /// <param name="action">Only of this action; null: of all.</param>
    /// <param name="limit">How many, at most.</param>
    ValueTask<ImmutableArray<StoredAudit>> AuditAsync(string workspace, long? before, string? action, int limit);

    /// <summary>
    /// The number up to which the audit is complete, of all workspaces: no row with a smaller one will come any more. 0 where somebody writes for so
    /// long that it cannot be told now.
    /// </summary>
    ValueTask<long> AuditEndAsync();

    /// <summary>Rows of the audit behind a number, oldest first.</summary>
    ValueTask<ImmutableArray<StoredAudit>> AuditAfterAsync(string workspace, long after, int limit);

    /// <summary>The smallest number behind another of a row that was made at an instant or later; null: there is none.</summary>
    ValueTask<long?> AuditOldestSinceAsync(string workspace, long after, DateTimeOffset since);

    /// <summary>How many rows there are behind a number and up to another.</summary>
    ValueTask<long> AuditCountAsync(string workspace, long after, long through);
}

/// <summary>A row of the audit as it is stored.</summary>
/// <param name="Seq">Its number, which rises.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Detail">JSON.</param>
public sealed record StoredAudit(long Seq, string Actor, string Action, string Kind, string Id, long At, string Detail);

/// <summary>An attempt for which a provider was called.</summary>
/// <param name="Payload">All of it, as JSON.</param>
/// <param name="Service">Of the incident that it was for; null: of none.</param>
public sealed record ExecutedAction(string Payload, string? Service);

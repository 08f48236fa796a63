using System.Collections.Immutable;

namespace AiSre.Grains.Ledger;

/// <summary>Takes some rows of a workspace out of one table; as often as it takes, a few at a time, so that nobody waits long behind it.</summary>
public sealed class EraseRows : LedgerEntry
{
    /// <summary>All tables with rows of workspaces, in the order in which they are emptied: first what is due and what waits to be sent.</summary>
    public static readonly ImmutableArray<string> Tables =
    [
        "alarms", "outbox", "documents", "deliveries", "dead_letters", "deploys", "incident_search", "incident_events", "alerts", "incidents",
        "actions", "audit", "feed",
    ];

    /// <summary>The list of workspaces itself, which comes last.</summary>
    public const string List = "workspaces";

    /// <summary>As many rows as are written anyway in a fraction of a batch.</summary>
    public const int AtOnce = 500;

    public override required string Workspace { get; init; }

    /// <summary>One of <see cref="Tables"/>, or <see cref="List"/>. With events go their bodies.</summary>
    public required string Table { get; init; }

    public int Limit { get; init; } = AtOnce;

    /// <summary>
    /// Null: any rows. Of <c>outbox</c> only what was sent or suppressed before this instant, of <c>actions</c> only what began before it (Unix
    /// milliseconds), of <c>audit</c> only rows up to this number.
    /// </summary>
    public long? Before { get; init; }

    /// <summary>Set by the ledger: how many there were.</summary>
    public int Erased { get; set; }
}

/// <summary>
/// Takes incidents out with all that belongs to them: alerts, timelines, bodies, messages, diagnoses, alarms. Those that are not resolved stay.
/// </summary>
public sealed class EraseIncidents : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required ImmutableArray<string> Ids { get; init; }

    /// <summary>Set by the ledger: how many there were.</summary>
    public int Erased { get; set; }
}

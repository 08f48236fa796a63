using System.Collections.Immutable;

namespace AiSre.Grains.Ledger;

/// <summary>One thing to write. Filled completely before it is queued; its outcome may be read once its task is done.</summary>
public abstract class LedgerEntry
{
    private static readonly Task NotQueued = Task.FromException(new InvalidOperationException("The entry was never queued."));

    /// <summary>Whose it is; empty for the platform's own. Every kind says it: the queue is shared out by workspace.</summary>
    public virtual string Workspace { get; init; } = "";

    /// <summary>The grain that its alarms call, unless they name another.</summary>
    public virtual AlarmTarget Target => default;

    /// <summary>What commits with it or not at all.</summary>
    public LedgerFacts Facts { get; init; } = LedgerFacts.None;

    /// <summary>Owned by the ledger: the entry waits, and is not being written yet.</summary>
    public bool IsQueued { get; set; }

    /// <summary>
    /// Done when the entry is on disk, for those who fold into it; owned by the ledger, which sets it whether it takes the entry or refuses it. Until
    /// then it is a failure: nobody may take for written what was never queued.
    /// </summary>
    public Task Committed { get; set; } = NotQueued;

    public LedgerOutcome Outcome { get; set; }

    /// <summary>Owned by the ledger: the document, if it could be made ready before the entry was queued.</summary>
    public byte[]? Prepared { get; set; }

    /// <summary>The same for the messages among its facts.</summary>
    public ImmutableArray<byte[]> PreparedMessages { get; set; }

    /// <summary>The facts that are written, because how an entry was applied can decide about some of them.</summary>
    public virtual LedgerFacts FactsOf(LedgerOutcome outcome) => Facts;
}

/// <summary>Whether an entry's condition held. Refused entries write nothing; the rest of their batch is not touched by that.</summary>
public enum LedgerOutcome
{
    /// <summary>Not committed yet, or never.</summary>
    Undecided = 0,

    Applied = 1,

    /// <summary>The row changed since the caller read it: read again and decide again.</summary>
    Conflict = 2,

    /// <summary>Stored, but the parent it named is over: it stands alone.</summary>
    ParentGone = 3,

    /// <summary>Nothing was written, because the <see cref="SpoolMark"/> that it carries is there: its effect is durable already.</summary>
    Marked = 4,

    /// <summary>Nothing was written and never will be: its workspace is being deleted, or was (<see cref="ErasureMark"/>).</summary>
    Gone = 5,
}

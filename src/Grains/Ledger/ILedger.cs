namespace AiSre.Grains.Ledger;

/// <summary>
/// This silo's only writer. Whatever queues up while one transaction commits becomes the next transaction. A completed task means that the
/// entry is on disk (or was refused by its condition, see <see cref="LedgerEntry.Outcome"/>); a faulted one means that nothing of its batch is.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Queues a filled entry, and answers what is also its <see cref="LedgerEntry.Committed"/>. Null when the queue is full, or half full of this
    /// workspace's entries: the caller must refuse its caller, not wait.
    /// </summary>
    /// <exception cref="ArgumentException">Nobody writes entries of this kind.</exception>
    Task? Append(LedgerEntry entry);

    /// <summary>Adds repeats to an entry that is still queued. False when it is already being written: append another.</summary>
    bool TryFold(AlertRepeat entry, int count, long lastSeen);

    /// <summary>
    /// What became of a transaction that was in doubt: true when it was committed, false when it was not, null while nobody can tell.
    /// </summary>
    bool? WasCommitted(string transaction);
}

public static class LedgerExtensions
{
    /// <summary>Queues and waits. For entries whose callers can only fail when the queue is full.</summary>
    public static async Task CommitAsync(this ILedger ledger, LedgerEntry entry) =>
        await (ledger.Append(entry) ?? throw new LedgerFullException());
}

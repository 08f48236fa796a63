using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>A ledger whose connection breaks while it commits the next result: it is committed or not, and nobody hears of it.</summary>
internal sealed class DoubtfulLedger(ILedger inner) : ILedger
{
    public const string Transaction = "the-one-in-doubt";

    /// <summary>What becomes of the next result; null: nothing happens to it.</summary>
    public bool? NextIsCommitted { get; set; }

    /// <summary>What whoever asks is told.</summary>
    public bool? Answer { get; set; }

    /// <summary>How often somebody asked.</summary>
    public int Asked { get; private set; }

    public Task? Append(LedgerEntry entry)
    {
        if (NextIsCommitted is not { } committed || entry is not OutboxResultEntry) return inner.Append(entry);
        NextIsCommitted = null;
        return BreakAsync(committed ? inner.Append(entry)! : Task.CompletedTask);
    }

    public bool TryFold(AlertRepeat entry, int count, long lastSeen) => inner.TryFold(entry, count, lastSeen);

    public bool? WasCommitted(string transaction)
    {
        Assert.Equal(Transaction, transaction);
        Asked++;
        return Answer;
    }

    private static async Task BreakAsync(Task committed)
    {
        await committed;
        throw new LedgerUnavailableException { Doubt = Transaction };
    }
}

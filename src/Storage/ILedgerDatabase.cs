using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>A dialect: how one batch becomes one transaction. Called by the ledger's writer only, one call at a time.</summary>
public interface ILedgerDatabase : IDisposable
{
    /// <summary>Creates or upgrades the schema.</summary>
    void Migrate();

    /// <summary>Commits all entries in one transaction and sets their outcomes, or throws and has changed nothing.</summary>
    void Write(IReadOnlyList<LedgerEntry> batch);

    /// <summary>Why nothing may be acknowledged although commits may succeed; null when there is nothing.</summary>
    string? Trouble => null;

    /// <summary>It is a server, which may be gone although the last commit succeeded.</summary>
    bool MayGoAway => false;

    /// <summary>See <see cref="ILedger.WasCommitted"/>. A dialect whose commits are never in doubt is never asked.</summary>
    bool? WasCommitted(string transaction) => false;
}

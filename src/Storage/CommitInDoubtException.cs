namespace AiSre.Storage;

/// <summary>The connection broke while a commit was under way, and nobody could be asked yet what came of it.</summary>
internal sealed class CommitInDoubtException(string transaction, Exception cause)
    : Exception("Whether the transaction was committed is not known yet.", cause)
{
    /// <summary>How the dialect names it, see <see cref="ILedgerDatabase.WasCommitted"/>.</summary>
    public string Transaction => transaction;
}

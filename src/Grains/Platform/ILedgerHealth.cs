namespace AiSre.Grains.Platform;

/// <summary>Whether this silo's ledger takes commits.</summary>
public interface ILedgerHealth
{
    /// <summary>Says what the last commit said; tries one when that failed or there was none.</summary>
    ValueTask<bool> CommitsAsync(CancellationToken cancellation);
}

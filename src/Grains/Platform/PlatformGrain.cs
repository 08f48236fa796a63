using Orleans.Concurrency;

namespace AiSre.Grains.Platform;

[GrainType("platform"), StatelessWorker]
public sealed class PlatformGrain(ILedgerHealth ledger, TimeProvider clock) : Grain, IPlatformGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public Task PingAsync() => Task.CompletedTask;

    public async Task<bool> LedgerCommitsAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await ledger.CommitsAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

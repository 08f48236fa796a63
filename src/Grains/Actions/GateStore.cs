using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>A gate's state, read and changed by one at a time although the gate lets calls interleave.</summary>
internal sealed class GateStore(IPersistentState<Kept<ActionGateState>> store) : IDisposable
{
    private readonly SemaphoreSlim writing = new(1);

    public void Dispose() => writing.Dispose();

    /// <summary>As it is on disk.</summary>
    public async Task<ActionGateState> ReadAsync()
    {
        await writing.WaitAsync();
        try
        {
            return await store.ReadAsync() ?? new();
        }
        finally
        {
            writing.Release();
        }
    }

    public Task ChangeAsync(Func<ActionGateState, GateChange?> change) => ChangeAsync(state => Task.FromResult(change(state)));

    /// <param name="change">The next state and what commits with it; null: nothing changes. May be asked again, on fresh state.</param>
    public async Task ChangeAsync(Func<ActionGateState, Task<GateChange?>> change)
    {
        await writing.WaitAsync();
        try
        {
            await store.RetryOnConflictAsync(async () =>
                await change(await store.ReadAsync() ?? new()) is { } next && await store.CommitAsync(next.State, next.Facts));
        }
        finally
        {
            writing.Release();
        }
    }
}

/// <param name="State">The next one.</param>
/// <param name="Facts">What commits with it.</param>
internal sealed record GateChange(ActionGateState State, LedgerFacts Facts);

using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AiSre.Grains.Alerts;

/// <summary>
/// One document for a workspace, because their number is bounded. Whatever comes while a commit runs is the next commit: many ends that nobody knows
/// are not as many transactions.
/// </summary>
[GrainType(EarlyEndsGrain.Kind), Reentrant, PreferLocalPlacement]
public sealed class EarlyEndsGrain(
    [PersistentState("ends", LedgerState.Storage)] IPersistentState<Kept<EarlyEndsState>> store, TimeProvider clock) : Grain, IEarlyEndsGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "early-ends";

    private readonly List<EarlyEnd> waiting = [];
    private Task running = Task.CompletedTask;
    private Task? next;

    public async Task<ImmutableArray<EarlyEnd>> OfAsync(string scope) => [.. (await KnownAsync()).Where(end => end.Scope == scope)];

    public Task RememberAsync(ImmutableArray<EarlyEnd> ends)
    {
        waiting.AddRange(ends);
        return next ??= WriteAfterAsync(running);
    }

    private async Task WriteAfterAsync(Task before)
    {
        await Task.Yield();
        try
        {
            await before;
        }
        catch (Exception) when (before.IsFaulted || before.IsCanceled)
        {
            // Those whose ends it were hear of it.
        }
        var ends = waiting.ToList();
        waiting.Clear();
        next = null;
        await (running = WriteAsync(ends));
    }

    private Task<bool> WriteAsync(List<EarlyEnd> ends) => store.RetryOnConflictAsync(async () =>
        await store.CommitAsync(new EarlyEndsState { Ends = EarlyEndRules.Add(await KnownAsync(), ends, clock.GetUtcNow()) }, LedgerFacts.None));

    private async Task<ImmutableArray<EarlyEnd>> KnownAsync() => (await store.ReadAsync())?.Ends ?? [];
}

/// <summary>The grain's document.</summary>
[GenerateSerializer, Immutable, Alias("aisre.early-ends-state")]
public sealed record EarlyEndsState
{
    /// <summary>In the order in which they were heard of.</summary>
    [Id(0)] public ImmutableArray<EarlyEnd> Ends { get; init; } = [];
}

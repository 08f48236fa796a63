using System.Collections.Immutable;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Heartbeats;

/// <summary>A name is in the list before its heartbeat is registered, and goes after it: whatever breaks in between, none is hidden.</summary>
[GrainType(HeartbeatNamesGrain.Kind), PreferLocalPlacement]
public sealed class HeartbeatNamesGrain([PersistentState("names", LedgerState.Storage)] IPersistentState<Kept<HeartbeatNamesState>> store) : Grain,
    IHeartbeatNamesGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "heartbeat-names";

    public async Task<ImmutableArray<string>> ListAsync() => (await store.ReadAsync())?.Names ?? [];

    public Task<bool> AddAsync(string name) => AddAsync(name, HeartbeatRules.MaxOfWorkspace);

    public Task AddDefinedAsync(string name) => AddAsync(name, int.MaxValue);

    public Task RemoveAsync(string name) => store.RetryOnConflictAsync(async () =>
    {
        var names = await ListAsync();
        var place = names.BinarySearch(name, StringComparer.Ordinal);
        return place >= 0 && await store.CommitAsync(new HeartbeatNamesState { Names = names.RemoveAt(place) }, LedgerFacts.None);
    });

    private Task<bool> AddAsync(string name, int most) => store.RetryOnConflictAsync(async () =>
    {
        var names = await ListAsync();
        var place = names.BinarySearch(name, StringComparer.Ordinal);
        if (place >= 0) return true;
        if (names.Length >= most) return false;
        return await store.CommitAsync(new HeartbeatNamesState { Names = names.Insert(~place, name) }, LedgerFacts.None);
    });
}

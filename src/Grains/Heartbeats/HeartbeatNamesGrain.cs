using System.Collections.Immutable;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Alarms;
using Orleans.Placement;

namespace AiSre.Grains.Heartbeats;

/// <summary>A name is in the list before its heartbeat is registered, and goes after it: whatever breaks in between, none is hidden.</summary>
[GrainType("heartbeat-names"), PreferLocalPlacement]
public sealed class HeartbeatNamesGrain([PersistentState("names", AlarmGrain.Storage)] IPersistentState<HeartbeatNamesState> store) : Grain, IHeartbeatNamesGrain
{
    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(store.State.Names);

    public async Task<bool> AddAsync(string name)
    {
        var names = store.State.Names;
        var place = names.BinarySearch(name, StringComparer.Ordinal);
        if (place >= 0) return true;
        if (names.Length >= HeartbeatRules.MaxOfWorkspace) return false;
        await store.KeepAsync(store.State with { Names = names.Insert(~place, name) });
        return true;
    }

    public async Task RemoveAsync(string name)
    {
        if (store.State.Names.BinarySearch(name, StringComparer.Ordinal) is >= 0 and var place) await store.KeepAsync(store.State with { Names = store.State.Names.RemoveAt(place) });
    }
}

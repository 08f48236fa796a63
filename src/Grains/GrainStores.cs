using AiSre.Grains.Alarms;
using Orleans.Storage;

namespace AiSre.Grains;

/// <summary>Writing the state of grains that change rarely (<see cref="AlarmGrain.Storage"/>).</summary>
internal static class GrainStores
{
    /// <summary>Writes a state. When that fails, the state is what stands on disk, and nothing of the call is acknowledged: memory never claims what the disk refused.</summary>
    public static async Task KeepAsync<T>(this IPersistentState<T> store, T next)
    {
        var before = store.State;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation has written.
            await store.ReadStateAsync();
            throw new LedgerUnavailableException("The state was changed elsewhere at the same time.");
        }
        catch (Exception exception)
        {
            store.State = before;
            throw new LedgerUnavailableException("A state could not be stored.", exception);
        }
    }
}

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Orleans.Storage;

namespace AiSre.Grains.Ledger;

/// <summary>The one way in which grains read and change what the ledger keeps of them.</summary>
public static class LedgerState
{
    /// <summary>Name of the grain storage that is the ledger.</summary>
    public const string Storage = "ledger";

    /// <summary>
    /// The state, null when nothing was ever written. Asks again when the ledger was away at activation, and says so when it still is.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read.</exception>
    public static async ValueTask<T?> ReadAsync<T>(this IPersistentState<Kept<T>> store) where T : class
    {
        if (store.State.Unread) await store.ReadStateAsync();
        return store.State.Unread ? throw new LedgerUnavailableException("The ledger cannot be read at the moment.") : store.State.Value;
    }

    /// <summary>
    /// Writes the next state with its facts, all of it or nothing. When that fails, memory holds what is on disk, or was when it was last read: it
    /// never claims what the disk refused.
    /// </summary>
    /// <returns>False when nothing was written because the mark among the facts is there already.</returns>
    /// <exception cref="InconsistentStateException">Somebody else has written, or a fired alarm is gone; the state must be read again.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger could not commit.</exception>
    /// <exception cref="LedgerFullException">Too much waits already.</exception>
    public static async Task<bool> CommitAsync<T>(this IPersistentState<Kept<T>> store, T? next, LedgerFacts facts) where T : class
    {
        var before = store.State;
        // Calls that interleave go on seeing what is on disk.
        var writing = store.State = new Kept<T> { Value = before.Value, Next = next, IsWriting = true, Facts = facts };
        try
        {
            await store.WriteStateAsync();
        }
        catch (Exception exception)
        {
            store.State = before;
            // Orleans wraps what a storage throws; callers tell "try again" by its type.
            if (exception is OrleansException { InnerException: (LedgerUnavailableException or LedgerFullException) and { } cause })
                ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        var marked = writing.Outcome is LedgerOutcome.Marked;
        store.State = marked ? before : new Kept<T> { Value = next };
        return !marked;
    }

    /// <summary>Runs an attempt again on fresh state when somebody else has written in between, unless the caller has given up meanwhile.</summary>
    public static async Task<TAnswer> RetryOnConflictAsync<T, TAnswer>(this IPersistentState<Kept<T>> store, Func<Task<TAnswer>> attempt) where T
        : class
    {
        var began = Stopwatch.GetTimestamp();
        await store.ReadAsync();
        try
        {
            return await attempt();
        }
        catch (InconsistentStateException exception)
        {
            if (GrainCalls.IsGivenUp(began))
                throw new LedgerUnavailableException("The state changed while a commit took too long; nothing was done.", exception);
            await store.RefreshAsync();
            return await attempt();
        }
    }

    /// <summary>Reads what is on disk now.</summary>
    public static async ValueTask<T?> RefreshAsync<T>(this IPersistentState<Kept<T>> store) where T : class
    {
        await store.ReadStateAsync();
        return await store.ReadAsync();
    }
}

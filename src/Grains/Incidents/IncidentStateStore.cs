using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Grains.Incidents;

internal static class IncidentStateStore
{
    /// <summary>Asks the ledger again when it was away at activation, and says so when it still is.</summary>
    public static async ValueTask EnsureReadAsync(this IPersistentState<IncidentState> store)
    {
        if (!store.State.Unread) return;
        await store.ReadStateAsync();
        if (store.State.Unread) throw new LedgerUnavailableException("The ledger cannot be read at the moment.");
    }

    /// <summary>Writes what a rule decided; nothing when it decided nothing. Puts the old state back when the write fails, so that memory never claims what the disk refused.</summary>
    public static async Task<Incident> CommitAsync(
        this IPersistentState<IncidentState> store, IncidentChange change, ImmutableArray<AlertChange> alerts = default, AlertSplit? split = null,
        ImmutableArray<AlarmChange> alarms = default, ImmutableArray<OutboxMessage> outbox = default)
    {
        var before = store.State;
        if (change.IsNone && ReferenceEquals(change.Incident, before.Incident) && alerts.IsDefaultOrEmpty && alarms.IsDefaultOrEmpty && outbox.IsDefaultOrEmpty) return change.Incident;
        store.State = new IncidentState
        {
            Incident = change.Incident,
            Events = change.Events.IsDefault ? [] : change.Events,
            Alerts = alerts.IsDefault ? [] : alerts,
            Split = split,
            Alarms = alarms.IsDefault ? [] : alarms,
            Outbox = outbox.IsDefault ? [] : outbox,
        };
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
        store.State = new IncidentState { Incident = change.Incident };
        return change.Incident;
    }

    /// <summary>Runs an attempt again on fresh state when the row was changed by somebody else in between, unless the caller has given up meanwhile.</summary>
    public static async Task<T> RetryOnConflictAsync<T>(this IPersistentState<IncidentState> store, Func<Task<T>> attempt)
    {
        var began = Stopwatch.GetTimestamp();
        await store.EnsureReadAsync();
        try
        {
            return await attempt();
        }
        catch (InconsistentStateException exception)
        {
            if (GrainCalls.IsGivenUp(began)) throw new LedgerUnavailableException("The incident changed while a commit took too long; nothing was done.", exception);
            await store.ReadStateAsync();
            await store.EnsureReadAsync();
            return await attempt();
        }
    }
}

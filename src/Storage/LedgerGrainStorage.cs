using System.Globalization;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Storage;

/// <summary>
/// The ledger as grain storage, keyed <see cref="IncidentGrain.Storage"/>: an incident's state shares its transactions with the alert rows and
/// timeline events of the same change. The ETag is the row's version.
/// </summary>
public sealed class LedgerGrainStorage(ILedger ledger, IIncidentReads reads) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (workspace, id) = GrainKeys.Parse(grainId.Key.ToString()!);
        (Incident Incident, int Version)? found;
        try
        {
            found = await reads.FindAsync(workspace, id);
        }
        catch (LedgerUnavailableException)
        {
            // The grain asks again with its next call. A failure would keep its callers waiting: Orleans delays the end of an activation that failed by 5 s.
            grainState.State = (T)(object)new IncidentState { Unread = true };
            return;
        }
        grainState.RecordExists = found is not null;
        grainState.ETag = found?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.State = (T)(object)new IncidentState { Incident = found?.Incident };
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = StateOf(grainState);
        var version = int.Parse(grainState.ETag ?? throw new InvalidOperationException("An incident is born by its intake, not by its grain."), CultureInfo.InvariantCulture);
        var write = new IncidentWrite
        {
            Incident = state.Incident!, Version = version, Events = state.Events, Alerts = state.Alerts, Split = state.Split, Alarms = state.Alarms, Outbox = state.Outbox,
        };
        await ledger.CommitAsync(write);
        if (write.Outcome is not LedgerOutcome.Applied)
            throw new InconsistentStateException($"{grainId} changed since version {version}.", "", grainState.ETag!);
        grainState.ETag = (version + 1).ToString(CultureInfo.InvariantCulture);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Incidents are history: they are never cleared.");

    private static IncidentState StateOf<T>(IGrainState<T> grainState) =>
        grainState.State as IncidentState ?? throw new NotSupportedException($"The ledger stores incidents, not {typeof(T).Name}.");
}

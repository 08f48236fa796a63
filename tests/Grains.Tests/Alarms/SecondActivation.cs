using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using AiSre.Storage;
using Orleans.Storage;

namespace AiSre.Grains.Tests.Alarms;

/// <summary>
/// One more activation of an incident's grain than there should be: the cluster has rearranged itself, and neither knows of the other.
/// </summary>
internal static class SecondActivation
{
    public static async Task<IncidentGrain> OfAsync(TestSilo silo, string workspace, string id, TimeProvider clock, IAlertIndex? index = null)
    {
        var storage = new LedgerGrainStorage(silo.Service<ILedger>(), silo.Service<IServiceProvider>());
        var state = new StateOfOne(storage, GrainId.Create(IncidentGrain.Kind, GrainKeys.Incident(workspace, id)));
        await state.ReadStateAsync();
        return new IncidentGrain(
            state, index ?? silo.Service<IAlertIndex>(), silo.Service<IIncidentReads>(), silo.Service<IOutboxReads>(),
            silo.Definitions, silo.Service<ISilences>(), silo.Grains, clock, DedupOptions.Default, new TellOptions(), silo.Service<UnroutedLog>(),
            silo.Service<UnreachedPages>(), silo.Service<AlarmBell>(), new DiagnosisOptions());
    }

    private sealed class StateOfOne(IGrainStorage storage, GrainId grain) : IPersistentState<Kept<Incident>>
    {
        private readonly GrainState<Kept<Incident>> state = new() { State = new() };

        public Kept<Incident> State { get => this.state.State!; set => this.state.State = value; }
        public string? Etag => this.state.ETag;
        public bool RecordExists => this.state.RecordExists;
        public Task ClearStateAsync() => throw new NotSupportedException();
        public Task ReadStateAsync() => storage.ReadStateAsync("incident", grain, this.state);
        public Task WriteStateAsync() => storage.WriteStateAsync("incident", grain, this.state);
    }
}

using AiSre.Api.Platform;
using AiSre.Grains.Incidents;
using AiSre.Storage;

namespace AiSre.Silo;

/// <summary>The ledger is healthy when its last commit was; before the first one, and after a failure, it is asked to try.</summary>
internal sealed class LedgerProbe(LedgerWriter ledger) : IHealthProbe
{
    public string Name => HealthChecks.Ledger;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
        ledger is { Failure: null, HasCommitted: true } || await ledger.ProbeAsync(cancellation) ? HealthState.Ok : HealthState.Failed;
}

/// <summary>The cluster answers when a grain does.</summary>
internal sealed class ClusterProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Cluster;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        await grains.GetGrain<IIncidentQueries>(0).LocateAsync("inc-health").WaitAsync(cancellation);
        return HealthState.Ok;
    }
}

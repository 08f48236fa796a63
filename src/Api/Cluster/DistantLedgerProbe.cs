using AiSre.Api.Platform;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Cluster;

/// <summary>
/// The ledger as an API process sees it, through a silo. When it is away that is "degraded" and not "failed": the API still takes alerts, and a
/// load balancer that turned away from all APIs at once would turn them into lost ones.
/// </summary>
internal sealed class DistantLedgerProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Ledger;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IIncidentQueries>(0).LocateAsync("inc-health").WaitAsync(cancellation);
            return HealthState.Ok;
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            return HealthState.Degraded;
        }
    }
}

using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Platform;

/// <summary>The cluster answers when a grain does, even if all that it has to say is that the ledger is away.</summary>
public sealed class ClusterProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Cluster;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IIncidentQueries>(0).LocateAsync("inc-health").WaitAsync(cancellation);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            return HealthState.Ok;
        }
        return HealthState.Ok;
    }
}

using AiSre.Api.Edge;
using AiSre.Grains.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Api.Platform;

/// <summary>Probes that ask the cluster.</summary>
public static class ClusterProbes
{
    /// <summary><c>cluster</c>: for every process.</summary>
    public static IServiceCollection AddClusterProbe(this IServiceCollection services)
    {
        services.TryAddSingleton<ClusterView>();
        return services.AddSingleton<IHealthProbe, ClusterProbe>();
    }

    /// <summary><c>cluster</c> and <c>ledger</c> for a process that is a client of the cluster and has no ledger of its own.</summary>
    public static IServiceCollection AddRemoteProbes(this IServiceCollection services) =>
        services.AddClusterProbe().AddSingleton<IHealthProbe, RemoteLedgerProbe>();
}

/// <summary>
/// Failed when no silo answers. Degraded when fewer silos live than lately did, or nobody can say, because the cluster goes on to accept alerts
/// whatever its table does.
/// </summary>
internal sealed class ClusterProbe(IGrainFactory grains, ClusterView cluster, ILogger<ClusterProbe> log) : IHealthProbe
{
    public string Name => HealthChecks.Cluster;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        await grains.GetGrain<IPlatformGrain>(0).PingAsync().WaitAsync(cancellation);
        try
        {
            return await cluster.IsWholeAsync(cancellation) ? HealthState.Ok : HealthState.Degraded;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            log.ProbeFailed(Name, exception);
            return HealthState.Degraded;
        }
    }
}

/// <summary>Asks a silo about its ledger. No answer is a no: without a silo nothing can be accepted here.</summary>
internal sealed class RemoteLedgerProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Ledger;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
        await grains.GetGrain<IPlatformGrain>(0).LedgerCommitsAsync().WaitAsync(cancellation) ? HealthState.Ok : HealthState.Failed;
}

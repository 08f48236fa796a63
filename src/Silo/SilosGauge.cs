using Prometheus;

namespace AiSre.Silo;

/// <summary>How many silos are active as this one sees it, on <c>/metrics</c>. Its own memory of the cluster's table: a scrape asks nobody.</summary>
internal sealed class SilosGauge(ISiloStatusOracle silos) : IHostedService, IDisposable
{
    private static readonly Gauge Active = Metrics.CreateGauge("ai_sre_silos_active", "Silos that this silo sees active, itself included.");

    private volatile bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Metrics.DefaultRegistry.AddBeforeCollectCallback(() =>
        {
            if (!stopped) Active.Set(silos.GetApproximateSiloStatuses(onlyActive: true).Count);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The registry outlives its host, which happens in tests; some of them end without a stop.</summary>
    public void Dispose() => stopped = true;
}

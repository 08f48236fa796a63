using AiSre.Domain.Alerts;
using AiSre.Grains.Incidents;
using Prometheus;

namespace AiSre.Silo;

/// <summary>How many incidents are open, by severity, on <c>/metrics</c>. Counted at most every 15 seconds, however often somebody scrapes.</summary>
internal sealed class OpenIncidentsGauge(IGrainFactory grains, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly Gauge Open =
        Metrics.CreateGauge("ai_sre_incidents_open", "Incidents that are open or acknowledged, by severity.", "severity");

    private DateTimeOffset countedAt = DateTimeOffset.MinValue;
    private volatile bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Metrics.DefaultRegistry.AddBeforeCollectCallback(CountAsync);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopped = true;
        return Task.CompletedTask;
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (stopped || now - countedAt < Fresh) return;
        countedAt = now;
        var counts = await grains.GetGrain<IIncidentQueries>(0).OpenBySeverityAsync().WaitAsync(cancellation);
        for (var severity = 0; severity < counts.Length; severity++) Open.WithLabels(((Severity)severity).Name()).Set(counts[severity]);
    }
}

using Prometheus;

namespace AiSre.Silo;

/// <summary>A figure that is looked up in the database whenever somebody asks for <c>/metrics</c>.</summary>
internal abstract partial class MeasuredAtScrape(ILogger log) : IHostedService
{
    private volatile bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Metrics.DefaultRegistry.AddBeforeCollectCallback(TryMeasureAsync);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopped = true;
        return Task.CompletedTask;
    }

    protected abstract ValueTask MeasureAsync();

    private async Task TryMeasureAsync(CancellationToken cancellation)
    {
        if (stopped) return;
        try
        {
            await MeasureAsync();
        }
        catch (Exception exception)
        {
            // A database that is away must not take the other metrics with it: they say that it is away.
            LogUnknown(log, GetType().Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Gauge} could not be measured: {Reason}")]
    private static partial void LogUnknown(ILogger log, string gauge, string reason);
}

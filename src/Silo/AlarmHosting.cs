using AiSre.Api.Platform;
using AiSre.Grains.Alarms;
using AiSre.Storage;
using Prometheus;

namespace AiSre.Silo;

/// <summary>Alarms and what keeps them going: the grains that call, their reminders and notes, and what is seen of them.</summary>
internal static class AlarmHosting
{
    public static ISiloBuilder AddAlarms(this ISiloBuilder silo, LedgerOptions ledger)
    {
        if (ledger.Postgres is { } postgres) silo.UsePostgresGrainTables(postgres);
        else silo.UseSqliteGrainTables(Path.Combine(Path.GetFullPath(ledger.DataDirectory), "grains.db"));
        silo.Services.AddHostedService<AlarmWaker>();
        silo.Services.AddHostedService<OverdueGauge>();
        silo.Services.AddSingleton<IHealthProbe, AlarmProbe>();
        return silo;
    }
}

/// <summary>How late the platform is, on <c>/metrics</c>. Every silo tells the same.</summary>
internal sealed partial class OverdueGauge(IAlarmReads alarms, TimeProvider clock, ILogger<OverdueGauge> log) : IHostedService
{
    private static readonly Gauge Overdue = Metrics.CreateGauge("ai_sre_alarms_overdue_seconds", "Age of the oldest due alarm that was not acted on; 0 when there is none.");
    private volatile bool stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Metrics.DefaultRegistry.AddBeforeCollectCallback(MeasureAsync);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopped = true;
        return Task.CompletedTask;
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        if (stopped) return;
        try
        {
            Overdue.Set((await alarms.OverdueAsync(clock.GetUtcNow())).TotalSeconds);
        }
        catch (Exception exception)
        {
            // A database that is away must not take the other metrics with it: they say that it is away.
            LogUnknown(log, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody knows how late alarms are: {Reason}")]
    private static partial void LogUnknown(ILogger log, string reason);
}

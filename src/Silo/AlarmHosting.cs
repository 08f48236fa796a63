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
        var path = Path.Combine(Path.GetFullPath(ledger.DataDirectory), "grains.db");
        if (ledger.Postgres is { } postgres) silo.UsePostgresGrainTables(postgres);
        else silo.UseSqliteGrainTables(path);
        silo.MoveStatesToLedger(ledger, path);
        silo.Services.AddAlarmGrains();
        silo.Services.AddHostedService<AlarmWaker>();
        silo.Services.AddHostedService<OverdueGauge>();
        silo.Services.AddSingleton<IHealthProbe, AlarmProbe>();
        return silo;
    }
}

/// <summary>How late the platform is, on <c>/metrics</c>. Every silo tells the same.</summary>
internal sealed class OverdueGauge(IAlarmReads alarms, TimeProvider clock, ILogger<OverdueGauge> log) : MeasuredAtScrape(log)
{
    private static readonly Gauge Overdue =
        Metrics.CreateGauge("ai_sre_alarms_overdue_seconds", "Age of the oldest due alarm that was not acted on; 0 when there is none.");

    protected override async ValueTask MeasureAsync() => Overdue.Set((await alarms.OverdueAsync(clock.GetUtcNow())).TotalSeconds);
}

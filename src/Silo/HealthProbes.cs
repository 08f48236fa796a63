using AiSre.Api.Platform;
using AiSre.Grains.Alarms;
using AiSre.Grains.Platform;
using AiSre.Storage;

namespace AiSre.Silo;

/// <summary>The ledger is healthy when its last commit was; before the first one, and after a failure, it is asked to try.</summary>
internal sealed class LedgerProbe(LedgerWriter ledger) : IHealthProbe, ILedgerHealth
{
    public string Name => HealthChecks.Ledger;

    public string? Detail => ledger.Trouble;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
        await CommitsAsync(cancellation) ? HealthState.Ok : HealthState.Failed;

    public async ValueTask<bool> CommitsAsync(CancellationToken cancellation) =>
        ledger.IsKnownToCommit || await ledger.ProbeAsync(cancellation);
}

/// <summary>Alarms are well while none waits that is long due.</summary>
internal sealed class AlarmProbe(IAlarmReads alarms, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(300);

    public string Name => HealthChecks.Alarms;

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var overdue = await alarms.OverdueAsync(clock.GetUtcNow());
        return overdue > Stuck ? HealthState.Failed : overdue > Slow ? HealthState.Degraded : HealthState.Ok;
    }
}

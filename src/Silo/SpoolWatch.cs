using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Silo;

/// <summary>Looks after the spool: tells this silo whether something waits, and has it taken up while it does.</summary>
internal sealed partial class SpoolWatch(ISpool spool, IGrainFactory grains, TimeProvider clock, ILogger<SpoolWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                if (await spool.CountAsync() > 0) taken = await grains.GetGrain<ISpoolGrain>(0).DrainAsync();
            }
            catch (Exception exception)
            {
                LogFailed(log, exception.Message);
            }
            if (taken == 0) await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The spool could not be looked after: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}

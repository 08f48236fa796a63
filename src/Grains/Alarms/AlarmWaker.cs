using AiSre.Grains.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Alarms;

/// <summary>
/// Wakes the alarm grains when this silo has joined, and at every change of the cluster after that: those that lived on a silo which died are back as
/// soon as its death is known, and need not wait for their reminders.
/// </summary>
public sealed partial class AlarmWaker(
    IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails self, ILogger<AlarmWaker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            if (snapshot.GetSiloStatus(self.SiloAddress) is not SiloStatus.Active) continue;
            while (!await TryWakeAsync(stoppingToken)) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task<bool> TryWakeAsync(CancellationToken stoppingToken)
    {
        try
        {
            // One after the other: on SQLite their reminders have one file to share.
            for (var partition = 0; partition < AlarmTarget.Partitions; partition++)
                await grains.GetGrain<IAlarmGrain>(partition).WakeAsync().WaitAsync(stoppingToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(log, exception);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alarm grains could not be woken; tried again in a second.")]
    private static partial void LogFailed(ILogger log, Exception exception);
}

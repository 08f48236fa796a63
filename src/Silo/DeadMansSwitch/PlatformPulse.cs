using AiSre.Grains.Alarms;
using AiSre.Grains.Notifications;
using AiSre.Grains.Platform;

namespace AiSre.Silo.DeadMansSwitch;

/// <summary>Whether the platform does what it is for: it stores, acts in time, and tells.</summary>
internal sealed class PlatformPulse(ILedgerHealth ledger, IAlarmReads alarms, IOutboxReads outbox, TimeProvider clock)
{
    private static readonly TimeSpan LatestAlarm = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OldestMessage = TimeSpan.FromSeconds(120);

    /// <summary>Null when it does; else why not, for the log.</summary>
    public async Task<string?> TroubleAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await ledger.CommitsAsync(cancellation)) return "the store cannot commit";
            var now = clock.GetUtcNow();
            var overdue = await alarms.OverdueAsync(now);
            if (overdue > LatestAlarm) return FormattableString.Invariant($"an alarm is overdue for {(long)overdue.TotalSeconds} s");
            var waits = (await outbox.BacklogAsync()).WaitedUntil(now);
            return waits > OldestMessage ? FormattableString.Invariant($"a message waits to be sent for {(long)waits.TotalSeconds} s") : null;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return $"nobody can tell: {exception.Message}";
        }
    }
}

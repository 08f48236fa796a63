using AiSre.Domain.Alarms;
using AiSre.Domain.Notifications;
using AiSre.Domain.Workspaces;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Notifications;

/// <summary>What happens beside the calls: one step after the other until nothing can be done soon.</summary>
public sealed partial class DestinationGrain
{
    /// <summary>Waits that are longer are left to the alarm.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan StayAwake = TimeSpan.FromMinutes(2);

    private async Task RunAsync()
    {
        for (var failures = 0; !leaving.IsCancellationRequested;)
        {
            try
            {
                // Looked at here once more: from here to the end of the loop nobody else's turn comes in between.
                if (!await StepAsync() && !queue.IsStale) break;
                failures = 0;
            }
            catch (Exception) when (leaving.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The ledger is away, mostly. What was sent and not recorded is recorded before anything else is sent; the rest is read again.
                LogStepFailed(log, exception, channelName, address);
                queue.Reload();
                await WaitAsync(AlarmRules.PauseAfter(++failures), null);
            }
        }
        running = false;
    }

    /// <returns>False: there is nothing to do before an alarm calls.</returns>
    private async Task<bool> StepAsync()
    {
        DelayDeactivation(StayAwake);
        if (await holds.OfAsync(workspace) is not null) return await StandStillAsync();
        if (stored is null) await RecallAsync();
        if (queue.IsStale && unrecorded.Count == 0) await queue.LoadAsync();
        var known = await definitions.OfAsync(workspace);
        var used = ChannelInUse.Of(known, channelName, senders);
        var step = SendingRules.Next(queue.Window(used.Channel), sending, used.Channel, clock.GetUtcNow());
        if (unrecorded.Count > 0 && (step is not SendingStep.Send || unrecorded.Count >= used.RecordedTogether))
        {
            await RecordAsync();
            return true;
        }
        switch (step)
        {
            case SendingStep.Drop drop:
                await DropAsync(drop.Messages, used);
                return true;
            case SendingStep.Fold fold:
                await FoldAsync(fold.Messages, used);
                return true;
            case SendingStep.Send send:
                if (!await lease.KeepAsync()) return GiveWay();
                await SendAsync(send, used, known);
                return true;
            case SendingStep.Wait when HeldRules.NotInTime(queue.All, sending, clock.GetUtcNow()) is { IsEmpty: false } held:
                await HoldAsync(held);
                return true;
            case SendingStep.Wait wait when wait.Until - clock.GetUtcNow() <= LongestWait:
                if (!await lease.KeepAsync()) return GiveWay();
                await WaitAsync(wait.Until - clock.GetUtcNow(), queue.Changed);
                return true;
            case SendingStep.Wait wait:
                if (!await lease.MoveAsync(wait.Until)) GiveWay();
                return false;
            default:
                await lease.ReleaseAsync(() => !queue.IsStale);
                return false;
        }
    }

    /// <summary>The workspace is suspended: nothing is sent, and the alarm finds out when that is over. What was sent is recorded.</summary>
    private async Task<bool> StandStillAsync()
    {
        if (unrecorded.Count > 0) await RecordAsync();
        queue.Forget();
        await lease.MoveAsync(clock.GetUtcNow() + SuspensionRules.PutOff);
        return false;
    }

    /// <summary>Another activation has the lease: what waits is its business now.</summary>
    private bool GiveWay()
    {
        queue.Forget();
        DeactivateOnIdle();
        return false;
    }

    private async Task WaitAsync(TimeSpan time, Task? until)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        var delay = Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, either.Token);
        await Task.WhenAny(until is null ? [delay] : [delay, until]);
        await either.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Channel} has for {Address} waits: something else than the vendor failed.")]
    private static partial void LogStepFailed(ILogger log, Exception exception, string channel, string address);
}

using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Orleans.Concurrency;

namespace AiSre.Grains.Platform;

[GrainType("platform"), StatelessWorker]
public sealed class PlatformGrain(ILedgerHealth ledger, IAlarmReads alarms, IOutboxReads outbox, ISpool spool, TimeProvider clock)
    : Grain, IPlatformGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public Task PingAsync() => Task.CompletedTask;

    public async Task<bool> LedgerCommitsAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await ledger.CommitsAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async Task<WaitingWork> WaitingAsync()
    {
        var waiting = new WaitingWork();
        await Ask(async () =>
        {
            var next = await alarms.NextDueAsync() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : (DateTimeOffset?)null;
            var now = clock.GetUtcNow();
            waiting = waiting with { NextAlarmAt = next, AlarmsLateBy = next < now ? now - next.Value : TimeSpan.Zero };
        });
        await Ask(async () =>
        {
            var (pending, oldestAt, dead) = await outbox.BacklogAsync();
            DateTimeOffset? oldest = oldestAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
            waiting = waiting with { Messages = pending, OldestMessageAt = oldest, DeadMessages = dead };
        });
        await Ask(async () => waiting = waiting with { Spooled = await spool.CountAsync() });
        return waiting;
    }

    /// <summary>While one store is away the others are asked all the same.</summary>
    private static async Task Ask(Func<Task> question)
    {
        try
        {
            await question();
        }
        catch (Exception exception) when (exception is IOException || LedgerFailure.Is(exception))
        {
        }
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Holds;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace AiSre.Grains.Alarms;

/// <summary>
/// Looks at its share of the <c>alarms</c> table every second, or sooner when one is due sooner, and calls the grains. It needs no memory to be
/// right: an alarm stands in the table until its effect has been committed, and then it is gone.
/// </summary>
[GrainType("alarms"), RandomPlacement]
public sealed partial class AlarmGrain(
    [PersistentState("alarms", AlarmGrain.Storage)] IPersistentState<AlarmPartitionState> store,
    IAlarmReads reads, ILedger ledger, AlarmPace pace, WorkspaceHolds holds, TimeProvider clock, ILogger<AlarmGrain> log)
    : Grain, IAlarmGrain, IRemindable
{
    /// <summary>Name of the grain storage for grains that change rarely.</summary>
    public const string Storage = "grains";

    /// <summary>Also how late an alarm may be that is set while nothing else is due.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>After so long it starts over from the oldest, so that an alarm which failed is not forgotten while there is always more.</summary>
    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(5);

    private const int PageSize = 256;

    /// <summary>A workspace with so many in one page may have many more behind it: what others have due is looked for beside.</summary>
    private const int Many = PageSize / IAlarmReads.MostExcepted;

    private readonly AlarmCalls calls = new();
    private IGrainTimer? timer;
    private DateTimeOffset nextNote;
    private bool reminded;
    private bool looking;
    private bool lookAgain;

    private int Partition => (int)this.GetPrimaryKeyLong();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        AlarmMetrics.Publish();
        // The partitions take turns, so that their notes do not wait for one another.
        nextNote = clock.GetUtcNow() + Minute * (Partition + 1) / AlarmTarget.Partitions;
        timer = this.RegisterGrainTimer(
            static (self, _) =>
                self.ScanAsync(), this, new() { DueTime = TimeSpan.Zero, Period = LongestSleep, Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public async Task WakeAsync()
    {
        if (reminded) return;
        if (await this.GetReminder("awake") is null) await this.RegisterOrUpdateReminder("awake", Minute, Minute);
        reminded = true;
    }

    public Task LookAsync()
    {
        if (looking) lookAgain = true;
        else timer!.Change(ShortestSleep, LongestSleep);
        return Task.CompletedTask;
    }

    /// <summary>Being called is all that it is for.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task ScanAsync()
    {
        var sleep = LongestSleep;
        (looking, lookAgain) = (true, false);
        try
        {
            sleep = await PassAsync();
            await NoteAsync();
        }
        catch (Exception exception)
        {
            LogScanFailed(log, exception, Partition);
        }
        looking = false;
        timer!.Change(lookAgain || sleep < ShortestSleep ? ShortestSleep : sleep, LongestSleep);
    }

    /// <summary>Calls everything that is due, page by page. Of a page the workspaces take turns, and of each the most urgent goes first.</summary>
    /// <returns>How long until there may be more.</returns>
    private async Task<TimeSpan> PassAsync()
    {
        var began = clock.GetTimestamp();
        AlarmRow? last = null;
        do
        {
            var now = clock.GetUtcNow();
            var unix = now.ToUnixTimeMilliseconds();
            var page = await reads.DueAsync(Partition, unix + (long)LongestSleep.TotalMilliseconds, last, PageSize);
            var due = page.TakeWhile(alarm => alarm.DueAt <= unix).ToList();
            if (due.Count == PageSize) due.AddRange(await OfOthersAsync(due, unix));
            foreach (var alarm in InTurn.Order(due.OrderByDescending(alarm => alarm.Urgency), alarm => alarm.Target.Workspace))
            {
                if (!calls.TryBegin(alarm, unix)) continue;
                await pace.EnterAsync(alarm);
                _ = CallAsync(alarm, store.State.ScannedAt(now).AwayUntil);
            }
            if (due.Count < PageSize)
            {
                calls.EndPass();
                return due.Count < page.Count ? TimeSpan.FromMilliseconds(page[due.Count].DueAt - unix) : LongestSleep;
            }
            last = page[^1];
        }
        while (clock.GetElapsedTime(began) < LongestPass);
        return TimeSpan.Zero;
    }

    /// <summary>What is due further behind, of workspaces that a page full of others' alarms would hide.</summary>
    private async ValueTask<IReadOnlyList<AlarmRow>> OfOthersAsync(List<AlarmRow> page, long until)
    {
        List<string> many = [.. page.CountBy(alarm => alarm.Target.Workspace).Where(one => one.Value >= Many).Select(one => one.Key)];
        return many.Count == 0 ? [] : await reads.DueOfOthersAsync(Partition, until, page[^1], many, PageSize);
    }

    private async Task CallAsync(AlarmRow alarm, DateTimeOffset? awayUntil)
    {
        var began = Stopwatch.GetTimestamp();
        var dueAt = DateTimeOffset.FromUnixTimeMilliseconds(alarm.DueAt);
        Exception? failure = null;
        try
        {
            if (SuspensionRules.Holds(await holds.OfAsync(alarm.Target.Workspace), alarm.Target.Kind)) await PutOffAsync(alarm);
            else
            {
                var answer = await GrainFactory.GetGrain<IAlarmTargetGrain>(alarm.Target.GrainId)
                    .OnAlarmAsync(new DueAlarm(alarm.Name, dueAt, awayUntil, alarm.Number));
                // Refused means that it was set anew in between: then that one will be called.
                if (answer is AlarmAnswer.Obsolete) await CommitAsync(alarm, [alarm.Fired]);
                AlarmMetrics.Fired(clock.GetUtcNow() - dueAt);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            AlarmMetrics.Failed();
        }
        finally
        {
            pace.Leave(began, Stopwatch.GetTimestamp(), failure is TimeoutException or LedgerUnavailableException or LedgerFullException);
        }
        var attempts = calls.End(alarm, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (failure is not null) LogCallFailed(log, failure, alarm.Name, alarm.Target.GrainId, attempts);
    }

    /// <summary>Its workspace is suspended: nobody is called, and it is looked at again in a while. Of one that is gone it is erased soon.</summary>
    private Task PutOffAsync(AlarmRow alarm) =>
        CommitAsync(alarm, [alarm.Fired, AlarmSet.At(alarm.Name, clock.GetUtcNow() + SuspensionRules.PutOff)]);

    private Task CommitAsync(AlarmRow alarm, ImmutableArray<AlarmChange> changes) =>
        ledger.CommitAsync(new FactsEntry(alarm.Target) { Facts = new() { Alarms = changes } });

    /// <summary>Notes about once a minute that it is there, so that it knows later when it was not.</summary>
    private async Task NoteAsync()
    {
        var now = clock.GetUtcNow();
        if (now < nextNote) return;
        nextNote = now + Minute;
        var before = store.State;
        try
        {
            store.State = before.ScannedAt(now);
            await store.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation has noted it. A note only helps to judge an outage; no alarm depends on it.
            await store.ReadStateAsync();
        }
        catch (Exception exception)
        {
            // The minute counts as an outage later on, and rightly so: without the disk nothing could be acknowledged either.
            store.State = before;
            LogNoteFailed(log, exception, Partition);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alarm partition {Partition} cannot read its alarms; it tries again in a second.")]
    private static partial void LogScanFailed(ILogger log, Exception exception, int partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alarm {Alarm} of {Target} failed (call {Calls}); it is called again.")]
    private static partial void LogCallFailed(ILogger log, Exception exception, string alarm, GrainId target, int calls);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alarm partition {Partition} cannot note that it is there.")]
    private static partial void LogNoteFailed(ILogger log, Exception exception, int partition);
}

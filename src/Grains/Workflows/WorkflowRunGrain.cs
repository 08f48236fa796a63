using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Workflows;

/// <summary>
/// Keeps a run. What the rules want done is stored first and done then, beside the calls that come in meanwhile; its report is folded in and stored
/// before anything follows from it. Whatever is being done has an alarm: should this process end, another finds it and goes on.
/// </summary>
[GrainType(WorkflowRunGrain.Kind), RandomPlacement]
public sealed partial class WorkflowRunGrain(
    [PersistentState("run", LedgerState.Storage)] IPersistentState<Kept<WorkflowRunState>> store, RunExecutor executor, RunNotices notices,
    TimeProvider clock, ILogger<WorkflowRunGrain> log) : Grain, IWorkflowRunGrain, IAlarmTargetGrain, IDisposable
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "workflow-run";

    private const string Turn = "turn";
    private const string Retire = "retire";

    /// <summary>How long a run stays in the list after its end.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>More than a command may take: what is not reported by then is looked after.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>One event at a time: reports come beside the calls.</summary>
    private readonly SemaphoreSlim oneEvent = new(1, 1);

    /// <summary>Commands whose reports are not stored yet.</summary>
    private int underWay;

    private string workspace = "";
    private string runId = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, runId) = GrainKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public void Dispose() => oneEvent.Dispose();

    public async Task<WorkflowRun> StartAsync(RunOrder order)
    {
        var started = (await store.ReadAsync())?.Run;
        return started ?? (await FoldAsync(
            _ => RunRules.Next(RunRules.Create(runId, order, clock.GetUtcNow()), new RunBegins(), clock.GetUtcNow()),
            new AuditRecord(order.StartedBy, "workflow_started", Kind, runId, Now)))!;
    }

    public async Task<WorkflowRun?> GetAsync() => (await store.ReadAsync())?.Run;

    public async Task<AnsweredRun> AnswerAsync(GateAnswer answer)
    {
        var outcome = AnswerOutcome.NoSuchGate;
        var run = await FoldAsync(
            run =>
            {
                (outcome, var turn) = RunRules.Answer(run!, answer, clock.GetUtcNow());
                return turn;
            },
            new AuditRecord(answer.By, answer.Approved ? "workflow_approved" : "workflow_denied", Kind, runId, Now));
        return new(outcome, run);
    }

    public Task<WorkflowRun?> CancelAsync(string by) => FoldAsync(
        run => RunRules.Next(run!, new CancelAsked(by), clock.GetUtcNow()), new AuditRecord(by, "workflow_cancelled", Kind, runId, Now));

    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        if (await store.ReadAsync() is not { Run: { } run }) return AlarmAnswer.Obsolete;
        var fired = alarm.Fired();
        if (alarm.Name == Retire)
        {
            return await store.AnswerAsync(async () =>
            {
                if (await store.ReadAsync() is null) return AlarmAnswer.Obsolete;
                await store.CommitAsync(null, new() { Alarms = [fired], Attachments = [new(RunSummaries.Kind, runId, null)] });
                DeactivateOnIdle();
                return AlarmAnswer.Settled;
            });
        }
        return await store.AnswerAsync(async () =>
        {
            // What is being done here needs nobody to look after it; its next alarm comes when it should long be over.
            RunEvent happened = run.DueAt is null && underWay == 0 ? new RunRecovered() : new TimePassed();
            await FoldAsync(run => RunRules.Next(run!, happened, clock.GetUtcNow()), null, fired);
            return AlarmAnswer.Settled;
        });
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Folds an event in, stores the run, and begins what it wants. Null when there is no run.</summary>
    private async Task<WorkflowRun?> FoldAsync(Func<WorkflowRun?, RunTurn> next, AuditRecord? audit, AlarmFired? fired = null)
    {
        await oneEvent.WaitAsync();
        try
        {
            return await store.RetryOnConflictAsync(async () =>
            {
                var before = (await store.ReadAsync())?.Run;
                if (before is null && audit?.Action != "workflow_started") return null;
                var turn = next(before);
                if (!ReferenceEquals(turn.Run, before) || fired is not null)
                {
                    await store.CommitAsync(
                        new WorkflowRunState { Run = turn.Run },
                        await FactsAsync(before, turn, ReferenceEquals(turn.Run, before) ? null : audit, fired));
                }
                Begin(turn);
                return turn.Run;
            });
        }
        finally
        {
            oneEvent.Release();
        }
    }

    private void Begin(RunTurn turn)
    {
        // The list lets go of what is over; should that be lost, it asks before it refuses anybody.
        if (turn.Run.IsOver && turn.Notes.Any(note => note.Type == RunNotes.Ended)) _ = GrainFactory.GetGrain<IWorkflowRunsGrain>(workspace)
            .EndedAsync(runId);
        if (turn.Command is not { } command) return;
        underWay++;
        DelayDeactivation(command.Timeout + Slack);
        _ = CarryOutAsync(turn.Run, command);
    }

    private async Task CarryOutAsync(WorkflowRun run, RunCommand command)
    {
        // Whoever asked has the answer first.
        await Task.Yield();
        try
        {
            var report = await executor.CarryOutAsync(run, command);
            await FoldAsync(current => RunRules.Next(current!, report, clock.GetUtcNow()), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The alarm stands: it is found out then what became of it.
            LogUnstored(log, runId, command.StepId, exception.Message);
        }
        finally
        {
            underWay--;
        }
    }

    private async Task<LedgerFacts> FactsAsync(WorkflowRun? before, RunTurn turn, AuditRecord? audit, AlarmFired? fired) => new()
    {
        Alarms = [.. fired is null ? Array.Empty<AlarmChange>() : [fired], .. AlarmsOf(turn)],
        Events = RunEvents.Of(turn, clock.GetUtcNow()),
        Messages = await notices.OfAsync(before, turn, clock.GetUtcNow()),
        Audit = audit is null ? [] : [audit],
        Attachments = before?.Status == turn.Run.Status && before.Position == turn.Run.Position ? [] : [RunSummaries.Attachment(turn.Run)],
    };

    private ImmutableArray<AlarmChange> AlarmsOf(RunTurn turn)
    {
        var run = turn.Run;
        if (run.IsOver) return [new AlarmClear(Turn), At(Retire, run.EndedAt!.Value + Kept)];
        if (run.DueAt is { } due) return [At(Turn, due)];
        return [At(Turn, clock.GetUtcNow() + (turn.Command?.Timeout ?? TimeSpan.FromSeconds(60)) + Slack)];
    }

    /// <summary>Rounded up: an alarm before its time would find nothing due yet.</summary>
    private static AlarmSet At(string name, DateTimeOffset at) => new(name, at.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds());

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of step {StepId} of {RunId} could not be stored yet: {Reason}")]
    private static partial void LogUnstored(ILogger log, string runId, string stepId, string reason);
}

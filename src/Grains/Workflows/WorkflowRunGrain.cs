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

    /// <summary>A gate whose plan is not known by then is asked about again, and then less and less often: the log has each question.</summary>
    private static readonly TimeSpan Planning = TimeSpan.FromSeconds(30), LongestPlanning = TimeSpan.FromMinutes(5);

    /// <summary>One event at a time: reports come beside the calls.</summary>
    private readonly SemaphoreSlim oneEvent = new(1, 1);

    /// <summary>Commands whose reports are not stored yet.</summary>
    private int underWay;

    /// <summary>The guard is being asked what the actions behind the open gate would do.</summary>
    private Task planning = Task.CompletedTask;

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
            turn => RunAudit.Started(turn.Run, clock.GetUtcNow())))!;
    }

    public async Task<WorkflowRun?> GetAsync()
    {
        var run = (await store.ReadAsync())?.Run;
        // What could not be read is asked again when its time has come, and not by everybody who looks.
        if (run is { Gate.Plans.IsEmpty: true }) Plan(run);
        return run;
    }

    public async Task<AnsweredRun> AnswerAsync(GateAnswer answer)
    {
        var (outcome, asked) = (AnswerOutcome.NoSuchGate, (WorkflowRun?)null);
        var plans = answer.Approved ? await PlansAsync(answer) : [];
        var run = await FoldAsync(
            run =>
            {
                if ((asked = run) is null) return null;
                (outcome, var turn) = RunRules.Answer(asked, answer, clock.GetUtcNow(), plans);
                return turn;
            },
            _ => RunAudit.Answered(asked!, answer, plans, clock.GetUtcNow()));
        return new(outcome, run);
    }

    public Task<WorkflowRun?> CancelAsync(string by) =>
        HappensAsync(new CancelAsked(by), turn => RunAudit.Cancelled(turn.Run, by, clock.GetUtcNow()));

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
            await HappensAsync(happened, null, fired);
            return AlarmAnswer.Settled;
        });
    }

    private Task<WorkflowRun?> HappensAsync(RunEvent happened, Func<RunTurn, AuditRecord>? audit = null, AlarmFired? fired = null) =>
        FoldAsync(run => run is null ? null : RunRules.Next(run, happened, clock.GetUtcNow()), audit, fired);

    /// <summary>Folds an event in, stores the run, and begins what it wants.</summary>
    /// <param name="next">Null: there is no run to which it could happen.</param>
    /// <param name="audit">What the audit says of it, if it changes the run; null: nothing.</param>
    /// <param name="fired">The alarm that it comes of.</param>
    private async Task<WorkflowRun?> FoldAsync(Func<WorkflowRun?, RunTurn?> next, Func<RunTurn, AuditRecord>? audit, AlarmFired? fired = null)
    {
        await oneEvent.WaitAsync();
        try
        {
            return await store.RetryOnConflictAsync(async () =>
            {
                var before = (await store.ReadAsync())?.Run;
                if (next(before) is not { } turn) return null;
                var isChanged = !ReferenceEquals(turn.Run, before);
                if (isChanged || fired is not null)
                {
                    await store.CommitAsync(
                        new WorkflowRunState { Run = turn.Run }, await FactsAsync(before, turn, isChanged ? audit?.Invoke(turn) : null, fired));
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
        Plan(turn.Run);
        if (turn.Command is not { } command) return;
        underWay++;
        DelayDeactivation(command.Patience + Slack);
        _ = CarryOutAsync(turn.Run, command);
    }

    /// <summary>Has the guard asked what a yes at the open gate would do, unless it has been.</summary>
    private void Plan(WorkflowRun run)
    {
        if (planning.IsCompleted && run is { Status: RunStatus.WaitingApproval, Gate: { IsPlanned: false } gate }) planning = PlanAsync(run, gate);
    }

    private async Task PlanAsync(WorkflowRun run, RunGate gate)
    {
        await Task.Yield();
        try
        {
            var plans = await executor.PlanAsync(run, gate.Covers);
            await HappensAsync(new GatePlanned(gate.StepId, plans));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whoever looks next has it asked again.
            LogUnplanned(log, runId, gate.StepId, exception.Message);
        }
    }

    /// <summary>What an answer is about to be a yes to, where the gate does not say so already: it comes early, or very soon.</summary>
    private async Task<ImmutableArray<PlannedAction>> PlansAsync(GateAnswer answer)
    {
        // It looks after an open gate that has no plan yet.
        if (await GetAsync() is null) return [];
        await planning;
        return (await store.ReadAsync())?.Run is { } run ? await executor.PlanAsync(run, RunRules.Unplanned(run, answer)) : [];
    }

    private async Task CarryOutAsync(WorkflowRun run, RunCommand command)
    {
        // Whoever asked has the answer first.
        await Task.Yield();
        try
        {
            await HappensAsync(await executor.CarryOutAsync(run, command));
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
        if (NextAlarm(run) is { } next) return run.IsOver ? [new AlarmClear(Turn), next] : [EarlierIfUnplanned(run, next)];
        return [AlarmSet.At(Turn, clock.GetUtcNow() + (turn.Command?.Timeout ?? TimeSpan.FromSeconds(60)) + Slack)];
    }

    /// <summary>A gate whose plan was lost with its silo, or could not be read, is looked at soon, and not only when its time is over.</summary>
    private AlarmSet EarlierIfUnplanned(WorkflowRun run, AlarmSet next)
    {
        if (run.Gate is not { IsPlanned: false } gate) return next;
        var now = clock.GetUtcNow();
        var open = now - gate.OpenedAt;
        var soon = AlarmSet.At(Turn, now + (open < Planning ? Planning : open > LongestPlanning ? LongestPlanning : open));
        return soon.DueAt < next.DueAt ? soon : next;
    }

    /// <summary>When a run that waits or is over must be looked at; null while something is being done.</summary>
    internal static AlarmSet? NextAlarm(WorkflowRun run) =>
        run.IsOver ? AlarmSet.At(Retire, run.EndedAt!.Value + Kept) : run.DueAt is { } due ? AlarmSet.At(Turn, due) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "What would happen behind the gate {GateId} of {RunId} is not known yet: {Reason}")]
    private static partial void LogUnplanned(ILogger log, string runId, string gateId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of step {StepId} of {RunId} could not be stored yet: {Reason}")]
    private static partial void LogUnstored(ILogger log, string runId, string stepId, string reason);
}

namespace AiSre.Domain.Workflows.Runs;

/// <summary>After a failure what was done is undone: the last first, each once, through the same guard.</summary>
internal static class RollbackRules
{
    /// <summary>How long after the run's own end it may still wait to undo something, while everything is stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>An action was done that can be undone. With the values of this moment: later ones might be others.</summary>
    public static void Remember(RunProgress progress, WorkflowStep step, ActionTemplate undo)
    {
        var done = CommandRules.Call(progress.Run, step.Action!, out _);
        var approval = done is null ? null : CommandRules.Approval(progress.Run, step.Id, done);
        var call = CommandRules.Call(progress.Run, undo, out var missing);
        var rollback = new RollbackRun
        {
            StepId = step.Id,
            Call = call ?? new(undo.Action, WorkflowStep.NoTexts),
            ApprovedBy = approval?.By,
            ApproverRole = approval?.Role,
            // What cannot be undone is said when it is to be, and not passed over.
            Status = call is null ? StepStatus.Failed : StepStatus.Pending,
            Message = missing,
        };
        progress.Run = progress.Run with { Rollbacks = progress.Run.Rollbacks.Add(rollback) };
    }

    public static void Begin(RunProgress progress, string reason)
    {
        if (progress.Run.Rollbacks.IsEmpty)
        {
            progress.End(RunStatus.Failed, reason);
            return;
        }
        progress.Run = progress.Run with { Status = RunStatus.RollingBack, Reason = reason, WakeAt = null, Gate = null };
        Next(progress);
    }

    /// <summary>The last that is not undone yet.</summary>
    public static void Next(RunProgress progress)
    {
        var at = Last(progress.Run, rollback => rollback.Status is StepStatus.Pending or StepStatus.Waiting);
        if (at < 0)
        {
            var failed = progress.Run.Rollbacks.Where(rollback => rollback.Status is StepStatus.Failed).Select(rollback => rollback.StepId).ToList();
            progress.End(
                failed.Count == 0 ? RunStatus.RolledBack : RunStatus.RollbackFailed,
                failed.Count == 0 ? progress.Run.Reason : $"{progress.Run.Reason} What these did could not be undone: {string.Join(", ", failed)}.");
            return;
        }
        var next = progress.Run.Rollbacks[at];
        // On what the guard could not decide, it is asked again under the same key.
        var attempt = next.AskedSince is null ? next.Attempt + 1 : next.Attempt;
        Set(progress, at, next with { Status = StepStatus.Running, Attempt = attempt });
        progress.Run = progress.Run with { WakeAt = null };
        progress.Command = Act(progress.Run, at);
    }

    public static void Recover(RunProgress progress)
    {
        var at = Last(progress.Run, rollback => rollback.Status is StepStatus.Running);
        if (at >= 0) progress.Command = Settle(progress.Run, at);
        else if (progress.Run.WakeAt is not { } wake || progress.Now >= wake) Next(progress);
    }

    public static void Fold(RunProgress progress, StepReported report)
    {
        var at = Last(progress.Run, rollback => rollback.Status is StepStatus.Running);
        if (progress.Run.Status is not RunStatus.RollingBack || at < 0) return;
        var rollback = progress.Run.Rollbacks[at];
        if (rollback.StepId != report.StepId || rollback.Attempt != report.Attempt) return;
        switch (report.Outcome)
        {
            case ReportOutcome.Absent:
                progress.Command = Act(progress.Run, at);
                return;
            case ReportOutcome.Unknown when !rollback.IsSettling:
                Set(progress, at, rollback with { IsSettling = true });
                progress.Command = Settle(progress.Run, at);
                return;
            case ReportOutcome.Held when progress.Now < progress.Run.Deadline + Patience:
                Set(progress, at, rollback with { Status = StepStatus.Waiting, Message = report.Message, AskedSince = null });
                progress.Run = progress.Run with { WakeAt = progress.Now + RunRules.HeldFor };
                return;
            case ReportOutcome.Undecided:
                var since = rollback.AskedSince ?? progress.Now;
                Set(progress, at, rollback with { Status = StepStatus.Waiting, Message = report.Message, AskedSince = since });
                progress.Run = progress.Run with { WakeAt = progress.Now + RunRules.PauseAfter(progress.Now - since) };
                return;
        }
        var isUndone = report.Outcome is ReportOutcome.Done;
        var status = isUndone ? StepStatus.RolledBack : StepStatus.Failed;
        Set(progress, at, rollback with { Status = status, Message = report.Message, IsSettling = false, ActionId = report.ActionId });
        progress.Note(RunNotes.RolledBack, rollback.StepId, report.Message);
        if (isUndone) MarkStep(progress, rollback.StepId);
        Next(progress);
    }

    private static void MarkStep(RunProgress progress, string stepId)
    {
        var index = progress.Run.Definition.IndexOf(stepId);
        progress.Run = progress.Run with
        {
            Steps = progress.Run.Steps.SetItem(index, progress.Run.Steps[index] with { Status = StepStatus.RolledBack }),
        };
    }

    private static ActCommand Act(WorkflowRun run, int at)
    {
        var rollback = run.Rollbacks[at];
        return new(rollback.StepId, rollback.Attempt, Timeout, Key(run, at), rollback.Call, Approval(run, rollback))
        {
            // The run's own actions on the workload: a cooldown after them must not keep it from taking them back.
            Undoes = true, Follows = run.Actions, AskedSince = rollback.AskedSince,
        };
    }

    private static SettleCommand Settle(WorkflowRun run, int at)
    {
        var rollback = run.Rollbacks[at];
        return new(rollback.StepId, rollback.Attempt, Timeout, Key(run, at), rollback.Call)
        {
            Undoes = true, Approval = Approval(run, rollback),
        };
    }

    /// <summary>Of the one who approved what is undone, with that one's role: a later gate's is another person's.</summary>
    private static StepApproval? Approval(WorkflowRun run, RollbackRun rollback) => rollback.ApprovedBy is not { } by ? null
        : new(by, rollback.ApproverRole ?? run.Grant?.Role ?? run.StarterRole, run.Deadline + Patience);

    private static string Key(WorkflowRun run, int at) => CommandRules.RollbackKey(run, run.Rollbacks[at].StepId, run.Rollbacks[at].Attempt);

    private static void Set(RunProgress progress, int at, RollbackRun rollback) =>
        progress.Run = progress.Run with { Rollbacks = progress.Run.Rollbacks.SetItem(at, rollback) };

    private static int Last(WorkflowRun run, Func<RollbackRun, bool> which)
    {
        for (var i = run.Rollbacks.Length - 1; i >= 0; i--)
            if (which(run.Rollbacks[i])) return i;
        return -1;
    }
}

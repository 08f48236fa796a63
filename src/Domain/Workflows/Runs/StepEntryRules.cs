using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>How a run goes from step to step until it has something to wait for. It only ever goes forward, so it comes to an end.</summary>
internal static class StepEntryRules
{
    public static void Advance(RunProgress progress)
    {
        while (!progress.Run.IsOver && progress is { Command: null, Run.Status: RunStatus.Running })
        {
            if (progress.Run.Step is not { } step) progress.End(RunStatus.Succeeded,
                progress.Run.DryRun ? "Nothing was changed: it was a dry run." : null);
            else if (progress.Run.CancelledBy is { } by) progress.End(RunStatus.Cancelled, $"Cancelled by {by}.");
            else if (progress.Now >= progress.Run.Deadline) RunRules.TimeOut(progress);
            else if (step.Type is not StepType.Condition && step.When is { } when && !IsTrue(progress.Run, when))
                progress.Leave(progress.Step, StepStatus.Skipped, $"It is not so that {when}.");
            else Enter(progress, step);
        }
    }

    /// <summary>What a step waited for has come: time.</summary>
    public static void Resume(RunProgress progress)
    {
        var step = progress.Run.Step!;
        progress.Run = progress.Run with { Status = RunStatus.Running, WakeAt = null, Reason = null };
        if (step.Type is StepType.Wait) progress.Leave(progress.Step, StepStatus.Succeeded, null);
        else if (progress.Step.AskedSince is not null) AskAgain(progress, step);
        else Attempt(progress, step);
        Advance(progress);
    }

    /// <summary>The same attempt: nothing has been decided on it.</summary>
    private static void AskAgain(RunProgress progress, WorkflowStep step)
    {
        progress.Set(progress.Step with { Status = StepStatus.Running, Message = null });
        progress.Command = CommandRules.Of(progress.Run, step);
    }

    /// <summary>The next attempt at a step. Its number is stored before anything is done under it.</summary>
    public static void Attempt(RunProgress progress, WorkflowStep step)
    {
        progress.Set(progress.Step with
        {
            Status = StepStatus.Running, Attempt = progress.Step.Attempt + 1, StartedAt = progress.Step.StartedAt ?? progress.Now, Message = null,
            IsSettling = false, IsAskedAgain = false, AskedSince = null,
        });
        progress.Command = CommandRules.Of(progress.Run, step);
        if (progress.Command is not null) return;
        CommandRules.Call(progress.Run, step.Action!, out var missing);
        ReportRules.Fail(progress, step, missing!);
    }

    private static void Enter(RunProgress progress, WorkflowStep step)
    {
        switch (step.Type)
        {
            case StepType.Condition: Decide(progress, step); break;
            case StepType.Set: Keep(progress, step); break;
            case StepType.Approval: GateRules.Enter(progress, step); break;
            case StepType.Wait when progress.Run.DryRun: Skip(progress, $"Would wait {step.Seconds} s."); break;
            case StepType.Verify when progress.Run.DryRun: Skip(progress, $"Would look whether {step.Expect}."); break;
            case StepType.Notify when progress.Run.DryRun: Skip(progress, $"Would say: {CommandRules.Text(progress.Run, step.Message)}"); break;
            case StepType.Wait or StepType.Verify when step.Seconds > 0: progress.WaitUntil(progress.Now.AddSeconds(step.Seconds), null); break;
            case StepType.Wait: progress.Leave(progress.Step, StepStatus.Succeeded, null); break;
            default: Attempt(progress, step); break;
        }
    }

    private static void Skip(RunProgress progress, string message) => progress.Leave(progress.Step, StepStatus.Skipped, message);

    private static void Decide(RunProgress progress, WorkflowStep step)
    {
        var started = progress.Step with { StartedAt = progress.Now, Attempt = 1 };
        if (IsTrue(progress.Run, step.When!))
        {
            progress.Leave(started, StepStatus.Succeeded, $"It is so that {step.When}.");
            return;
        }
        var message = $"It is not so that {step.When}.";
        if (step.Else is StepExit.Fail)
        {
            progress.Set(started);
            ReportRules.Fail(progress, step, message);
            return;
        }
        progress.Leave(started, StepStatus.Succeeded, message);
        if (step.Else is StepExit.End) progress.End(RunStatus.Succeeded, message);
        else if (step.Else is not StepExit.Next) progress.SkipTo(progress.Run.Definition.IndexOf(step.Else));
    }

    private static void Keep(RunProgress progress, WorkflowStep step)
    {
        var scope = new RunScope(progress.Run);
        var outputs = StepOutputs.Of(step.Values.Select(value =>
            KeyValuePair.Create(value.Key, TextTemplate.Parse(value.Value, out _)?.Value(scope) ?? default)));
        var started = progress.Step with { StartedAt = progress.Now, Attempt = 1, Outputs = outputs.Json, IsTruncated = outputs.IsTruncated };
        progress.Leave(started, StepStatus.Succeeded, null);
    }

    private static bool IsTrue(WorkflowRun run, string when) => Expression.Parse(when, out _)?.IsTrue(new RunScope(run)) is true;
}

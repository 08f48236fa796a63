using System.Text.Json;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What the report of a step's command means for its run.</summary>
internal static class ReportRules
{
    public const string UnknownOutcome = "unknown_outcome";

    public static void Fold(RunProgress progress, StepReported report)
    {
        // Of a step that is over, of an attempt that was given up, twice: not of interest any more.
        if (progress.Run is not { Status: RunStatus.Running, Step: { } step } || progress.Step.Status is not StepStatus.Running
            || step.Id != report.StepId || progress.Step.Attempt != report.Attempt) return;
        if (report.ActionId is { } id && !progress.Step.Tried.Contains(id)) progress.Set(progress.Step with { Tried = progress.Step.Tried.Add(id) });
        // It was asked for, and cannot begin any more: its time is over. Whoever was asked may have died, so it is asked for once more.
        if (report.Outcome is ReportOutcome.Absent && progress.Step.IsSettling && progress.Run.CancelledBy is null
            && progress.Now < progress.Run.Deadline)
        {
            if (progress.Step.IsAskedAgain)
                report = report with { Outcome = ReportOutcome.Failed, Message = "It was not begun within the step's time; nothing was done." };
            else progress.Set(progress.Step with { IsSettling = false, IsAskedAgain = true });
        }
        if (report.Outcome is not ReportOutcome.Undecided) progress.Set(progress.Step with { AskedSince = null });
        switch (report.Outcome)
        {
            case ReportOutcome.Done or ReportOutcome.Failed when step.Type is StepType.Verify: Verified(progress, step, report); break;
            case ReportOutcome.Done: Done(progress, step, report); break;
            case ReportOutcome.Held: Hold(progress, report); break;
            case ReportOutcome.Undecided: AskAgain(progress, report); break;
            case ReportOutcome.Unknown: Settle(progress, step, report); break;
            case ReportOutcome.Needless: Drop(progress, step, report.Message ?? "It is not needed any more."); break;
            case ReportOutcome.Absent when progress.Now - progress.Step.StartedAt >= RunRules.KeysKept:
                Fail(progress, step, $"{UnknownOutcome}: it is too long ago to find out whether it was done.");
                break;
            case ReportOutcome.Absent when progress.Run.CancelledBy is null && progress.Now < progress.Run.Deadline:
                progress.Command = CommandRules.Of(progress.Run, step);
                break;
            case ReportOutcome.Absent: progress.WaitUntil(progress.Now, null); break;
            case ReportOutcome.Failed when step.Retry is { } retry && report.Attempt < retry.MaxAttempts && progress.Run.CancelledBy is null:
                progress.WaitUntil(Later(progress.Now, retry.After(report.Attempt), report.RetryAfter), $"{report.Message} It is tried again.");
                break;
            default: Fail(progress, step, report.Message ?? "It failed."); break;
        }
        // It would wait to be tried again: that is a beginning, and nothing begins any more.
        if (progress.Run is { Status: RunStatus.WaitingTimer, CancelledBy: { } by }) progress.End(RunStatus.Cancelled, $"Cancelled by {by}.");
        StepEntryRules.Advance(progress);
    }

    /// <summary>The step has failed for good: the run goes on where the step says so, else it ends, and what was done is undone.</summary>
    public static void Fail(RunProgress progress, WorkflowStep step, string message)
    {
        if (step.Type is StepType.Action) progress.Note(RunNotes.ActionDone, step.Id, message);
        if (step.ContinueOnError)
        {
            progress.Leave(progress.Step, StepStatus.Failed, message);
            return;
        }
        progress.Set(progress.Step with { Status = StepStatus.Failed, Message = message, EndedAt = progress.Now });
        RollbackRules.Begin(progress, $"The step {step.Id} failed: {message}");
    }

    /// <summary>The run ends, and what helped is not undone.</summary>
    private static void Drop(RunProgress progress, WorkflowStep step, string why)
    {
        progress.Note(RunNotes.ActionDone, step.Id, why);
        progress.Set(progress.Step with { Status = StepStatus.Skipped, Message = why, EndedAt = progress.Now });
        progress.End(RunStatus.Cancelled, why);
    }

    private static void Done(RunProgress progress, WorkflowStep step, StepReported report)
    {
        var outputs = step.Type is StepType.Notify ? null : StepOutputs.Of(report.Json, step.Outputs);
        var done = progress.Step with { Outputs = outputs?.Json, IsTruncated = outputs?.IsTruncated ?? false, ActionId = report.ActionId };
        if (step.Type is StepType.Action)
        {
            progress.Note(RunNotes.ActionDone, step.Id, report.Message);
            if (step.Rollback is { } undo && !progress.Run.DryRun && !report.ChangedNothing) RollbackRules.Remember(progress, step, undo);
        }
        progress.Leave(done, StepStatus.Succeeded, report.Message);
    }

    /// <summary>What cannot be seen is not as expected: no data is no success.</summary>
    private static void Verified(RunProgress progress, WorkflowStep step, StepReported report)
    {
        var expected = Expression.Parse(step.Expect!, out _);
        // It may ask for the pod, and nothing can be read of that.
        var scope = new RunScope(progress.Run, report.Json);
        var isSeen = expected is not null && expected.Paths.Where(path => path.Root is EvidenceKinds.Pod or EvidenceKinds.Workload)
            .All(path => scope.Find(path) is { ValueKind: not JsonValueKind.Null });
        var holds = expected?.IsTrue(scope) is true;
        if (holds && isSeen)
        {
            progress.Leave(progress.Step with { Verified = true }, StepStatus.Succeeded, report.Message ?? $"It is so that {step.Expect}.");
            return;
        }
        var message = isSeen ? $"It is not so that {step.Expect}." : $"It cannot be seen whether {step.Expect}. {report.Message}".TrimEnd();
        progress.Set(progress.Step with { Verified = isSeen ? false : null });
        if (step.Retry is { } retry && progress.Step.Attempt < retry.MaxAttempts && progress.Run.CancelledBy is null)
        {
            progress.WaitUntil(progress.Now + retry.After(progress.Step.Attempt), message);
            return;
        }
        switch (step.OnFail)
        {
            case StepExit.Next:
                progress.Leave(progress.Step, StepStatus.Failed, message);
                break;
            case StepExit.Fail:
                progress.Set(progress.Step with { Status = StepStatus.Failed, Message = message, EndedAt = progress.Now });
                progress.End(RunStatus.Failed, $"The step {step.Id} failed: {message}");
                break;
            default:
                Fail(progress, step, message);
                break;
        }
    }

    /// <summary>Everything is stopped: the run waits, and asks again under another key, for this one was refused.</summary>
    private static void Hold(RunProgress progress, StepReported report) =>
        progress.WaitUntil(Later(progress.Now, RunRules.HeldFor, report.RetryAfter), report.Message ?? "Everything is stopped for the moment.");

    /// <summary>It is asked for again under the same key, farther and farther apart. When the step's time is over, the guard says no.</summary>
    private static void AskAgain(RunProgress progress, StepReported report)
    {
        var since = progress.Step.AskedSince ?? progress.Now;
        progress.Set(progress.Step with { AskedSince = since });
        progress.WaitUntil(progress.Now + RunRules.PauseAfter(progress.Now - since), $"{report.Message} It is asked again.");
    }

    /// <summary>Nothing is done twice: first it is found out whether it was done.</summary>
    private static void Settle(RunProgress progress, WorkflowStep step, StepReported report)
    {
        if (step.Type is not StepType.Action || (progress.Step.IsSettling && report.IsSettled))
        {
            Fail(progress, step, $"{UnknownOutcome}: {report.Message ?? "nobody knows what came of it."}");
            return;
        }
        progress.Set(progress.Step with { IsSettling = true });
        progress.Command = CommandRules.Settle(progress.Run, step);
    }

    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan after, TimeSpan? said) => now + (said > after ? said.Value : after);
}

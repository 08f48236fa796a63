using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>A run while an event is folded into it. Made, filled and read within one rule.</summary>
internal sealed class RunProgress(WorkflowRun run, DateTimeOffset now)
{
    private readonly ImmutableArray<RunNote>.Builder notes = ImmutableArray.CreateBuilder<RunNote>();

    public WorkflowRun Run { get; set; } = run;

    public DateTimeOffset Now => now;

    public RunCommand? Command { get; set; }

    public StepRun Step => Run.Steps[Run.Position];

    public RunTurn Turn => new(Run, Command, notes.ToImmutable());

    public void Note(string type, string? stepId, string? message) => notes.Add(new(type, stepId, message));

    public void Set(StepRun step) => Run = Run with { Steps = Run.Steps.SetItem(Run.Position, step) };

    /// <summary>The step is over, and the run stands at the next one.</summary>
    public void Leave(StepRun step, StepStatus status, string? message)
    {
        Set(step with { Status = status, Message = message, EndedAt = now, IsSettling = false });
        Run = Run with { Position = Run.Position + 1, Status = RunStatus.Running, WakeAt = null, Gate = null, Reason = null };
    }

    /// <summary>All steps up to one further down are passed over.</summary>
    public void SkipTo(int position)
    {
        while (Run.Position < position) Leave(Step, StepStatus.Skipped, null);
    }

    public void WaitUntil(DateTimeOffset at, string? reason)
    {
        Set(Step with { Status = StepStatus.Waiting, StartedAt = Step.StartedAt ?? now, Message = reason });
        Run = Run with { Status = RunStatus.WaitingTimer, WakeAt = at, Reason = reason };
    }

    /// <summary>The run is over. What was not begun never will be.</summary>
    public void End(RunStatus status, string? reason)
    {
        var rest = status is RunStatus.Cancelled or RunStatus.TimedOut or RunStatus.Rejected ? StepStatus.Cancelled : StepStatus.Skipped;
        Run = Run with
        {
            Status = status,
            Reason = reason,
            EndedAt = now,
            WakeAt = null,
            Gate = null,
            EarlyAnswers = [],
            Steps = [.. Run.Steps.Select(step => step.Status is StepStatus.Pending or StepStatus.Running or StepStatus.Waiting
                ? step with { Status = rest, EndedAt = now } : step)],
        };
        Command = null;
        Note(RunNotes.Ended, null, reason);
    }
}

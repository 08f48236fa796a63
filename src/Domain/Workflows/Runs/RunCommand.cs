using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>
/// What is to be done next, once the run that asks for it is stored. Its report names the same step and attempt.
/// </summary>
/// <param name="StepId">The step that wants it.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Timeout">Longer it must not take.</param>
public abstract record RunCommand(string StepId, int Attempt, TimeSpan Timeout)
{
    /// <summary>It undoes the step.</summary>
    public virtual bool IsRollback => false;
}

/// <summary>Read.</summary>
public sealed record GatherCommand(string StepId, int Attempt, TimeSpan Timeout, ImmutableArray<string> Collect)
    : RunCommand(StepId, Attempt, Timeout);

/// <summary>Look how it is now.</summary>
public sealed record VerifyCommand(string StepId, int Attempt, TimeSpan Timeout) : RunCommand(StepId, Attempt, Timeout);

/// <summary>Tell people.</summary>
public sealed record NotifyCommand(string StepId, int Attempt, TimeSpan Timeout, string Message, string? Channel)
    : RunCommand(StepId, Attempt, Timeout);

/// <summary>Ask the guard for an action.</summary>
/// <param name="StepId">The step that wants it.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Timeout">Longer it must not take.</param>
/// <param name="Key">Equal keys are one action, however often it is asked for.</param>
/// <param name="Call">What.</param>
/// <param name="ApprovedBy">Who said yes to exactly this; null: nobody.</param>
public sealed record ActCommand(string StepId, int Attempt, TimeSpan Timeout, string Key, ActionCall Call, string? ApprovedBy)
    : RunCommand(StepId, Attempt, Timeout)
{
    public bool Undoes { get; init; }

    public override bool IsRollback => Undoes;
}

/// <summary>Ask what became of an action: what the log says, else <see cref="ReportOutcome.Absent"/>; when it does not know, look.</summary>
public sealed record SettleCommand(string StepId, int Attempt, TimeSpan Timeout, string Key, ActionCall Call) : RunCommand(StepId, Attempt, Timeout)
{
    public bool Undoes { get; init; }

    public override bool IsRollback => Undoes;
}

/// <summary>Something that people should hear of.</summary>
/// <param name="Type">One of <see cref="RunNotes"/>.</param>
/// <param name="StepId">The step that it is about.</param>
/// <param name="Message">A sentence.</param>
public sealed record RunNote(string Type, string? StepId, string? Message);

public static class RunNotes
{
    public const string Started = "workflow_started";
    public const string ApprovalNeeded = "workflow_approval_needed";
    public const string ApprovalAnswered = "workflow_approval_answered";
    public const string ActionDone = "workflow_action";
    public const string RolledBack = "workflow_rollback";
    public const string Ended = "workflow_ended";
}

/// <summary>A run after an event, and what is to be done once it is stored.</summary>
/// <param name="Run">The same object: nothing has changed.</param>
/// <param name="Command">Null: nothing, until something happens.</param>
/// <param name="Notes">In their order.</param>
public sealed record RunTurn(WorkflowRun Run, RunCommand? Command, ImmutableArray<RunNote> Notes)
{
    public static RunTurn Nothing(WorkflowRun run) => new(run, null, []);
}

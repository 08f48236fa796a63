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
    /// <summary>How long its report is waited for.</summary>
    public virtual TimeSpan Patience => Timeout;

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
/// <param name="Timeout">No call to a cluster begins later. What has begun by then is waited for, or it would happen after its failure.</param>
/// <param name="Key">Equal keys are one action, however often it is asked for.</param>
/// <param name="Call">What.</param>
/// <param name="Approval">The yes to exactly this; null: nobody said one.</param>
public sealed record ActCommand(string StepId, int Attempt, TimeSpan Timeout, string Key, ActionCall Call, StepApproval? Approval)
    : RunCommand(StepId, Attempt, Timeout)
{
    /// <summary>Longer than a gate lets a call last (ActionGateGrain).</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    public bool Undoes { get; init; }

    /// <summary>
    /// When it was asked for first, under the same key: the guard could not decide, and is asked until the step's time is over. Null: it never was.
    /// </summary>
    public DateTimeOffset? AskedSince { get; init; }

    /// <summary>Actions of this run, by their ids in the action log, that it undoes or tries again.</summary>
    public ImmutableArray<string> Follows { get; init; } = [];

    public override TimeSpan Patience => Timeout + LongestCall;

    public override bool IsRollback => Undoes;
}

/// <summary>Ask what became of an action: what the log says, else <see cref="ReportOutcome.Absent"/>; when it does not know, look.</summary>
public sealed record SettleCommand(string StepId, int Attempt, TimeSpan Timeout, string Key, ActionCall Call) : RunCommand(StepId, Attempt, Timeout)
{
    /// <summary>Longer than the door goes on asking (GuardedDoor).</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(75);

    /// <summary>That it was asked for with.</summary>
    public StepApproval? Approval { get; init; }

    /// <summary>What has not begun is waited for until it cannot begin any more. False: it would be asked for again under the same key.</summary>
    public bool IsFinal { get; init; }

    public bool Undoes { get; init; }

    public override TimeSpan Patience => Timeout + LongestReading;

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

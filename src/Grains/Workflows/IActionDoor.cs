using System.Collections.Immutable;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>
/// Where runs ask for actions: the guard behind it decides and acts, and writes what it did under the key before it does it. Nothing here throws for
/// what a cluster does.
/// </summary>
public interface IActionDoor
{
    /// <summary>Asks for it. Equal keys are one action: the second answer is that of the first.</summary>
    Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation);

    /// <summary>What it would do now, and to which object. Nothing is done.</summary>
    Task<PlannedAction> PlanAsync(DoorRequest request, CancellationToken cancellation);

    /// <summary>
    /// What became of a key: <see cref="ReportOutcome.Absent"/> when nothing was ever written under it. What may have happened is found out by
    /// reading before this answers <see cref="ReportOutcome.Unknown"/>. What is absent by then cannot begin any more: it is answered at the request's
    /// deadline.
    /// </summary>
    Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation);
}

/// <summary>An action that a run wants.</summary>
public sealed record DoorRequest
{
    public required string Workspace { get; init; }
    public required string RunId { get; init; }
    public required string StepId { get; init; }

    /// <summary>The idempotency key; null for a plan.</summary>
    public string? Key { get; init; }

    public required ActionCall Call { get; init; }
    public required bool DryRun { get; init; }

    /// <summary>Who started the run, and what that one may.</summary>
    public required string StartedBy { get; init; }

    public ApproverRole? StarterRole { get; init; }

    /// <summary>The yes to exactly this; null: nobody said one.</summary>
    public StepApproval? Approval { get; init; }

    public string? IncidentId { get; init; }

    /// <summary>The incident was over when the run began, and it was begun all the same.</summary>
    public bool DespiteEnd { get; init; }

    /// <summary>Actions of the run that this one takes back or tries again, by their ids in the action log.</summary>
    public ImmutableArray<string> Follows { get; init; } = [];

    /// <summary>It takes back this one; null: it takes nothing back.</summary>
    public string? Undone { get; init; }

    /// <summary>Nothing is begun from then on.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>As long as the guard cannot see whether it may be, it is asked again, and by then it says no. Null: it is not asked again.</summary>
    public DateTimeOffset? AskedUntil { get; init; }

    /// <summary>The cluster that the run is about, for a call that names none; null: the default one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The run was started where there are no API keys.</summary>
    public bool IsDevMode { get; init; }

    /// <summary>And real actions are wanted all the same.</summary>
    public bool DevModeActs { get; init; }
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Json">What later steps may want to know of it: a JSON object.</param>
/// <param name="RetryAfter">When it may be asked for again, where somebody said so.</param>
/// <param name="ActionId">In the action log; null: it is not there.</param>
public sealed record DoorAnswer(
    ReportOutcome Outcome, string Message, string? Json = null, TimeSpan? RetryAfter = null, string? ActionId = null)
{
    /// <summary>It was so already: there is nothing that could be taken back.</summary>
    public bool ChangedNothing { get; init; }
}

using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>
/// One run, complete in itself: another silo, another version and another day can go on with it. Changed only by <see cref="RunRules"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.run")]
public sealed record WorkflowRun
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Workspace { get; init; }

    /// <summary>As it was when the run began: what becomes of the file does not touch it.</summary>
    [Id(2)] public required WorkflowDefinition Definition { get; init; }

    /// <summary>A JSON object: texts, numbers and truth values by input.</summary>
    [Id(3)] public string Inputs { get; init; } = "{}";

    /// <summary>The incident that it was started from.</summary>
    [Id(4)] public RunIncident? Incident { get; init; }

    [Id(5)] public RunTarget Target { get; init; } = new();

    /// <summary>It reads for real, and only says what it would do.</summary>
    [Id(6)] public bool DryRun { get; init; } = true;

    /// <summary>Whoever started it has said yes to everything beforehand.</summary>
    [Id(7)] public bool AutoApprove { get; init; }

    /// <summary>The principal that started it.</summary>
    [Id(8)] public required string StartedBy { get; init; }

    /// <summary>What that one may approve.</summary>
    [Id(9)] public ApproverRole? StarterRole { get; init; }

    [Id(10)] public required DateTimeOffset StartedAt { get; init; }
    [Id(11)] public RunStatus Status { get; init; }

    /// <summary>Why it ended, or why it waits; a sentence.</summary>
    [Id(12)] public string? Reason { get; init; }

    [Id(13)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The step that it is at, counted from 0; the number of steps when all are behind it.</summary>
    [Id(14)] public int Position { get; init; }

    [Id(15)] public required ImmutableArray<StepRun> Steps { get; init; }

    /// <summary>The question that waits for a person.</summary>
    [Id(16)] public RunGate? Gate { get; init; }

    /// <summary>Answers to gates that the run has not come to yet.</summary>
    [Id(17)] public ImmutableArray<GateAnswer> EarlyAnswers { get; init; } = [];

    /// <summary>What the last gate allowed.</summary>
    [Id(18)] public GateGrant? Grant { get; init; }

    /// <summary>When a wait is over.</summary>
    [Id(19)] public DateTimeOffset? WakeAt { get; init; }

    /// <summary>What was done and can be undone, oldest first.</summary>
    [Id(20)] public ImmutableArray<RollbackRun> Rollbacks { get; init; } = [];

    /// <summary>Who wants it to stop as soon as the present step is done.</summary>
    [Id(21)] public string? CancelledBy { get; init; }

    /// <summary>It was started where there are no API keys, so that anybody may have done it.</summary>
    [Id(22)] public bool IsDevMode { get; init; }

    /// <summary>And real actions are wanted all the same.</summary>
    [Id(23)] public bool DevModeActs { get; init; }

    public bool IsOver => Status.IsOver();

    /// <summary>Ids of all that it has done or tried, in the action log.</summary>
    public ImmutableArray<string> Actions =>
        [.. Steps.SelectMany(step => step.Tried), .. Rollbacks.Select(rollback => rollback.ActionId).OfType<string>()];

    /// <summary>The longest that it may take.</summary>
    public DateTimeOffset Deadline => StartedAt.AddMinutes(Definition.TimeoutMinutes);

    /// <summary>The step that it is at; null when all are behind it.</summary>
    public WorkflowStep? Step => Position < Definition.Steps.Length ? Definition.Steps[Position] : null;

    /// <summary>When it must be looked at again although nothing has happened; null while something is being done.</summary>
    public DateTimeOffset? DueAt => Status switch
    {
        RunStatus.WaitingApproval => Earlier(Gate?.ExpiresAt, Deadline),
        RunStatus.WaitingTimer => Earlier(WakeAt, Deadline),
        RunStatus.RollingBack => WakeAt,
        _ => null,
    };

    private static DateTimeOffset Earlier(DateTimeOffset? at, DateTimeOffset other) => at is { } given && given < other ? given : other;
}

/// <summary>The incident as it was when the run began.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.run-incident")]
public sealed record RunIncident
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public string Title { get; init; } = "";
    [Id(2)] public string Severity { get; init; } = "";
    [Id(3)] public string? Service { get; init; }
    [Id(4)] public string? Namespace { get; init; }
    [Id(5)] public string? Cluster { get; init; }

    /// <summary>The label of its failure pattern.</summary>
    [Id(6)] public string? Pattern { get; init; }

    /// <summary>It was over already: whoever began a run for it wants it all the same.</summary>
    [Id(7)] public bool WasOver { get; init; }

    public static RunIncident Of(Incident incident) => new()
    {
        Id = incident.Id,
        Title = incident.Title,
        Severity = incident.Severity.Name(),
        Service = ServiceScope.Of(incident.Subject),
        Namespace = incident.Subject.Namespace,
        Cluster = incident.Subject.Cluster,
        Pattern = PatternLabels.PatternOf(incident),
        WasOver = incident.Phase is IncidentPhase.Resolved,
    };
}

/// <summary>What the run is about. What is not known is null.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.target")]
public sealed record RunTarget
{
    /// <summary>As the caller or the alert calls it; null: the default one.</summary>
    [Id(0)] public string? Cluster { get; init; }

    [Id(1)] public string? Namespace { get; init; }
    [Id(2)] public string? Pod { get; init; }
    [Id(3)] public string? Deployment { get; init; }
    [Id(4)] public string? Service { get; init; }
    [Id(5)] public string? Node { get; init; }

    /// <summary>Two live runs of one workflow must not have the same: its workload, else its service, else its pod or node.</summary>
    public string Key => $"{Cluster}/{Namespace}/{Deployment ?? Service ?? Pod ?? Node}";

    public static RunTarget Of(Incident incident) => new()
    {
        Cluster = incident.Subject.Cluster,
        Namespace = incident.Subject.Namespace,
        Pod = incident.Subject.Pod,
        Deployment = incident.Subject.Deployment,
        Service = ServiceScope.Of(incident.Subject),
        Node = incident.Subject.Node,
    };

    /// <summary>This, and what it does not know as the other has it.</summary>
    public RunTarget Or(RunTarget other) => new()
    {
        Cluster = Cluster ?? other.Cluster,
        Namespace = Namespace ?? other.Namespace,
        Pod = Pod ?? other.Pod,
        Deployment = Deployment ?? other.Deployment,
        Service = Service ?? other.Service,
        Node = Node ?? other.Node,
    };
}

/// <summary>How a step of a run is.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.step-run")]
public sealed record StepRun
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public StepStatus Status { get; init; }

    /// <summary>The attempt that is being made or was the last; 0 before the first.</summary>
    [Id(2)] public int Attempt { get; init; }

    [Id(3)] public DateTimeOffset? StartedAt { get; init; }
    [Id(4)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What came of it, for a person.</summary>
    [Id(5)] public string? Message { get; init; }

    /// <summary>A JSON object, at most 32 KB.</summary>
    [Id(6)] public string? Outputs { get; init; }

    /// <summary>They were longer, and parts were left out.</summary>
    [Id(7)] public bool IsTruncated { get; init; }

    /// <summary>Of an action whose outcome nobody knew: it has been asked for.</summary>
    [Id(8)] public bool IsSettling { get; init; }

    /// <summary>Of a verification: whether it was as expected; null when that could not be seen.</summary>
    [Id(9)] public bool? Verified { get; init; }

    /// <summary>Of an action that was done: its id in the action log, where it says to which object.</summary>
    [Id(10)] public string? ActionId { get; init; }

    /// <summary>The same of all attempts at it, in their order.</summary>
    [Id(11)] public ImmutableArray<string> Tried { get; init; } = [];

    /// <summary>Of an attempt that was asked for and never begun, because whoever was asked has died: it has been asked for once more.</summary>
    [Id(12)] public bool IsAskedAgain { get; init; }

    /// <summary>Of an attempt on which the guard cannot decide, because it does not see: since when it is asked.</summary>
    [Id(13)] public DateTimeOffset? AskedSince { get; init; }
}

/// <summary>An action that can be undone.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.rollback-run")]
public sealed record RollbackRun
{
    [Id(0)] public required string StepId { get; init; }
    [Id(1)] public required ActionCall Call { get; init; }

    /// <summary>The approval of what is undone covers that too.</summary>
    [Id(2)] public string? ApprovedBy { get; init; }

    [Id(3)] public StepStatus Status { get; init; }
    [Id(4)] public int Attempt { get; init; }
    [Id(5)] public string? Message { get; init; }
    [Id(6)] public bool IsSettling { get; init; }

    /// <summary>What that one may approve, whatever gates came after it; null: an older version did not keep it.</summary>
    [Id(7)] public ApproverRole? ApproverRole { get; init; }

    /// <summary>Of what undid it: its id in the action log.</summary>
    [Id(8)] public string? ActionId { get; init; }

    /// <summary>Of an attempt on which the guard cannot decide, because it does not see: since when it is asked.</summary>
    [Id(9)] public DateTimeOffset? AskedSince { get; init; }
}

using System.Collections.Immutable;
using AiSre.Domain.Tests.Definitions;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>A run without a world: the test says what happens, and when.</summary>
internal sealed class Rehearsal
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public const string Inputs = """{"namespace":"production","pod_name":"web-1","deployment_name":"web","replicas":5}""";

    private Rehearsal(WorkflowRun run) => Run = run;

    public WorkflowRun Run { get; private set; }

    public RunCommand? Command { get; private set; }

    public DateTimeOffset Now { get; set; } = Noon;

    public List<RunNote> Notes { get; } = [];

    /// <summary>Every command that was given, in their order.</summary>
    public List<RunCommand> Commands { get; } = [];

    public static WorkflowDefinition Definition(string steps, string more = "") => Texts.Right(Texts.Files($$$"""
        id: rehearsed
        name: Rehearsed
        inputs: {namespace: {}, pod_name: {}, deployment_name: {}, replicas: {}}
        {{{more}}}
        steps:
        {{{steps}}}
        """, name: "workflows/rehearsed.yaml")).Of(WorkflowSection.Key)[0];

    public static Rehearsal Of(string steps, bool dryRun = false, string more = "", bool autoApprove = false) =>
        Of(Definition(steps, more), dryRun, autoApprove);

    public static Rehearsal Of(WorkflowDefinition definition, bool dryRun = false, bool autoApprove = false, string inputs = Inputs) =>
        new(RunRules.Create("run-1", new()
        {
            Workspace = "default", Definition = definition, Inputs = inputs, DryRun = dryRun, AutoApprove = autoApprove, StartedBy = "alice",
            StarterRole = ApproverRole.Operator, Incident = new() { Id = "inc-1", Title = "OOM", Severity = "critical", Pattern = "oomkilled" },
        }, Noon));

    public static Rehearsal Begun(string steps, bool dryRun = false, string more = "", bool autoApprove = false) =>
        Of(steps, dryRun, more, autoApprove).Happens(new RunBegins());

    /// <summary>It has scaled something, which did not help, and scales it back.</summary>
    public static Rehearsal Undoing() => Begun("""
          - id: scale
            type: action
            action: scale_deployment
            args: {namespace: a, deployment_name: b, replicas: "5"}
            rollback: {action: scale_deployment, args: {namespace: a, deployment_name: b, replicas: "3"}}
          - {id: check, type: verify, expect: "workload.ready"}
        """).Reports(ReportOutcome.Done).Reports(ReportOutcome.Done, json: "{}");

    public Rehearsal Happens(RunEvent happened) => Take(RunRules.Next(Run, happened, Now));

    public Rehearsal Reports(
        ReportOutcome outcome, string? message = null, string? json = null, TimeSpan? retryAfter = null, bool changedNothing = false)
    {
        var command = Command ?? throw new InvalidOperationException("Nothing is being done.");
        return Happens(new StepReported
        {
            StepId = command.StepId, Attempt = command.Attempt, IsRollback = command.IsRollback, Outcome = outcome, Message = message, Json = json,
            RetryAfter = retryAfter, IsSettled = command is SettleCommand, ChangedNothing = changedNothing,
        });
    }

    public Rehearsal Later(TimeSpan by)
    {
        Now += by;
        return Happens(new TimePassed());
    }

    public AnswerOutcome Answer(
        bool approved = true, string by = "bob", string? gate = null, ApproverRole role = ApproverRole.Operator, bool isUnread = false)
    {
        var answer = new GateAnswer { Approved = approved, By = by, StepId = gate, Role = role };
        var (outcome, turn) = RunRules.Answer(Run, answer, Now, Planned(RunRules.Unplanned(Run, answer), isUnread));
        Take(turn);
        return outcome;
    }

    /// <summary>The process that was carrying out the command is gone.</summary>
    public Rehearsal Crashes()
    {
        Command = null;
        return Happens(new RunRecovered());
    }

    /// <summary>The guard is asked what the open gate's actions would do, and may not be able to read that just now.</summary>
    public Rehearsal Plans(bool isUnread = false) => Happens(new GatePlanned(Run.Gate!.StepId, Planned(Run.Gate.Covers, isUnread)));

    /// <summary>What the guard says of actions at this moment, of which its words tell.</summary>
    private ImmutableArray<PlannedAction> Planned(ImmutableArray<CoveredAction> covers, bool isUnread) =>
    [
        .. covers.Select(action => new PlannedAction
        {
            StepId = action.StepId, Call = action.Call, Preview = $"Asked at {Now:HH:mm}", ArgumentsHash = isUnread ? null : "hash",
            PolicyRevision = "7", IsUnread = isUnread,
        }),
    ];

    public StepRun Step(string id) => Run.Steps.Single(step => step.Id == id);

    public string Statuses => string.Join(" ", Run.Steps.Select(step => $"{step.Id}:{step.Status.Name()}"));

    private Rehearsal Take(RunTurn turn)
    {
        // A turn that changes nothing takes back no command.
        if (!ReferenceEquals(turn.Run, Run) || turn.Command is not null) Command = turn.Command
            ?? (turn.Run.Status is RunStatus.Running or RunStatus.RollingBack ? Command : null);
        if (turn.Command is not null) Commands.Add(turn.Command);
        Run = turn.Run;
        Notes.AddRange(turn.Notes);
        return this;
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>
/// What a run does next (docs/workflows.md). Nothing here reads a clock, awaits or acts: whoever calls stores the run that comes back, then carries
/// out its command, and brings the report.
/// </summary>
public static class RunRules
{
    /// <summary>How long a run that finds everything stopped waits until it asks again.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(30);

    /// <summary>So long an action is found by its key. Whether an older one was asked for, nobody can tell.</summary>
    public static readonly TimeSpan KeysKept = TimeSpan.FromHours(24);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>How long until a guard that could not decide is asked again: as long as it has been asked already, within bounds.</summary>
    internal static TimeSpan PauseAfter(TimeSpan asked) =>
        asked < ShortestPause ? ShortestPause : asked > LongestPause ? LongestPause : asked;

    /// <summary>A run before anything has happened.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="order">What is to be run, and for whom.</param>
    /// <param name="now">When it was asked for.</param>
    public static WorkflowRun Create(string id, RunOrder order, DateTimeOffset now) => new()
    {
        Id = id,
        Workspace = order.Workspace,
        Definition = order.Definition,
        Inputs = order.Inputs,
        Incident = order.Incident,
        Target = order.Target,
        DryRun = order.DryRun,
        AutoApprove = order.AutoApprove,
        StartedBy = order.StartedBy,
        StarterRole = order.StarterRole,
        IsDevMode = order.IsDevMode,
        DevModeActs = order.DevModeActs,
        StartedAt = now,
        Steps = [.. order.Definition.Steps.Select(step => new StepRun { Id = step.Id })],
    };

    /// <summary>Folds an event in. What comes too late, twice or for another attempt changes nothing.</summary>
    public static RunTurn Next(WorkflowRun run, RunEvent happened, DateTimeOffset now)
    {
        if (run.IsOver) return RunTurn.Nothing(run);
        var progress = new RunProgress(run, now);
        switch (happened)
        {
            case RunBegins when run.Status is RunStatus.Pending: Begin(progress); break;
            case StepReported { IsRollback: true } report: RollbackRules.Fold(progress, report); break;
            case StepReported report: ReportRules.Fold(progress, report); break;
            case TimePassed: Wake(progress); break;
            case RunRecovered: Recover(progress); break;
            case GatePlanned planned: GateRules.Plan(progress, planned); break;
            case CancelAsked cancel: Cancel(progress, cancel.By); break;
        }
        return progress.Turn;
    }

    /// <summary>A person answers at a gate.</summary>
    /// <param name="run">As it is.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="now">When.</param>
    /// <param name="plans">What the guard said of <see cref="Unplanned"/>.</param>
    public static (AnswerOutcome Outcome, RunTurn Turn) Answer(
        WorkflowRun run, GateAnswer answer, DateTimeOffset now, ImmutableArray<PlannedAction> plans = default)
    {
        var progress = new RunProgress(run, now);
        return (GateRules.Answer(progress, answer, plans.IsDefault ? [] : plans), progress.Turn);
    }

    /// <summary>What the guard must be asked about before an answer is taken: a yes is for what would happen when it is said.</summary>
    public static ImmutableArray<CoveredAction> Unplanned(WorkflowRun run, GateAnswer answer) => GateRules.Unplanned(run, answer);

    /// <summary>The gates that an answer may name, the one that waits first.</summary>
    public static IEnumerable<string> OpenGates(WorkflowRun run) => GateRules.Open(run);

    private static void Begin(RunProgress progress)
    {
        progress.Run = progress.Run with { Status = RunStatus.Running };
        progress.Note(RunNotes.Started, null, null);
        StepEntryRules.Advance(progress);
    }

    private static void Wake(RunProgress progress)
    {
        var run = progress.Run;
        if (run.DueAt is not { } due || progress.Now < due) return;
        if (run.Status is RunStatus.RollingBack) RollbackRules.Next(progress);
        else if (progress.Now >= run.Deadline) TimeOut(progress);
        else if (run.Status is RunStatus.WaitingApproval) GateRules.Expire(progress);
        else StepEntryRules.Resume(progress);
    }

    internal static void TimeOut(RunProgress progress)
    {
        if (progress.Run.Status is RunStatus.WaitingApproval or RunStatus.WaitingTimer)
            progress.Set(progress.Step with { Status = StepStatus.Failed, EndedAt = progress.Now, Message = "The run's time was over." });
        progress.End(RunStatus.TimedOut, $"The run took longer than its {progress.Run.Definition.TimeoutMinutes} minutes.");
    }

    /// <summary>What only reads or tells is done again under its attempt; what acts is asked after first.</summary>
    private static void Recover(RunProgress progress)
    {
        var run = progress.Run;
        if (run.Status is RunStatus.Pending) Begin(progress);
        else if (run.Status is RunStatus.RollingBack) RollbackRules.Recover(progress);
        else if (run.Status is RunStatus.Running && run.Step is { } step)
            progress.Command = step.Type is StepType.Action ? CommandRules.Settle(run, step) : CommandRules.Of(run, step);
        else Wake(progress);
    }

    /// <summary>A wait ends at once, what is being done ends first, and what is being undone goes on to its end.</summary>
    private static void Cancel(RunProgress progress, string by)
    {
        var run = progress.Run;
        if (run.Status is RunStatus.RollingBack || run.CancelledBy is not null) return;
        progress.Run = run with { CancelledBy = by };
        if (run.Status is not RunStatus.Running) progress.End(RunStatus.Cancelled, $"Cancelled by {by}.");
    }
}

/// <summary>What is to be run, and for whom.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.order")]
public sealed record RunOrder
{
    [Id(0)] public required string Workspace { get; init; }
    [Id(1)] public required WorkflowDefinition Definition { get; init; }

    /// <summary>A JSON object.</summary>
    [Id(2)] public string Inputs { get; init; } = "{}";

    [Id(3)] public RunIncident? Incident { get; init; }
    [Id(4)] public RunTarget Target { get; init; } = new();
    [Id(5)] public bool DryRun { get; init; } = true;
    [Id(6)] public bool AutoApprove { get; init; }
    [Id(7)] public required string StartedBy { get; init; }
    [Id(8)] public ApproverRole? StarterRole { get; init; }
    [Id(9)] public bool IsDevMode { get; init; }
    [Id(10)] public bool DevModeActs { get; init; }

    /// <summary>A dry run that nobody has approved, of what is known by the inputs, and of the incident where they do not say.</summary>
    public static RunOrder Of(string workspace, WorkflowDefinition definition, string inputs, Incident? incident, string startedBy)
    {
        var known = InputRules.Target(inputs);
        return new()
        {
            Workspace = workspace,
            Definition = definition,
            Inputs = inputs,
            Incident = incident is null ? null : RunIncident.Of(incident),
            Target = incident is null ? known : known.Or(RunTarget.Of(incident)),
            StartedBy = startedBy,
        };
    }
}

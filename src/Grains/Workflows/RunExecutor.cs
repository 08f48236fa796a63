using System.Collections.Immutable;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>Carries out what a run wants, within its time, and reports. It keeps nothing.</summary>
public sealed class RunExecutor(IActionDoor door, IEvidence evidence, TimeProvider clock)
{
    /// <summary>A person waits for it.</summary>
    private static readonly TimeSpan LongestPlan = TimeSpan.FromSeconds(12);

    /// <summary>
    /// What actions would do now. Where that cannot be found out, it is said; where nobody is there to be asked, as when a silo has just died, this
    /// throws, and is asked again.
    /// </summary>
    public async Task<ImmutableArray<PlannedAction>> PlanAsync(WorkflowRun run, ImmutableArray<CoveredAction> covered)
    {
        using var limit = new CancellationTokenSource(LongestPlan, clock);
        return [.. await Task.WhenAll(covered.Select(action => PlanAsync(run, action, limit.Token)))];
    }

    public async Task<StepReported> CarryOutAsync(WorkflowRun run, RunCommand command)
    {
        using var limit = new CancellationTokenSource(command.Patience, clock);
        try
        {
            return await ReportAsync(run, command, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Failed(command, $"It took longer than {command.Patience.TotalSeconds:0} s.");
        }
        // Whatever breaks out there is a step's failure and not the run's.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Failed(command, $"It could not be done: {exception.Message}");
        }
    }

    private async Task<StepReported> ReportAsync(WorkflowRun run, RunCommand command, CancellationToken cancellation)
    {
        switch (command)
        {
            case GatherCommand gather: return Report(command, await evidence.GatherAsync(Request(run, gather.Collect), cancellation),
                gather.Collect.Length);
            case VerifyCommand:
                ImmutableArray<string> both = [EvidenceKinds.Pod, EvidenceKinds.Workload];
                // Not even one of them: the expression decides whether it can do without.
                return Report(command, await evidence.GatherAsync(Request(run, both), cancellation), int.MaxValue);
            case ActCommand act:
                var now = clock.GetUtcNow();
                var asked = Request(run, act.StepId, act.Call, act.Undoes) with
                {
                    Key = act.Key, Approval = act.Approval, Follows = act.Follows, Deadline = now + act.Timeout,
                    AskedUntil = (act.AskedSince ?? now) + act.Timeout,
                };
                return Report(command, await door.ActAsync(asked, cancellation));
            case SettleCommand settle:
                var after = Request(run, settle.StepId, settle.Call, settle.Undoes) with
                {
                    // It was asked for before now, so it cannot begin after this.
                    Key = settle.Key, Approval = settle.Approval, Deadline = settle.IsFinal ? clock.GetUtcNow() + settle.Timeout : null,
                };
                return Report(command, await door.SettleAsync(after, cancellation));
            default: return Report(command, new DoorAnswer(ReportOutcome.Done, "Told."));
        }
    }

    private static EvidenceRequest Request(WorkflowRun run, ImmutableArray<string> collect) =>
        new(run.Workspace, run.Incident?.Id, run.Target, collect)
        {
            Done = [.. run.Steps.Where(step => step.Status is StepStatus.Succeeded).Select(step => step.ActionId).OfType<string>()],
        };

    private async Task<PlannedAction> PlanAsync(WorkflowRun run, CoveredAction action, CancellationToken cancellation)
    {
        try
        {
            return await door.PlanAsync(Request(run, action.StepId, action.Call, undoes: false), cancellation).WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            const string Why = "It could not be found out in time what it would do.";
            return new() { StepId = action.StepId, Call = action.Call, Preview = Why, Refusal = Why, IsUnread = true };
        }
    }

    private static DoorRequest Request(WorkflowRun run, string stepId, ActionCall call, bool undoes) => new()
    {
        Workspace = run.Workspace,
        RunId = run.Id,
        StepId = stepId,
        Call = call,
        DryRun = run.DryRun,
        StartedBy = run.StartedBy,
        StarterRole = run.StarterRole,
        Undone = undoes ? run.Steps[run.Definition.IndexOf(stepId)].ActionId : null,
        IncidentId = run.Incident?.Id,
        DespiteEnd = run.Incident?.WasOver is true,
        Cluster = run.Target.Cluster ?? run.Incident?.Cluster,
        IsDevMode = run.IsDevMode,
        DevModeActs = run.DevModeActs,
    };

    /// <summary>When nothing at all could be read there is nothing to go on with.</summary>
    private static StepReported Report(RunCommand command, GatheredEvidence gathered, int asked) => new()
    {
        StepId = command.StepId,
        Attempt = command.Attempt,
        Outcome = gathered.Unavailable.Length >= asked || (gathered.Json == "{}" && asked < int.MaxValue) ? ReportOutcome.Failed : ReportOutcome.Done,
        Message = gathered.Unavailable.IsEmpty ? null : string.Join(" ", gathered.Unavailable),
        Json = gathered.Json,
    };

    private static StepReported Report(RunCommand command, DoorAnswer answer) => new()
    {
        StepId = command.StepId,
        Attempt = command.Attempt,
        IsRollback = command.IsRollback,
        Outcome = answer.Outcome,
        Message = answer.Message,
        Json = answer.Json,
        RetryAfter = answer.RetryAfter,
        ActionId = answer.ActionId,
        IsSettled = command is SettleCommand,
        ChangedNothing = answer.ChangedNothing,
    };

    /// <summary>Of an action it is not known then whether it happened.</summary>
    private static StepReported Failed(RunCommand command, string message) => Report(
        command, new DoorAnswer(command is ActCommand or SettleCommand ? ReportOutcome.Unknown : ReportOutcome.Failed, message));
}

using System.Collections.Immutable;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>Carries out what a run wants, within its time, and reports. It keeps nothing.</summary>
public sealed class RunExecutor(IActionDoor door, IEvidence evidence, TimeProvider clock)
{
    public async Task<StepReported> CarryOutAsync(WorkflowRun run, RunCommand command)
    {
        using var limit = new CancellationTokenSource(command.Timeout, clock);
        try
        {
            return await ReportAsync(run, command, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Failed(command, $"It took longer than {command.Timeout.TotalSeconds:0} s.");
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
            case ActCommand act: return Report(command,
                await door.ActAsync(Request(run, act.StepId, act.Key, act.Call, act.ApprovedBy), cancellation));
            case SettleCommand settle: return Report(command,
                await door.SettleAsync(Request(run, settle.StepId, settle.Key, settle.Call, null), cancellation));
            default: return Report(command, new DoorAnswer(ReportOutcome.Done, "Told."));
        }
    }

    private static EvidenceRequest Request(WorkflowRun run, ImmutableArray<string> collect) =>
        new(run.Workspace, run.Incident?.Id, run.Target, collect)
        {
            Done = [.. run.Steps.Where(step => step.Status is StepStatus.Succeeded).Select(step => step.ActionId).OfType<string>()],
        };

    private static DoorRequest Request(WorkflowRun run, string stepId, string key, ActionCall call, string? approvedBy) => new()
    {
        Workspace = run.Workspace,
        RunId = run.Id,
        StepId = stepId,
        Key = key,
        Call = call,
        DryRun = run.DryRun,
        StartedBy = run.StartedBy,
        StarterRole = run.StarterRole,
        ApprovedBy = approvedBy,
        ApproverRole = approvedBy is null ? null : run.Grant?.Role ?? run.StarterRole,
        IncidentId = run.Incident?.Id,
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
    };

    /// <summary>Of an action it is not known then whether it happened.</summary>
    private static StepReported Failed(RunCommand command, string message) => Report(
        command, new DoorAnswer(command is ActCommand or SettleCommand ? ReportOutcome.Unknown : ReportOutcome.Failed, message));
}

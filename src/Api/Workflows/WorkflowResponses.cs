using System.Text.Json.Serialization;
using AiSre.Domain.Actions;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Workflows;

namespace AiSre.Api.Workflows;

/// <param name="Context">Inputs by name: texts, numbers, true or false.</param>
/// <param name="DryRun">True when absent: reads for real and only says what it would do.</param>
/// <param name="IncidentId">The incident that it is for.</param>
public sealed record ExecuteWorkflowRequest(IReadOnlyDictionary<string, JsonElement>? Context = null, bool DryRun = true, string? IncidentId = null);

/// <param name="Approved">True: yes.</param>
/// <param name="Gate">The approval step that is answered. It may be left out where the run has only one.</param>
/// <param name="Comment">At most 2,000 characters.</param>
public sealed record ApproveRunRequest(bool Approved, string? Gate = null, string? Comment = null);

/// <summary>Takes nothing.</summary>
public sealed record CancelRunRequest;

public sealed record WorkflowListResponse(IReadOnlyList<WorkflowItem> Workflows, int Count);

/// <param name="Source">builtin, file or generated.</param>
/// <param name="Acts">It has a step that acts.</param>
public sealed record WorkflowItem(
    string Id, string Name, string Description, int StepCount, int Version, string Source, bool Acts, IReadOnlyList<WorkflowInputItem> Inputs)
{
    public static WorkflowItem From(WorkflowDefinition definition) => new(
        definition.Id, definition.Name, definition.Description, definition.Steps.Length, definition.Version, SourceOf(definition), definition.Acts,
        [.. definition.Inputs.Select(input => new WorkflowInputItem(input.Name, input.IsRequired, input.Default, input.Description))]);

    public static string SourceOf(WorkflowDefinition definition) => definition.Origin switch
    {
        WorkflowOrigin.BuiltIn => "builtin",
        WorkflowOrigin.Generated => "generated",
        _ => "file",
    };
}

public sealed record WorkflowInputItem(string Name, bool Required, string? Default, string? Description);

/// <param name="Items">Newest first.</param>
/// <param name="NextCursor">For the next page; null: there is none.</param>
public sealed record RunListResponse([property: JsonPropertyName("runs")] IReadOnlyList<RunItem> Items, int Count, string? NextCursor);

/// <param name="Reason">Why it ended, or why it waits.</param>
/// <param name="CurrentStep">Null when it is over.</param>
public sealed record RunItem(
    string RunId, string WorkflowId, string Name, string Kind, string Status, string? Reason, bool DryRun, string? IncidentId, string StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? CurrentStep)
{
    public static RunItem From(RunSummary run) => new(
        run.Id, run.WorkflowId, run.Name, run.Kind is WorkflowKind.Runbook ? "runbook" : "workflow", run.Status.Name(), run.Reason, run.DryRun,
            run.IncidentId,
        run.StartedBy, run.StartedAt, run.EndedAt, run.StepId);
}

/// <param name="Status">pending, running, waiting_approval, waiting_timer, rolling_back, or how it ended: succeeded, failed, cancelled, timed_out,
/// rejected, rolled_back, rollback_failed.</param>
/// <param name="Reason">Why it ended, or why it waits.</param>
/// <param name="Approval">The question that waits for a person.</param>
/// <param name="Rollback">What was done and can be undone.</param>
public sealed record RunResponse(
    string RunId, string WorkflowId, string Status, string? Reason, bool DryRun, string? IncidentId, string StartedBy, DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt, string? CurrentStep, DateTimeOffset? WakeAt, RunApprovalItem? Approval, IReadOnlyList<RunStepItem> Steps,
    IReadOnlyList<RunRollbackItem> Rollback)
{
    public static RunResponse From(WorkflowRun run) => new(
        run.Id, run.Definition.Id, run.Status.Name(), run.Reason, run.DryRun, run.Incident?.Id, run.StartedBy, run.StartedAt, run.EndedAt,
        run.IsOver ? null : run.Step?.Id, run.Status is RunStatus.WaitingTimer ? run.WakeAt : null, RunApprovalItem.From(run.Gate),
        [.. run.Steps.Select((step, i) => RunStepItem.From(step, run.Definition.Steps[i]))],
        [.. run.Rollbacks.Select(rollback =>
            new RunRollbackItem(rollback.StepId, rollback.Call.ToString(), rollback.Status.Name(), rollback.Message))]);
}

/// <param name="Id">The gate: answers may name it.</param>
/// <param name="Covers">What a yes allows, with its arguments.</param>
/// <param name="Plans">What exactly would happen; null until the guard has been asked.</param>
public sealed record RunApprovalItem(
    string Id, string Message, string ApproverRole, bool FourEyes, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, IReadOnlyList<string> Covers,
    IReadOnlyList<RunPlanItem>? Plans)
{
    public static RunApprovalItem? From(RunGate? gate) => gate is null ? null : new(
        gate.StepId, gate.Message, gate.Role is Domain.Workflows.ApproverRole.Admin ? "admin" : "operator", gate.FourEyes, gate.OpenedAt,
            gate.ExpiresAt,
        [.. gate.Covers.Select(action => action.Call.ToString())],
        gate.IsPlanned || !gate.Plans.IsEmpty ? [.. gate.Plans.Select(RunPlanItem.From)] : null);
}

/// <summary>What an action behind a gate would do. A yes is for this object under these policies and for nothing else.</summary>
/// <param name="Preview">In a sentence.</param>
/// <param name="Known">False: it is not known what would be acted on, and a yes does nothing. What could not be read is asked again.</param>
/// <param name="Target">Kind and name of the object; null: it touches none, or none is known.</param>
/// <param name="ReplicasBefore">Of a scale: how many there are.</param>
/// <param name="ArgumentsHash">What a yes is bound to.</param>
/// <param name="Refusal">What stands against it beside the missing yes.</param>
/// <param name="Notes">What one should know before saying yes.</param>
public sealed record RunPlanItem(
    string Step, string Preview, bool Known, string? Target, string? Uid, string? Cluster, int? ReplicasBefore, string BlastRadius,
    string? ArgumentsHash, string? PolicyRevision, string? Refusal, IReadOnlyList<string> Notes)
{
    public static RunPlanItem From(PlannedAction plan) => new(
        plan.StepId, plan.Preview, plan.IsKnown, plan.Target is { } target ? $"{target.Kind}/{target.Name}" : null, plan.Target?.Uid,
        plan.Cluster.Length > 0 ? plan.Cluster : null, plan.ReplicasBefore, plan.BlastRadius.Name(), plan.ArgumentsHash, plan.PolicyRevision,
        plan.Refusal, plan.Notes);
}

/// <param name="Outputs">What later steps can use; null before there is any.</param>
/// <param name="OutputsTruncated">They were longer than 32 KB.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Verified">Of a verification; null: it could not be seen.</param>
public sealed record RunStepItem(
    string Id, string Type, string Status, string? Message, int Attempts, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, JsonElement Outputs,
    bool OutputsTruncated, string? Error, bool? Verified)
{
    public static RunStepItem From(StepRun run, WorkflowStep step) => new(
        run.Id, step.Type.Name(), run.Status.Name(), run.Message, run.Attempt, run.StartedAt, run.EndedAt,
        JsonElement.Parse(run.Outputs ?? "null"), run.IsTruncated, run.Status is StepStatus.Failed ? run.Message : null,
            run.Verified);
}

public sealed record RunRollbackItem(string Step, string Action, string Status, string? Message);

using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Workflows;

/// <summary>
/// Runs ask the guard as everybody does; it is told who started the run, who said yes in it, and to what exactly that was said.
/// </summary>
internal sealed class GuardedDoor(IGrainFactory grains, TimeProvider clock) : IActionDoor
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    /// <summary>What is under way, or not known yet, is asked for again, so often: where the cluster answers, it is known by then.</summary>
    private static readonly int Looks = 2 + (int)(SettlingRules.MayHappenFor / Pause);

    private IActions Guard => grains.GetGrain<IActions>(0);

    public async Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation)
    {
        if (Unbound(request) is { } why) return new(ReportOutcome.Refused, why);
        var (attempt, problem) = await AttemptAsync(request);
        return attempt is null
            ? new(ReportOutcome.Refused, problem!)
            : Read(await Guard.AttemptAsync(request.Workspace, attempt).WaitAsync(cancellation));
    }

    public async Task<PlannedAction> PlanAsync(DoorRequest request, CancellationToken cancellation)
    {
        var (attempt, problem) = await AttemptAsync(request);
        return attempt is null
            ? new() { StepId = request.StepId, Call = request.Call, Preview = problem!, Refusal = problem }
            : PlannedBy(request, await Guard.AttemptAsync(request.Workspace, attempt with { IsDryRun = true }).WaitAsync(cancellation));
    }

    public async Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            var read = await LookAsync(request, cancellation);
            // What is not there yet may begin until its time is over.
            var mayCome = read.Outcome is ReportOutcome.Absent && clock.GetUtcNow() < request.Deadline;
            if (!mayCome && (read.Outcome is not ReportOutcome.Unknown || look >= Looks)) return read;
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>Where the silo that knew has died, nobody answers for a moment; that is no answer yet.</summary>
    private async Task<DoorAnswer> LookAsync(DoorRequest request, CancellationToken cancellation)
    {
        try
        {
            var (attempt, problem) = await AttemptAsync(request);
            if (attempt is null) return new(ReportOutcome.Refused, problem!);
            var answer = await Guard.SettleAsync(request.Workspace, attempt).WaitAsync(cancellation);
            return answer is null ? new(ReportOutcome.Absent, "The action log has nothing of it.") : Read(answer);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            return new(ReportOutcome.Unknown, $"It could not be asked what became of it: {exception.Message}");
        }
    }

    /// <summary>A yes to something that nobody could see is a yes to nothing.</summary>
    private static string? Unbound(DoorRequest request) => request.Approval is { GateId: { } gate, Plan: not { IsKnown: true } } yes
        ? $"The yes at {gate} was said without knowing what would be acted on, so nothing is done. {yes.Plan?.Refusal}".TrimEnd()
        : null;

    private static PlannedAction PlannedBy(DoorRequest request, ActionAnswer answer)
    {
        var plan = answer.Decision?.Plan;
        var isKnown = plan is not null && (plan.Target is not null || plan.Request.Action is ActionName.SuggestConfigFix);
        var refused = answer.Decision is { IsAllowed: false } decision ? decision.Reason
            : answer.Result is { Outcome: not (ProviderOutcome.Succeeded or ProviderOutcome.NoOp) } result ? result.Message
            : null;
        return new()
        {
            StepId = request.StepId,
            Call = request.Call,
            Preview = answer.Message,
            Cluster = plan?.Cluster ?? "",
            Target = plan?.Target,
            Workload = plan?.Workload,
            ReplicasBefore = plan?.ReplicasBefore,
            ArgumentsHash = isKnown ? CanonicalArguments.Hash(plan!) : null,
            PolicyRevision = answer.PolicyRevision,
            Refusal = refused,
            IsUnread = !isKnown && answer.Decision is { IsBlind: true },
            Notes = answer.Decision?.Notes ?? [],
            BlastRadius = answer.Decision?.BlastRadius ?? BlastRadius.None,
        };
    }

    private static DoorAnswer Read(ActionAnswer answer) => new(
        Outcome(answer), answer.Message, Json(answer), answer.RetryAfter, answer.Id.Length == 0 ? null : answer.Id)
    {
        ChangedNothing = answer.Status is ActionStatus.NoOp,
    };

    private static ReportOutcome Outcome(ActionAnswer answer) => answer.Status switch
    {
        ActionStatus.Success or ActionStatus.DryRun or ActionStatus.NoOp => ReportOutcome.Done,
        ActionStatus.Denied when answer.IsAskedAgain => ReportOutcome.Undecided,
        ActionStatus.Denied when answer.Code is RefusalCode.KillSwitch => ReportOutcome.Held,
        ActionStatus.Denied when answer.Code is RefusalCode.IncidentOver => ReportOutcome.Needless,
        ActionStatus.Denied when answer.Code is RefusalCode.TooLate => ReportOutcome.Failed,
        // Without an id it is the same request that is under way, and not another on the same workload.
        ActionStatus.Denied when answer is { Code: RefusalCode.ActionInProgress, Id: "" } => ReportOutcome.Unknown,
        ActionStatus.Denied => ReportOutcome.Refused,
        ActionStatus.Failed => ReportOutcome.Failed,
        _ => ReportOutcome.Unknown,
    };

    private static string Json(ActionAnswer answer) => EventPayload.Of(
        ("action_id", answer.Id), ("status", answer.Status.Word()), ("message", answer.Message), ("code", answer.Code),
        ("target", answer.Decision?.Plan?.Target?.Name), ("reason", answer.Fix?.Reason), ("changed", answer.Fix?.Changed),
        ("diff", answer.Fix?.Diff));

    /// <summary>No attempt: the arguments are none of this action.</summary>
    private async Task<(ActionAttempt? Attempt, string? Problem)> AttemptAsync(DoorRequest asked)
    {
        if (DoorArguments.Read(asked, out var problem) is not { } request) return (null, problem);
        var undone = asked.Undone is { } id ? await UndoneAsync(asked.Workspace, id, request) : null;
        return (new()
        {
            Request = request,
            Caller = new(asked.StartedBy, Role(asked.StarterRole), PrincipalKind.Run),
            IsDryRun = asked.DryRun,
            // A yes to an action is one to taking it back, and to nothing else that a definition calls so.
            Grant = asked.Approval is { } yes && (asked.Undone is null || undone is not null) ? Granted(asked, yes) : null,
            Plan = asked.Approval?.Plan is { IsKnown: true } planned
                ? new() { Request = request, Cluster = planned.Cluster, Target = planned.Target, Workload = planned.Workload,
                    ReplicasBefore = planned.ReplicasBefore }
                : undone,
            Sequel = asked.Follows.IsEmpty ? null : new(asked.Undone is not null, asked.Follows),
            Deadline = asked.Deadline,
            AskedUntil = asked.AskedUntil,
            IncidentId = asked.IncidentId,
            DespiteEnd = asked.DespiteEnd,
            IdempotencyKey = asked.Key,
            IsDevMode = asked.IsDevMode,
            DevModeActs = asked.DevModeActs,
        }, null);
    }

    private static ApprovalGrant Granted(DoorRequest asked, StepApproval yes) => new()
    {
        ApprovalId = yes.GateId is { } gate ? $"{asked.RunId}/{gate}" : null,
        Requester = asked.StartedBy,
        Approver = Principal.Person(yes.By, Role(yes.Role)),
        ArgumentsHash = yes.Plan?.ArgumentsHash,
        PolicyRevision = yes.Plan?.PolicyRevision,
        ExpiresAt = yes.Until,
        IncidentId = asked.IncidentId,
        IsBeforehand = yes.GateId is null && asked.Undone is null,
    };

    /// <summary>
    /// What is taken back is taken back on the object that it was done to, and not on its namesake, to what was before, and from what was made of it.
    /// Null: this is another action.
    /// </summary>
    private async Task<ActionPlan?> UndoneAsync(string workspace, string undone, ActionRequest request)
    {
        var isScale = request.Action is ActionName.ScaleDeployment;
        var done = (await grains.GetGrain<IActionQueries>(0).FindAsync(workspace, undone))?.Answer.Decision?.Plan;
        return done is not null && (done.Request.Action, done.Request.Namespace, done.Request.PodName, done.Request.DeploymentName)
            == (request.Action, request.Namespace, request.PodName, request.DeploymentName) && (!isScale || done.ReplicasBefore == request.Replicas)
            ? done with { Request = request, ResourceVersion = null, ReplicasBefore = isScale ? done.Request.Replicas : null }
            : null;
    }

    private static ActingRole Role(ApproverRole? role) => role switch
    {
        ApproverRole.Admin => ActingRole.Admin,
        ApproverRole.Operator => ActingRole.Operator,
        _ => ActingRole.Viewer,
    };
}

using System.Globalization;
using AiSre.Domain;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Workflows;

/// <summary>Runs ask the guard as everybody does; it is told who started the run and who said yes in it.</summary>
internal sealed class GuardedDoor(IGrainFactory grains, TimeProvider clock) : IActionDoor
{
    /// <summary>What is under way, or not known yet, is asked for again, so often and so far apart.</summary>
    private const int Looks = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    private IActions Guard => grains.GetGrain<IActions>(0);

    public async Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation) =>
        Attempt(request, out var problem) is { } attempt
            ? Read(await Guard.AttemptAsync(request.Workspace, attempt).WaitAsync(cancellation))
            : new(ReportOutcome.Refused, problem!);

    public async Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation)
    {
        if (Attempt(request, out var problem) is not { } attempt) return new(ReportOutcome.Refused, problem!);
        for (var look = 1; ; look++)
        {
            var answer = await Guard.SettleAsync(request.Workspace, attempt).WaitAsync(cancellation);
            if (answer is null) return new(ReportOutcome.Absent, "The action log has nothing of it.");
            if (Read(answer) is var read && (read.Outcome is not ReportOutcome.Unknown || look == Looks)) return read;
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static DoorAnswer Read(ActionAnswer answer) => new(
        Outcome(answer), answer.Message, Json(answer), answer.RetryAfter, answer.Id.Length == 0 ? null : answer.Id);

    private static ReportOutcome Outcome(ActionAnswer answer) => answer.Status switch
    {
        ActionStatus.Success or ActionStatus.DryRun or ActionStatus.NoOp => ReportOutcome.Done,
        ActionStatus.Denied when answer.Code is RefusalCode.KillSwitch => ReportOutcome.Held,
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

    /// <summary>Null: the arguments are none of this action.</summary>
    private static ActionAttempt? Attempt(DoorRequest asked, out string? problem)
    {
        if (Request(asked, out problem) is not { } request) return null;
        return new()
        {
            Request = request,
            Caller = new(asked.StartedBy, Role(asked.StarterRole), PrincipalKind.Run),
            IsDryRun = asked.DryRun,
            Grant = asked.ApprovedBy is not { } approver ? null : new()
            {
                // The run holds the yes to the arguments that it was given for, and for as long as it lives.
                Requester = asked.StartedBy, Approver = Principal.Person(approver, Role(asked.ApproverRole)), ExpiresAt = DateTimeOffset.MaxValue,
                IncidentId = asked.IncidentId,
            },
            IncidentId = asked.IncidentId,
            IdempotencyKey = asked.Key,
            IsDevMode = asked.IsDevMode,
            DevModeActs = asked.DevModeActs,
        };
    }

    private static ActionRequest? Request(DoorRequest asked, out string? problem)
    {
        var (name, args) = (asked.Call.Action, asked.Call.Args);
        problem = null;
        if (ActionNames.Of(name) is not { } action) problem = $"There is no action '{Spelling.Shown(name)}'.";
        else if (args.GetValueOrDefault("replicas") is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            problem = $"replicas is '{Spelling.Shown(text)}', which is no whole number.";
        else
            return new()
            {
                Action = action,
                Cluster = args.GetValueOrDefault("cluster") ?? asked.Cluster,
                Namespace = args.GetValueOrDefault("namespace", ""),
                PodName = args.GetValueOrDefault("pod_name", ""),
                DeploymentName = args.GetValueOrDefault("deployment_name", ""),
                Replicas = args.GetValueOrDefault("replicas") is { } replicas ? int.Parse(replicas, CultureInfo.InvariantCulture) : 1,
                Component = args.GetValueOrDefault("component", ""),
                Issue = args.GetValueOrDefault("issue", ""),
                CurrentSpec = args.GetValueOrDefault("current_spec", ""),
                AcceptRevert = args.GetValueOrDefault("accept_revert") is "true",
            };
        return null;
    }

    private static ActingRole Role(ApproverRole? role) => role switch
    {
        ApproverRole.Admin => ActingRole.Admin,
        ApproverRole.Operator => ActingRole.Operator,
        _ => ActingRole.Viewer,
    };
}

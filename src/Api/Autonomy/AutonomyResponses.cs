using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Grains.Autonomy;

namespace AiSre.Api.Autonomy;

/// <param name="AllowedNamespaces">Globs; empty: autonomy acts nowhere.</param>
/// <param name="KillSwitch">Everything is stopped, people's actions too.</param>
/// <param name="Paused">Where the breaker is open.</param>
/// <param name="Earned">What came of actions, by action and service.</param>
/// <param name="RunningCycleId">Null: none runs.</param>
public sealed record AutonomyStatusResponse(
    bool Enabled, bool ApprovalRequired, bool DefaultDryRun, int PollIntervalSeconds, int MaxIncidentsPerCycle,
    IReadOnlyList<string> AutonomousActions, IReadOnlyList<string> AllowedNamespaces, string DeploymentProfile, bool KillSwitch,
    IReadOnlyList<AutonomyPauseResponse> Paused, IReadOnlyList<EarnedResponse> Earned, string? RunningCycleId, CycleSummaryResponse? LastCycle)
{
    internal static AutonomyStatusResponse From(AutonomyView view, ImmutableArray<EarnedTrust> earned, bool stopped) => new(
        view.Settings.IsEnabled, view.Settings.ApprovalRequired, view.Settings.DefaultDryRun, view.Settings.PollIntervalSeconds,
        view.Settings.MaxIncidentsPerCycle, [.. view.Settings.Actions.Select(action => action.Name())], view.Settings.Namespaces,
        AutonomySettings.Profile, stopped,
        [.. view.Pauses.Select(pause => new AutonomyPauseResponse(pause.Scope, pause.Reason, pause.At, pause.Until, pause.IncidentId))],
        [
            .. earned.Select(trust => new EarnedResponse(
                trust.Action.Name(), trust.Service, trust.Verified, trust.Failures, trust.Reversals, trust.InARow)),
        ],
        view.RunningCycleId,
        view.LastCycle is { } last
            ? new(last.CycleId, last.StartedAt, last.FinishedAt, last.Considered, last.Executed, last.AwaitingApproval)
            : null);
}

/// <param name="Scope"><c>workspace</c>, <c>namespace/…</c> or <c>workload/…</c>.</param>
/// <param name="Until">Then it goes on by itself.</param>
public sealed record AutonomyPauseResponse(string Scope, string Reason, DateTimeOffset Since, DateTimeOffset Until, string? IncidentId);

/// <param name="Verified">Somebody looked, and it had helped.</param>
/// <param name="Reversals">It had to be done again or was undone within an hour.</param>
/// <param name="InARow">It helped so often since it last did not; a policy's <c>min_verified</c> asks for this.</param>
public sealed record EarnedResponse(string Action, string Service, int Verified, int Failures, int Reversals, int InARow);

public sealed record CycleSummaryResponse(
    string CycleId, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Considered, int Executed, int AwaitingApproval);

/// <param name="FinishedAt">Null: it runs.</param>
/// <param name="Considered">Incidents that were looked at.</param>
/// <param name="AlreadyRunning">Somebody else has started it.</param>
public sealed record AutonomyCycleResponse(
    string CycleId, bool Enabled, bool DryRun, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Considered,
    IReadOnlyList<ProposalResponse> Proposals, IReadOnlyList<AutonomousActionResponse> Executed,
    IReadOnlyList<AwaitingApprovalResponse> AwaitingApproval, IReadOnlyList<SkippedIncidentResponse> Skipped, bool AlreadyRunning)
{
    internal static AutonomyCycleResponse From(CycleReport report) => new(
        report.CycleId, report.IsEnabled, report.IsDryRun, report.StartedAt, report.FinishedAt, report.Considered,
        [
            .. report.Proposals.Select(proposal => new ProposalResponse(
                proposal.IncidentId, proposal.Request.Action.Name(), proposal.Request.Namespace, proposal.Request.PodName, proposal.Confidence,
                proposal.Reason, proposal.Request.DeploymentName is { Length: > 0 } deployment ? deployment : null,
                proposal.Request.Action is ActionName.ScaleDeployment ? proposal.Request.Replicas : null)),
        ],
        [
            .. report.Executed.Select(done => new AutonomousActionResponse(
                done.IncidentId, done.Action.Name(), done.Id, Actions.ExecutedActionResponse.Word(done.Status), done.Message)),
        ],
        [.. report.AwaitingApproval.Select(asked => new AwaitingApprovalResponse(asked.IncidentId, asked.Action.Name(), asked.Id, asked.Message))],
        [.. report.Skipped.Select(skip => new SkippedIncidentResponse(skip.IncidentId, skip.Reason))], report.AlreadyRunning);
}

/// <param name="PodName">Of <c>restart_pod</c>, else empty.</param>
/// <param name="DeploymentName">Of <c>scale_deployment</c>, else null.</param>
/// <param name="Confidence">0 to 1, of the cause that rules have found.</param>
public sealed record ProposalResponse(
    string IncidentId, string Action, string Namespace, string PodName, double Confidence, string Reason, string? DeploymentName = null,
    int? Replicas = null);

/// <param name="Status">As of <c>POST /actions/execute</c>.</param>
public sealed record AutonomousActionResponse(string IncidentId, string Action, string ActionId, string Status, string Message);

/// <param name="ApprovalId">To be answered with <c>POST /approvals/{id}</c>.</param>
public sealed record AwaitingApprovalResponse(string IncidentId, string Action, string ApprovalId, string Message);

public sealed record SkippedIncidentResponse(string IncidentId, string Reason);

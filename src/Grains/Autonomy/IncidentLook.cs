using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Autonomy;

/// <summary>Goes through the incidents of one cycle: each is acted on, asked for, or left with a reason.</summary>
internal sealed class IncidentLook(string workspace, IGrainFactory grains, AutonomyFacts facts, CycleFacts known, TimeProvider clock)
{
    /// <summary>Causes that are looked for in one cycle: clusters have other things to do.</summary>
    private const int MostLooks = 5;

    private ImmutableArray<EarnedTrust>? earned;
    private int looked;

    private AutonomySettings Settings => known.Settings;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Where the breaker has opened in this cycle.</summary>
    public ImmutableArray<AutonomyPause> Pauses { get; private set; } = [];

    private IEnumerable<AutonomyPause> Standing => known.Turn.Pauses.Concat(Pauses);

    public async Task<CycleReport> AtAsync(AutonomyCandidate candidate, CycleReport report)
    {
        var incident = candidate.Incident;
        if (CandidateRules.WhyNot(candidate, Now) is { } off) return Skip(report, incident.Id, off);
        if (await DiagnosisAsync(incident) is not { } diagnosis) return Skip(report, incident.Id, "Its cause has not been looked for yet.");
        var (request, whyNone) = ProposalRules.Wanted(incident, diagnosis);
        if (request is null) return Skip(report, incident.Id, whyNone);
        if (await facts.TargetAsync(workspace, request) is not { } target) return Skip(report, incident.Id, "Its cluster is not known here.");
        var (proposal, why) = ProposalRules.Of(incident, diagnosis, request, target, Now);
        if (proposal is null) return Skip(report, incident.Id, why);
        report = report with { Proposals = report.Proposals.Add(proposal) };
        if (await ChangedAsync(proposal) is { } changed) return Skip(report, incident.Id, changed);
        if (await WhyNotAsync(proposal, target) is { } reason) return Skip(report, incident.Id, reason);
        return await TryAsync(proposal, incident.Subject.Service, report);
    }

    /// <summary>Looks for the cause of a few incidents in one cycle; for others it takes what is known, if that is fresh.</summary>
    private async Task<IncidentDiagnosis?> DiagnosisAsync(Incident incident)
    {
        var began = Now;
        var found = await facts.DiagnosisAsync(workspace, incident.Id, mayLook: looked < MostLooks);
        if (found?.CompletedAt >= began) looked++;
        return found;
    }

    /// <summary>
    /// What has changed since the cycle began, which may be minutes: somebody has the incident, it is over, autonomy was turned off or paused, or
    /// another cycle has the turn. What follows goes by what is now.
    /// </summary>
    private async Task<string?> ChangedAsync(ActionProposal proposal)
    {
        var (candidate, view) = await facts.NowAsync(workspace, proposal.IncidentId);
        if (view.RunningCycleId != known.Turn.CycleId) return "The cycle took too long, and has lost its turn.";
        if (view.Settings.Mode != Settings.Mode) return "The settings have changed since the cycle began; the next one goes by them.";
        known = known with { Turn = known.Turn with { Settings = view.Settings, Pauses = view.Pauses } };
        return candidate is null ? "The incident is gone." : CandidateRules.WhyNot(candidate, Now);
    }

    /// <summary>What stands against a proposal before the guard is asked.</summary>
    private async Task<string?> WhyNotAsync(ActionProposal proposal, TargetFacts target)
    {
        if (known.KillSwitch is not { IsKnown: true, Value.IsOn: false }) return "The kill switch is on, or could not be read.";
        if (Breaker(proposal, target) is { } pause) return pause.Reason;
        if (!known.Policies.IsKnown) return $"The policies could not be read: {known.Policies.Problem.TrimEnd('.')}.";
        var policy = known.Policies.Value!.For(proposal.Request.Action, proposal.Request.Namespace);
        if (PermissionRules.WhyNot(Settings, policy, proposal.Request) is { } notLeft) return notLeft;
        var tries = await facts.TriesAsync(workspace, proposal.IncidentId);
        if (CandidateRules.WhyNotAgain(tries, known.IsManual, Now) is { } again)
        {
            if (CandidateRules.IsGivenUp(tries, Now)) await GiveUpAsync(proposal, again);
            return again;
        }
        return await facts.QuestionAsync(workspace, proposal.IncidentId) switch
        {
            null => null,
            { State: ApprovalState.Denied, DecidedBy: { } by } => $"{by.Name} has said no.",
            { Id: var id } => $"A person was asked ({id}) and has not answered yet.",
        };
    }

    /// <summary>Opens the breaker for what the log and the workspace say, whatever incidents there are.</summary>
    public void Notice()
    {
        Open(PauseScope.Workspace, known.IsStorm ? "Alerts come in a storm." : null, null);
        Open(PauseScope.Workspace, known.Policies.IsKnown ? null : "The policies could not be read.", null);
        Open(
            PauseScope.Workspace, BreakerRules.Failures(known.LastHour, Since(PauseScope.Workspace)),
            known.LastHour.FirstOrDefault(entry => entry.IsAutonomous)?.IncidentId);
        foreach (var workload in known.Past.Select(entry => entry.Workload).Distinct())
        {
            var scope = PauseScope.Workload(workload);
            Open(
                scope, BreakerRules.Restarts(known.Past, workload, Since(scope)),
                known.Past.LastOrDefault(entry => entry.Workload == workload)?.IncidentId);
        }
    }

    /// <summary>What is paused and concerns a proposal.</summary>
    private AutonomyPause? Breaker(ActionProposal proposal, TargetFacts target)
    {
        var place = PauseScope.Namespace(target.Cluster, proposal.Request.Namespace);
        Open(place, BreakerRules.Unready(target.Namespace.Value), proposal.IncidentId);
        var workload = target.Workload.Value is { } owner ? PauseScope.Workload(CaseView.WorkloadName(target.Cluster, owner.Ref)) : null;
        return Standing.FirstOrDefault(pause => pause.Scope == PauseScope.Workspace || pause.Scope == place || pause.Scope == workload);
    }

    private void Open(string scope, string? reason, string? incidentId)
    {
        if (reason is not null && Standing.All(pause => pause.Scope != scope)) Pauses = Pauses.Add(new(scope, reason, Now, incidentId));
    }

    private DateTimeOffset Since(string scope) => BreakerRules.Since(known.Turn.Resets, scope, Now);

    private async Task<CycleReport> TryAsync(ActionProposal proposal, string? service, CycleReport report)
    {
        earned ??= await facts.EarnedAsync(workspace);
        var attempt = new ActionAttempt
        {
            Request = proposal.Request,
            Caller = new(AutonomyGrain.Actor, ActingRole.Operator, PrincipalKind.Autonomy),
            IsDryRun = Settings.Mode is not AutonomyMode.Act,
            IncidentId = proposal.IncidentId,
            IdempotencyKey = Settings.Mode is AutonomyMode.Act ? $"{report.CycleId}:{proposal.IncidentId}" : null,
            IsDevMode = Settings.IsDevMode,
            DevModeActs = Settings.DevModeActs,
            Autonomy = new()
            {
                Confidence = proposal.Confidence,
                VerifiedInARow = EarnedRules.InARow(earned.Value, proposal.Request.Action, service),
                BudgetBurn = await facts.BudgetBurnAsync(workspace, service),
                IsStorm = known.IsStorm,
            },
        };
        var answer = await grains.GetGrain<IActions>(0).AttemptAsync(workspace, attempt);
        if (answer.Decision is not { } decision) return Skip(report, proposal.IncidentId, answer.Message);
        if (decision.Checks.FirstOrDefault(check => check.Name is CheckName.Effect && check.Refuses) is { } inVain)
            await GiveUpAsync(proposal, inVain.Sentence);
        if (PermissionRules.Refusal(decision) is { } refusal) return Skip(report, proposal.IncidentId, refusal);
        if (Settings.Mode is AutonomyMode.DryRun) return Skip(report, proposal.IncidentId, $"A dry run: {answer.Message}.");
        // Decided, and yet not done: the workload is held, or the cluster has refused it.
        if (decision.Code is null && answer.Status is ActionStatus.Denied) return Skip(report, proposal.IncidentId, answer.Message);
        if (Settings.Mode is AutonomyMode.Act && decision.Code is null)
            return report with { Executed = report.Executed.Add(Done(proposal, answer.Id, answer.Status, answer.Message)) };
        var key = GrainKeys.Approval(workspace, NewIds.Approval(Now));
        var approval = await grains.GetGrain<IApprovalGrain>(key).AskAsync(attempt, decision, answer.PolicyRevision);
        var asked = Done(proposal, approval.Id, ActionStatus.Denied, decision.Code is null ? approval.Preview : decision.Reason);
        return report with { AwaitingApproval = report.AwaitingApproval.Add(asked) };
    }

    /// <summary>A cycle that changes nothing tells nobody.</summary>
    private Task GiveUpAsync(ActionProposal proposal, string why) =>
        Settings.Mode is AutonomyMode.DryRun ? Task.CompletedTask : facts.GiveUpAsync(workspace, proposal, why);

    private static CycleAction Done(ActionProposal proposal, string id, ActionStatus status, string message) =>
        new(proposal.IncidentId, proposal.Request.Action, id, status, message);

    private static CycleReport Skip(CycleReport report, string incidentId, string reason) =>
        report with { Skipped = report.Skipped.Add(new(incidentId, reason)) };
}

using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Autonomy;

/// <summary>Reads what a cycle has to know. What cannot be read stops it: autonomy does nothing blindly.</summary>
public sealed class AutonomyFacts(
    IGrainFactory grains, ActionCases cases, IActionReads actions, IIncidentReads incidents, IWorkspaceClusters all, AutonomyLog log,
    TimeProvider clock)
{
    private const int NewestApprovals = 200;

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(15);

    /// <summary>What is the same for all incidents of a cycle.</summary>
    public async Task<CycleFacts> ReadAsync(string workspace, CycleTurn turn, bool isManual)
    {
        var past = await actions.PastAsync(workspace, clock.GetUtcNow().AddHours(-1));
        return new()
        {
            Turn = turn,
            IsManual = isManual,
            KillSwitch = await cases.KillSwitchAsync(workspace),
            Policies = await cases.PoliciesAsync(workspace),
            IsStorm = await grains.GetGrain<ICorrelatorGrain>(workspace).IsStormAsync(),
            Past = past,
            // Most hours nothing is done, and then there is nothing to read.
            LastHour = past.IsEmpty ? [] : await log.LastHourAsync(workspace),
        };
    }

    /// <summary>The incident as it is now, and how far the workspace lets autonomy go by now; no candidate: it is gone.</summary>
    public async Task<(AutonomyCandidate? Candidate, AutonomyView View)> NowAsync(string workspace, string incidentId)
    {
        var incident = await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId)).GetAsync();
        var parent = (await incidents.FactsAsync(workspace, incidentId))?.ParentId;
        return (incident is null ? null : new(incident, parent), await grains.GetGrain<IAutonomyGrain>(workspace).GetAsync());
    }

    /// <summary>Those who have an incident hear that autonomy has done what it may, and in vain.</summary>
    public Task GiveUpAsync(string workspace, ActionProposal proposal, string why) =>
        grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, proposal.IncidentId)).FixFailedAsync(
            new($"given_up.{proposal.Request.Action.Name()}", why, AutonomyGrain.Actor, IsNoted: true));

    /// <summary>How fast the service's error budget burns that burns fastest; null: it has promised nothing, or nobody knows.</summary>
    public async Task<double?> BudgetBurnAsync(string workspace, string? service)
    {
        if (service is null) return null;
        var slos = (await grains.GetGrain<ISlosGrain>(workspace).StandingsAsync()).Where(slo => slo.Service == service).ToList();
        // One of which nothing is known may burn faster than all others.
        return slos.Exists(slo => slo.BurnRate is null) ? null : slos.Max(slo => slo.BurnRate);
    }

    public Task<ImmutableArray<EarnedTrust>> EarnedAsync(string workspace) => log.EarnedAsync(workspace);

    /// <summary>What autonomy has tried for an incident.</summary>
    public async Task<List<AutonomousTry>> TriesAsync(string workspace, string incidentId) =>
    [
        .. (await incidents.ActionsAsync(workspace, incidentId)).Where(row => row.Actor == AutonomyGrain.Actor)
            .Select(row => new AutonomousTry(row.At, !row.DryRun && row.Outcome is not ("denied" or "noop"))),
    ];

    /// <summary>What a person was asked for an incident and has not said yes to; null: nothing.</summary>
    public async Task<ActionApproval?> QuestionAsync(string workspace, string incidentId) =>
        (await grains.GetGrain<IActionQueries>(0).ApprovalsAsync(workspace, NewestApprovals)).FirstOrDefault(approval =>
            approval.Attempt is { Caller.Kind: PrincipalKind.Autonomy } attempt && attempt.IncidentId == incidentId
            && (approval.State is ApprovalState.Denied || (approval.State is ApprovalState.Pending && approval.ExpiresAt > clock.GetUtcNow())));

    /// <summary>Why an incident happened, as rules see it; null: nobody has looked lately, or it is gone.</summary>
    public async Task<IncidentDiagnosis?> DiagnosisAsync(string workspace, string incidentId, bool mayLook)
    {
        var grain = grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(workspace, incidentId));
        if (mayLook) return await grain.GetAsync(DiagnosisRules.DefaultLogLimit, refresh: false);
        return await grain.LastAsync() is { } last && DiagnosisRules.IsFresh(last, clock.GetUtcNow()) ? last : null;
    }

    /// <summary>What a request is about, and how its namespace is; null: the cluster is not known.</summary>
    public async Task<TargetFacts?> TargetAsync(string workspace, ActionRequest request)
    {
        var clusters = all.Gateway(workspace);
        if (clusters.Resolve(request.Cluster) is not { } cluster) return null;
        using var limit = new CancellationTokenSource(LongestRead, clock);
        return await clusters.TargetAsync(cluster, request.Target(), limit.Token);
    }
}

/// <summary>What is the same for all incidents of a cycle.</summary>
public sealed record CycleFacts
{
    public required CycleTurn Turn { get; init; }

    /// <summary>A person has started it.</summary>
    public required bool IsManual { get; init; }

    public required Known<KillSwitch?> KillSwitch { get; init; }
    public required Known<ActionPolicies?> Policies { get; init; }
    public required bool IsStorm { get; init; }

    /// <summary>Of the last hour.</summary>
    public required ImmutableArray<PastAction> Past { get; init; }

    /// <summary>The same with what came of it.</summary>
    public required ImmutableArray<LoggedAction> LastHour { get; init; }

    public AutonomySettings Settings => Turn.Settings;
}

using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Autonomy;

/// <summary>Reads what a cycle has to know. What cannot be read stops it: autonomy does nothing blindly.</summary>
public sealed class AutonomyFacts(
    IGrainFactory grains, ActionCases cases, IActionReads actions, IIncidentReads incidents, IDefinitions definitions, IClusterGateway clusters,
    AutonomyLog log, TimeProvider clock)
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
            Policies = await PoliciesAsync(workspace),
            IsStorm = await grains.GetGrain<ICorrelatorGrain>(workspace).IsStormAsync(),
            Past = past,
            // Most hours nothing is done, and then there is nothing to read.
            LastHour = past.IsEmpty ? [] : await log.LastHourAsync(workspace),
        };
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

    /// <summary>The pod that an incident's alert names, and how its namespace is; null: the cluster is not known.</summary>
    public async Task<TargetFacts?> TargetAsync(Incident incident)
    {
        if (clusters.Resolve(incident.Subject.Cluster) is not { } cluster) return null;
        using var limit = new CancellationTokenSource(LongestRead, clock);
        return await clusters.TargetAsync(cluster, new TargetName(incident.Subject.Namespace!, incident.Subject.Pod, null), limit.Token);
    }

    private async Task<Known<ActionPolicies?>> PoliciesAsync(string workspace)
    {
        try
        {
            return new(ActionPolicies.Of((await definitions.OfAsync(workspace)).Sections, ""));
        }
        catch (LedgerUnavailableException exception)
        {
            return new(null, exception.Message);
        }
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

using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>Has a permitted action carried out: what has changed meanwhile is decided anew, what is too busy is asked again, not for long.</summary>
internal sealed class ProviderCalls(string workspace, ActionCases cases, IClusterGateway clusters, TimeProvider clock)
{
    private const int Decisions = 3;
    private const int Waits = 2;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5), Late = TimeSpan.FromSeconds(2);

    /// <returns>What the cluster said, and the decision that it was asked under; no result: that decision refuses.</returns>
    public async Task<(ProviderResult? Result, ActionDecision Decision)> ActAsync(
        ActionCase given, ActionDecision decision, PermittedAction permitted, CancellationToken cancellation)
    {
        var waits = 0;
        for (var turn = 1; ; turn++)
        {
            // Once more, as late as can be.
            var stop = await cases.KillSwitchAsync(workspace);
            var now = clock.GetUtcNow();
            if (stop is not { IsKnown: true, Value: { IsOn: false } } || now >= given.Deadline)
                return (null, ActionGuard.Decide(given with { KillSwitch = stop, Now = now }));
            var result = await clusters.ActAsync(permitted, cancellation);
            if (result.Outcome is ProviderOutcome.Throttled && waits++ < Waits)
            {
                await Task.Delay(result.RetryAfter is { } asked && asked < LongestWait ? asked : LongestWait, clock, cancellation);
                turn--;
                continue;
            }
            if (result.Outcome is not ProviderOutcome.Stale || turn == Decisions) return (result, decision);
            given = await cases.WithFactsAsync(workspace, given with { Now = clock.GetUtcNow(), Plan = decision.Plan }, cancellation);
            (decision, var again) = PermittedAction.Ask(given);
            if (again is null) return (decision.IsNoOp ? ProviderResult.NoOp("It is so already.") : null, decision);
            permitted = again;
        }
    }

    /// <summary>The same right after the call: what seems not to have happened may only be late, so one looks twice.</summary>
    public async Task<ProviderResult?> FindOutNowAsync(ActionPlan plan, CancellationToken cancellation)
    {
        var first = await FindOutAsync(plan, cancellation);
        if (first is not { Outcome: ProviderOutcome.Failed }) return first;
        await Task.Delay(Late, clock, cancellation);
        return await FindOutAsync(plan, cancellation);
    }

    /// <summary>What came of a call whose answer was lost. Null: reading does not tell either.</summary>
    public async Task<ProviderResult?> FindOutAsync(ActionPlan plan, CancellationToken cancellation)
    {
        if (plan.Target is not { } target) return ProviderResult.Failed("There was nothing to do.");
        if (plan.Request.Action is ActionName.RestartPod)
        {
            var fate = await clusters.FateAsync(plan.Cluster, target, cancellation);
            return !fate.IsKnown ? null : fate.Value switch
            {
                PodFate.Terminating or PodFate.Gone => ProviderResult.Succeeded("Found by reading: the pod is going or gone."),
                PodFate.Stays => ProviderResult.Failed("Found by reading: the pod is still there, the cluster was not reached."),
                _ => null,
            };
        }
        var facts = await clusters.WorkloadAsync(plan.Cluster, target, cancellation);
        return facts.Workload switch
        {
            { IsKnown: false } => null,
            { Value: null } => ProviderResult.Failed("Found by reading: the deployment is gone."),
            { Value: { } owner } when owner.DesiredReplicas == plan.Request.Replicas => ProviderResult.Succeeded("Found by reading: it was scaled."),
            { Value: { } owner } when owner.DesiredReplicas == (plan.ReplicasBefore ?? owner.DesiredReplicas) =>
                ProviderResult.Failed("Found by reading: it was not scaled, the cluster was not reached."),
            // Somebody has set another number since, and before that it may have been ours.
            _ => null,
        };
    }

    /// <summary>Whether it has helped.</summary>
    public async Task<ActionVerification> LookAsync(ActionPlan plan, DateTimeOffset at, CancellationToken cancellation)
    {
        if (plan is not { Target: { } target, Workload: { } workload }) return new(null, "There is no workload to look at.");
        var facts = await clusters.WorkloadAsync(plan.Cluster, workload, cancellation);
        var fate = target.Kind is "Pod" ? await clusters.FateAsync(plan.Cluster, target, cancellation) : new Known<PodFate>(default);
        return VerificationRules.Judge(plan, at, fate, facts);
    }
}

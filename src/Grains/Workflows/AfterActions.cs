using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Workflows;

/// <summary>
/// The pod and the workload as a verification sees them, after what the run has done: a pod that was restarted is gone, and another has its place.
/// The action log says which it was.
/// </summary>
internal sealed class AfterActions(IGrainFactory grains, IClusterGateway clusters, EvidenceRequest request, CancellationToken cancellation)
{
    private readonly Lazy<Task<List<ActionEntry>>> done = new(() => ReadAsync(grains, request));

    /// <summary>The successor of what was restarted last; without a restart, the pod that the run is about.</summary>
    public async Task<Known<object>> PodAsync(RunTargetFacts target)
    {
        var restart = (await done.Value).FindLast(entry => entry.Attempt.Request.Action is ActionName.RestartPod);
        if (restart is null)
        {
            var known = await target.PodAsync();
            return known.Value is { } pod ? new(EvidenceShapes.Pod(pod)) : new(null, known.Problem);
        }
        if (restart.Answer.Decision?.Plan is not { Target: { } old, Workload: { } owner } plan)
            return new(null, "The action log does not say which pod was restarted.");
        var fate = await clusters.FateAsync(plan.Cluster, old, cancellation);
        if (!fate.IsKnown) return new(null, fate.Problem);
        if (fate.Value is not PodFate.Gone) return new(EvidenceShapes.NoPod($"The old pod {old.Name} is still there."));
        var facts = await clusters.WorkloadAsync(plan.Cluster, owner, cancellation);
        if (facts.Siblings is not { IsKnown: true, Value: { } pods })
            return new(null, facts.Siblings.Problem ?? "The workload is gone.");
        var successors = VerificationRules.Successors(plan, restart.At, pods);
        // One that has been restarted already says more than one that is ready for the moment.
        var seen = successors.OrderByDescending(pod => pod.Ref.Name == old.Name).ThenByDescending(pod => pod.Restarts > 0)
            .ThenByDescending(pod => pod.IsReady).FirstOrDefault();
        return new(seen is null ? EvidenceShapes.NoPod("No new pod has been made.") : EvidenceShapes.Pod(seen));
    }

    /// <summary>What the last action was for; without one, what the run is about.</summary>
    public async Task<Known<WorkloadFacts>> WorkloadAsync(RunTargetFacts target)
    {
        if ((await done.Value).FindLast(entry => entry.Answer.Decision?.Plan?.Workload is not null)?.Answer.Decision?.Plan is not { } plan)
            return await target.WorkloadAsync();
        var workload = (await clusters.WorkloadAsync(plan.Cluster, plan.Workload!, cancellation)).Workload;
        return workload is { IsKnown: true, Value: null } ? new(null, $"{plan.Workload!.Kind} {plan.Workload.Name} is gone.") : workload;
    }

    private static async Task<List<ActionEntry>> ReadAsync(IGrainFactory grains, EvidenceRequest request)
    {
        var entries = await Task.WhenAll(
            request.Done.Select(id => grains.GetGrain<IActionQueries>(0).FindAsync(request.Workspace, id)));
        // An action that cannot be found must not let an older object stand for its own.
        return entries.Any(entry => entry is null)
            ? throw new InvalidOperationException("The action log has nothing of what the run has done.")
            : [.. entries.OfType<ActionEntry>()];
    }
}

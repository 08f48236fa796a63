using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Verification;

/// <summary>Whether an action that was accepted has had its effect, from what the cluster says some time later.</summary>
public static class VerificationRules
{
    /// <summary>How long after the action one looks.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(120);

    /// <summary>Clocks of clusters and ours differ a little.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <param name="plan">What was done, to which object.</param>
    /// <param name="at">When it was begun: where its answer was lost, the new pod is older than what is known of it.</param>
    /// <param name="fate">Of the pod that was restarted.</param>
    /// <param name="facts">Of the workload, read now.</param>
    public static ActionVerification Judge(ActionPlan plan, DateTimeOffset at, Known<PodFate> fate, TargetFacts facts) =>
        facts.Workload is { IsKnown: false } read ? Unknown($"The workload could not be read: {read.Problem.TrimEnd('.')}.")
            : plan.Request.Action is ActionName.ScaleDeployment ? Scaled(plan, facts)
            : Restarted(plan, at, fate, facts);

    /// <summary>The pod that was deleted says nothing any more; those that were made since, of the same workload, do.</summary>
    public static IReadOnlyList<PodFacts> Successors(ActionPlan plan, DateTimeOffset at, IEnumerable<PodFacts> pods) =>
        [.. pods.Where(pod => pod.Ref.Uid != plan.Target?.Uid && pod.CreatedAt >= at - Skew)];

    private static ActionVerification Scaled(ActionPlan plan, TargetFacts facts)
    {
        if (facts.Workload.Value is not { } owner) return Failed("The deployment is gone.");
        if (owner.DesiredReplicas != plan.Request.Replicas)
            return Failed(FormattableString.Invariant($"Somebody has set it to {owner.DesiredReplicas} replicas since."));
        return owner.ReadyReplicas == owner.DesiredReplicas
            ? new(true, FormattableString.Invariant($"All {owner.ReadyReplicas} replicas are ready."))
            : Failed(FormattableString.Invariant($"{owner.ReadyReplicas} of {owner.DesiredReplicas} replicas are ready.") + Unmade(facts, owner)
                + Pending(facts));
    }

    private static ActionVerification Restarted(ActionPlan plan, DateTimeOffset at, Known<PodFate> fate, TargetFacts facts)
    {
        if (!fate.IsKnown) return Unknown($"What became of the pod could not be read: {fate.Problem.TrimEnd('.')}.");
        if (fate.Value is PodFate.Terminating) return Failed("The old pod is still terminating.");
        if (fate.Value is PodFate.Stays) return Failed("The old pod is still there.");
        if (facts.Siblings is not { IsKnown: true, Value: { } pods })
            return Unknown($"The new pods could not be read: {facts.Siblings.Problem?.TrimEnd('.') ?? "there is no workload"}.");
        var successors = Successors(plan, at, pods);
        if (successors.Count == 0) return Failed("No new pod has been made.");
        if (successors.FirstOrDefault(pod => pod.Restarts > 0) is { } restarting)
            return Failed(FormattableString.Invariant($"The new pod {restarting.Ref.Name} has restarted {restarting.Restarts} times already."));
        return successors.FirstOrDefault(pod => pod.IsReady) is { } ready
            ? new(true, $"The new pod {ready.Ref.Name} is ready.")
            : Failed($"The new pod {successors[0].Ref.Name} is not ready.");
    }

    /// <summary>Pods that were never made cannot say why.</summary>
    private static string Unmade(TargetFacts facts, WorkloadFacts owner) =>
        facts is { Siblings.Value: { IsDefault: false } pods, Quotas.Value: { IsDefault: false } quotas } && pods.Length < owner.DesiredReplicas
            && QuotaRules.TooSmall(quotas, owner, owner.DesiredReplicas - pods.Length) is ({ } quota, _)
            ? FormattableString.Invariant($" ResourceQuota {quota.Name} has no {quota.Resource} left for {owner.DesiredReplicas - pods.Length} more.")
            : "";

    private static string Pending(TargetFacts facts) =>
        facts.Siblings.Value is { IsDefaultOrEmpty: false } pods && pods.Count(pod => pod.Phase is "Pending") is > 0 and var waiting
            ? FormattableString.Invariant($" {waiting} pods wait for a place.")
            : "";

    private static ActionVerification Failed(string sentence) => new(false, sentence);

    /// <summary>No data is no success.</summary>
    private static ActionVerification Unknown(string sentence) => new(null, sentence);
}

/// <summary>What was found when somebody looked.</summary>
/// <param name="Verified">Null: nobody can tell.</param>
/// <param name="Sentence">What was seen.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.verification")]
public sealed record ActionVerification([property: Id(0)] bool? Verified, [property: Id(1)] string Sentence);

using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>How far a scale goes, and what stands in its way.</summary>
internal static class ScaleRules
{
    public static Verdict Scalable(CaseView view)
    {
        if (!view.IsScale || view.Owner is not { } owner) return Verdict.Skip("Nothing is scaled.");
        if (owner.DeletionTimestamp is not null)
            return Verdict.Refuse(RefusalCode.TargetNotFound, $"{owner.Ref.Kind} {owner.Ref.Name} is being deleted.");
        if (owner.Controller is { Kind: "Deployment" } above)
            return Verdict.Refuse(
                RefusalCode.OwnerKind, $"{owner.Ref.Kind} {owner.Ref.Name} belongs to Deployment {above.Name}, which would set it back; scale that.");
        if (owner.Ref.Kind is not "Deployment")
            return Verdict.Refuse(RefusalCode.OwnerKind, $"{owner.Ref.Name} is a {owner.Ref.Kind}; only deployments are scaled.");
        if (owner.IsRollingOut && !owner.IsPaused)
            return Verdict.Refuse(
                RefusalCode.RolloutRunning, $"A rollout of Deployment {owner.Ref.Name} is under way; wait until it is through or roll it back.");
        return owner.IsPaused
            ? Verdict.Warn($"The rollout of Deployment {owner.Ref.Name} is paused; its revisions are scaled in proportion.")
            : Verdict.Pass("No rollout is under way.");
    }

    public static Verdict Delta(CaseView view)
    {
        if (!view.IsScale) return Verdict.Skip("Nothing is scaled.");
        if (view.Owner is not { } owner || view.Policy is not { } policy) return Verdict.Skip("It is not known from what or by which policy.");
        var (now, wanted, limits) = (owner.DesiredReplicas, view.Request.Replicas, policy.Limits);
        if (wanted == now) return Verdict.Warn(FormattableString.Invariant($"It has {now} replicas already: there is nothing to do."));
        if (wanted > limits.MaxReplicas || wanted < limits.MinReplicas)
            return Refused($"{wanted} replicas are outside of the {limits.MinReplicas} to {limits.MaxReplicas} of the policy '{policy.Name}'.");
        var most = (int)Math.Ceiling(Math.Max(1, now) * limits.MaxScaleUpFactor);
        var step = FormattableString.Invariant($"From {now} to {wanted} replicas");
        var far = Math.Abs((long)wanted - now) > limits.MaxReplicaDelta
            ? FormattableString.Invariant($"{limits.MaxReplicaDelta} more or fewer at a time")
            : wanted > now && wanted > most ? FormattableString.Invariant($"{limits.MaxScaleUpFactor} times as many, which is {most}") : null;
        return far is null ? Verdict.Pass($"{step} is within the policy's limits.")
            : view.IsApprovedByAdmin ? Verdict.Warn($"{step} is more than the policy's {far}; an admin approved it.")
            : Refused($"{step} is more than what the policy '{policy.Name}' allows: {far}. An admin may approve it.");
    }

    private static Verdict Refused(FormattableString sentence) => Verdict.Refuse(RefusalCode.ReplicaLimit, FormattableString.Invariant(sentence));
}

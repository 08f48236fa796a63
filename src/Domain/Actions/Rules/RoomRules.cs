using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Whether the new pods would find a place. A guess from what is free now: it warns, and verification has the last word.</summary>
internal static class RoomRules
{
    public static Verdict Quota(CaseView view)
    {
        if (New(view) is not { } more) return Verdict.Skip("No pods are added.");
        if (view.Facts?.Quotas is not { IsKnown: true, Value: { } quotas })
            return Verdict.Warn($"The quotas could not be read ({view.Facts?.Quotas.Problem ?? "nobody asked"}); the new pods may be refused.");
        return QuotaRules.TooSmall(quotas, view.Owner!, more) is not (var quota, var needed)
            ? Verdict.Pass("The quotas have room.")
            : Verdict.Warn(FormattableString.Invariant(
                $"ResourceQuota {quota.Name} has {Math.Max(0, quota.Hard - quota.Used)} of {quota.Resource} left and {needed} are needed: ") +
                "not all new pods would be made.");
    }

    public static Verdict Nodes(CaseView view)
    {
        if (New(view) is not { } more) return Verdict.Skip("No pods are added.");
        if (view.Facts?.Nodes is not { IsKnown: true, Value: { } nodes })
            return Verdict.Warn($"The nodes could not be read ({view.Facts?.Nodes.Problem ?? "nobody asked"}); the new pods may wait for room.");
        var fitting = nodes.Sum(node => Fits(node, view.Owner!.CpuRequest, view.Owner.MemoryRequest));
        return fitting >= more
            ? Verdict.Pass("The nodes have room.")
            : Verdict.Warn(FormattableString.Invariant(
                $"The nodes have room for {fitting} of the {more} new pods; the others would stay Pending unless nodes are added."));
    }

    private static long Fits(NodeRoom node, long cpu, long memory)
    {
        var places = (long)Math.Max(0, node.Pods);
        if (cpu > 0) places = Math.Min(places, Math.Max(0, node.Cpu) / cpu);
        if (memory > 0) places = Math.Min(places, Math.Max(0, node.Memory) / memory);
        return places;
    }

    private static int? New(CaseView view) =>
        view.IsScale && view.Owner is { } owner && view.Request.Replicas > owner.DesiredReplicas
            ? view.Request.Replicas - owner.DesiredReplicas
            : null;
}

using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Rules;

/// <summary>
/// What the API server will say to an eviction, from the status of the PodDisruptionBudgets: the rules of its own code, so that nobody has to try.
/// </summary>
internal static class DisruptionBudgetRules
{
    private const string Otherwise =
        "wait until more pods are ready, scale up first, or have an admin force a delete, which passes the budget over";

    public static Verdict Evictable(CaseView view)
    {
        if (view.Pod is not { } pod) return Verdict.Skip("No pod is evicted.");
        if (pod.DeletionTimestamp is not null) return Verdict.Skip("It is going already.");
        if (view.IsForcedByAdmin) return Verdict.Warn("An admin forces a delete: no budget is asked.");
        if (view.Facts?.Budgets is not { IsKnown: true, Value: { } budgets })
            return Verdict.Blind("The PodDisruptionBudgets", view.Facts?.Budgets.Problem);
        if (pod.Phase is "Pending" or "Succeeded" or "Failed") return Verdict.Pass($"A pod that is {pod.Phase} is evicted whatever its budget says.");
        return budgets switch
        {
            { IsDefaultOrEmpty: true } => Verdict.Pass("No PodDisruptionBudget selects it."),
            [var one] => One(one, pod),
            _ => Verdict.Refuse(
                RefusalCode.PdbBlocked,
                $"{string.Join(" and ", budgets.Select(budget => budget.Name))} all select the pod, and the API server evicts no pod that has more " +
                "than one PodDisruptionBudget: a misconfiguration that has to be put right first."),
        };
    }

    private static Verdict One(DisruptionBudgetFacts budget, PodFacts pod)
    {
        if (!budget.IsCurrent)
            return Refused($"PodDisruptionBudget {budget.Name} has changed and its pods are not counted yet: until then no eviction is allowed.");
        if (budget.DisruptionsAllowed > 0)
            return Verdict.Pass(FormattableString.Invariant($"PodDisruptionBudget {budget.Name} allows {budget.DisruptionsAllowed} disruptions."));
        var state = FormattableString.Invariant($"{budget.CurrentHealthy} of the {budget.DesiredHealthy} pods that it wants are healthy");
        if (pod.IsReady)
            return Refused(
                $"PodDisruptionBudget {budget.Name} allows no disruption now ({state}): the eviction would be answered with 429. Else: {Otherwise}.");
        if (budget.UnhealthyPodEvictionPolicy is "AlwaysAllow")
            return Verdict.Pass($"The pod is not ready, and PodDisruptionBudget {budget.Name} always allows evicting such pods.");
        return budget.DesiredHealthy > 0 && budget.CurrentHealthy >= budget.DesiredHealthy
            ? Verdict.Pass($"The pod is not ready, and PodDisruptionBudget {budget.Name} is kept without it ({state}).")
            : Refused(
                $"The pod is itself unhealthy and PodDisruptionBudget {budget.Name} has no budget left ({state}): under IfHealthyBudget the " +
                "eviction would be answered with 429. Else: set its unhealthyPodEvictionPolicy to AlwaysAllow, or have an admin force a delete.");
    }

    private static Verdict Refused(string sentence) => Verdict.Refuse(RefusalCode.PdbBlocked, sentence);
}

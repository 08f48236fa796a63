using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>The eviction subresource: a deletion that PodDisruptionBudgets may refuse.</summary>
internal static class Evictions
{
    public static JsonObject Evict(ObjectStore store, JsonObject pod, JsonObject eviction, bool dryRun, int? retryAfter)
    {
        var kind = ResourceKind.Of("Pod");
        var options = eviction["deleteOptions"] as JsonObject;
        if (!IsPassedOver(pod))
        {
            var budgets = store.All("PodDisruptionBudget", pod.Namespace())
                .Where(budget => Selection.Matches(budget["spec"]?["selector"], pod)).ToList();
            if (budgets.Count > 1)
            {
                throw new StatusException(500, "InternalError",
                    "Internal error occurred: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            }
            if (budgets is [var only] && !MayGo(pod, only)) Take(store, only, dryRun, retryAfter);
        }
        Deletions.CheckPreconditions(kind, pod, options);
        if (!dryRun) store.Delete(pod, KubeJson.Whole(options?["gracePeriodSeconds"], Deletions.Grace(pod)));
        return new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }

    /// <summary>A pod that is over, not yet running or already leaving takes nothing away from anybody.</summary>
    private static bool IsPassedOver(JsonObject pod) =>
        pod.IsTerminating() || KubeJson.Text(pod["status"]?["phase"]) is "Succeeded" or "Failed" or "Pending";

    /// <summary>An unready pod may go while enough others are healthy, or always where its budget says so.</summary>
    private static bool MayGo(JsonObject pod, JsonObject budget)
    {
        if (Conditions.Is(pod, "Ready")) return false;
        if (KubeJson.Text(budget["spec"]?["unhealthyPodEvictionPolicy"]) is "AlwaysAllow") return true;
        var desired = KubeJson.Whole(budget["status"]?["desiredHealthy"]);
        return desired > 0 && KubeJson.Whole(budget["status"]?["currentHealthy"]) >= desired;
    }

    private static void Take(ObjectStore store, JsonObject budget, bool dryRun, int? retryAfter)
    {
        var status = budget.Status();
        if (KubeJson.Whole(status["observedGeneration"]) < KubeJson.Whole(budget.Meta()["generation"]))
            throw Refusal($"The disruption budget {budget.Name()} is still being processed by the server.", 10);
        if (KubeJson.Whole(status["disruptionsAllowed"]) <= 0)
        {
            throw Refusal($"The disruption budget {budget.Name()} needs {KubeJson.Whole(status["desiredHealthy"])} healthy pods and has "
                + $"{KubeJson.Whole(status["currentHealthy"])} currently", retryAfter);
        }
        if (!dryRun)
            store.Change(budget, one => one.Status()["disruptionsAllowed"] = KubeJson.Whole(status["disruptionsAllowed"]) - 1);
    }

    private static StatusException Refusal(string cause, int? retryAfter) =>
        new(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
        {
            Cause = ("DisruptionBudget", cause),
            RetryAfter = retryAfter,
        };
}

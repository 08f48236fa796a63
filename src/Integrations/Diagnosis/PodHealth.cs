using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>How a pod looks at first sight.</summary>
internal static class PodHealth
{
    /// <summary>It runs, is ready and was never restarted; or it has done its work.</summary>
    public static bool IsWell(V1Pod pod) =>
        pod.Status?.Phase is "Succeeded" || (IsReady(pod) && Restarts(pod) == 0 && pod.Metadata?.DeletionTimestamp is null);

    public static bool IsReady(V1Pod pod) => pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) ?? false;

    public static int Restarts(V1Pod pod) => (pod.Status?.ContainerStatuses ?? []).Sum(status => status.RestartCount);

    /// <summary>What is not well before what is.</summary>
    public static IEnumerable<V1Pod> WorstFirst(IEnumerable<V1Pod> pods) => pods.OrderBy(IsWell).ThenBy(IsReady).ThenByDescending(Restarts);

    /// <summary>What kubectl shows.</summary>
    public static string Status(V1Pod pod)
    {
        var states = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).Select(status => status.State).ToList();
        return pod.Metadata?.DeletionTimestamp is not null ? "Terminating"
            : states.FirstOrDefault(state => state?.Waiting?.Reason is { Length: > 0 } and not "PodInitializing")?.Waiting.Reason
            ?? states.FirstOrDefault(state => state?.Terminated is { ExitCode: not 0, Reason.Length: > 0 })?.Terminated.Reason
            ?? pod.Status?.Reason ?? pod.Status?.Phase ?? "Unknown";
    }

    public static string? LastTermination(V1Pod pod) => (pod.Status?.ContainerStatuses ?? [])
        .Select(status => status.LastState?.Terminated?.Reason ?? status.State?.Terminated?.Reason).FirstOrDefault(reason => reason is not null);
}

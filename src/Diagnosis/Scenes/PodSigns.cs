using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>What rules ask of a pod again and again.</summary>
internal static class PodSigns
{
    /// <summary>A mesh goes between it and what it talks to.</summary>
    public static bool HasSidecar(this V1Pod pod) => (pod.Spec?.Containers ?? []).Concat(pod.Spec?.InitContainers ?? [])
        .Any(container => container.Name is "istio-proxy" or "linkerd-proxy");

    public static IEnumerable<V1ContainerStatus> Containers(this V1Pod pod) => pod.Status?.ContainerStatuses ?? [];

    public static bool IsOver(this V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    public static bool IsReady(this V1Pod pod) => !pod.IsOver()
        && (pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") is { } ready
            ? ready.Status == "True"
            : pod.Status?.ContainerStatuses is { Count: > 0 } all && all.All(container => container.Ready));

    public static DateTimeOffset? Utc(this DateTime? at) => at is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;

    /// <summary>What ended it last, whether it runs again or not.</summary>
    public static V1ContainerStateTerminated? LastEnd(this V1ContainerStatus container) =>
        container.State?.Terminated ?? container.LastState?.Terminated;

    public static string? Waiting(this V1ContainerStatus container) => container.State?.Waiting?.Reason;
}

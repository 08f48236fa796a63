using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Pods as facts.</summary>
internal static class PodReading
{
    public static PodFacts Facts(V1Pod pod) => new()
    {
        Ref = Ref("Pod", pod.Metadata),
        ResourceVersion = pod.Metadata.ResourceVersion ?? "",
        CreatedAt = Utc(pod.Metadata.CreationTimestamp) ?? default,
        DeletionTimestamp = Utc(pod.Metadata.DeletionTimestamp),
        Finalizers = [.. pod.Metadata.Finalizers ?? []],
        Phase = pod.Status?.Phase ?? "",
        IsReady = pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) ?? false,
        Containers = [.. (pod.Spec?.Containers ?? []).Select(container => Container(container, StatusOf(pod, container.Name)))],
        Labels = Texts(pod.Metadata.Labels),
        Annotations = Texts(pod.Metadata.Annotations),
        PriorityClass = pod.Spec?.PriorityClassName,
        Controller = Controller(pod.Metadata),
        Node = pod.Spec?.NodeName,
    };

    public static ObjectRef Ref(string kind, V1ObjectMeta meta) => new(kind, meta.NamespaceProperty ?? "", meta.Name, meta.Uid ?? "");

    /// <summary>The one owner that is the controller; others only keep the object from being left behind.</summary>
    public static ObjectRef? Controller(V1ObjectMeta meta) =>
        meta.OwnerReferences?.FirstOrDefault(owner => owner.Controller is true) is { } owner
            ? new(owner.Kind, meta.NamespaceProperty ?? "", owner.Name, owner.Uid)
            : null;

    public static ImmutableDictionary<string, string> Texts(IDictionary<string, string>? texts) =>
        texts?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;

    public static DateTimeOffset? Utc(DateTime? time) =>
        time is { } given ? new DateTimeOffset(given.Kind is DateTimeKind.Unspecified ? DateTime.SpecifyKind(given, DateTimeKind.Utc) : given)
            .ToUniversalTime() : null;

    private static V1ContainerStatus? StatusOf(V1Pod pod, string container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container);

    private static ContainerFacts Container(V1Container container, V1ContainerStatus? status)
    {
        // While it waits in a back-off, how it ended is the last state; one that ended for good has it as the present one.
        var ended = status?.LastState?.Terminated ?? status?.State?.Terminated;
        return new()
        {
            Name = container.Name,
            Image = container.Image ?? "",
            IsReady = status?.Ready ?? false,
            Restarts = status?.RestartCount ?? 0,
            WaitingReason = status?.State?.Waiting?.Reason,
            LastTerminationReason = ended?.Reason,
            LastExitCode = ended?.ExitCode,
            LastTerminatedAt = Utc(ended?.FinishedAt),
            MemoryLimit = Quantities.Find(container.Resources?.Limits, "memory")?.ToString(),
            CpuLimit = Quantities.Find(container.Resources?.Limits, "cpu")?.ToString(),
        };
    }
}

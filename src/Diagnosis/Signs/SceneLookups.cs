using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>What rules ask a scene for again and again.</summary>
public static class SceneLookups
{
    /// <summary>Events are kept for an hour by default, and what is older explains nothing that is wrong now.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>What is to be mended when a pod is wrong: what keeps it alive, or the pod itself.</summary>
    public static Component ComponentOf(this Scene scene, V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(pod);
        return scene.WorkloadOf(pod)?.Component ?? new("Pod", pod.Namespace() ?? "", pod.Name());
    }

    /// <summary>Whose pod it is: what carries the name of a workload beside what was seen of its pod.</summary>
    public static Sighting KeptBy(this V1Pod pod, Component keeper)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Sighting.Of(keeper, $"its pod: {pod.Name()}");
    }

    /// <summary>How many pods it should have, and has.</summary>
    public static Sighting Standing(this LiveWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        var live = workload.Pods.Count(PodStates.IsLive);
        return Sighting.Of(workload.Component, $"replicas wanted: {workload.Desired}, ready: {workload.Ready}, pods: {live}");
    }

    public static bool IsLate(this Scene scene, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return at >= scene.Now - Lately;
    }

    /// <summary>Events of the last hour about a pod, the newest first.</summary>
    public static IEnumerable<Corev1Event> EventsOf(this Scene scene, V1Pod pod, params string[] reasons)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(pod);
        return scene.EventsOf("Pod", pod.Namespace(), pod.Name())
            .Where(seen => scene.IsLate(seen.LastSeen()) && (reasons.Length == 0 || reasons.Contains(seen.Reason)));
    }

    public static IEnumerable<V1Pod> LivePods(this Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.Cluster.Pods.Where(PodStates.IsLive);
    }

    /// <summary>Not a line that says itself that it was written long before the symptom.</summary>
    public static bool IsFresh(this Scene scene, string line)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return LogTimes.Of(line) is not { } at || at >= scene.Symptom.StartedAt - Lately;
    }

    /// <summary>Lines of logs that say something, with the pod that wrote them.</summary>
    public static IEnumerable<LogLine> Lines(this Scene scene, Func<V1Pod, bool> ofPods, Func<string, bool> says)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return from pod in scene.Cluster.Pods
               where ofPods(pod)
               from log in scene.LogsOf(pod)
               from line in log.Lines.Reverse()
               where says(line)
               select new LogLine(pod, log, line);
    }

    /// <summary>The workload behind a Service: whose pods it selects, or whose template would be.</summary>
    public static LiveWorkload? WorkloadBehind(this Scene scene, V1Service service)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(service);
        return service.Spec?.Selector is { Count: > 0 } selector
            ? scene.Workloads.FirstOrDefault(
                workload => workload.Namespace == service.Namespace() && LabelSelectors.Match(selector, workload.Template.Metadata?.Labels))
            : null;
    }

    /// <summary>Series about a workload, which sources name by itself or by the Service before it.</summary>
    public static IEnumerable<MetricTrend> TrendsOf(this Scene scene, LiveWorkload workload, string name)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(workload);
        return scene.Metrics.Where(trend => trend.Name == name && (trend.About == workload.Component
            || (trend.About is { Kind: "Service" } about && about.Namespace == workload.Namespace
                && (about.Name == workload.Name || (scene.Service(about.Namespace, about.Name) is { } service
                    && scene.Behind(service).Any(behind => behind.Component == workload.Component))))));
    }

    public static bool IsSymptomatic(this Scene scene, Component component)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(component);
        return (scene.Symptom.Namespace is null || scene.Symptom.Namespace == component.Namespace)
            && (scene.Symptom.Workload == component.Name || scene.Symptom.Service == component.Name);
    }
}

/// <summary>One line of one container's log.</summary>
public sealed record LogLine(V1Pod Pod, ContainerLog Log, string Line);

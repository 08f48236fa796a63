using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// Which pods' logs are worth reading, the most telling first: those of the alert, what they depend on, what is not well, what serves data; then one
/// of each workload, since any may be the one.
/// </summary>
internal static class LogPods
{
    public const int Most = 40;

    private const int MostOfNobody = 60, OfOneWorkload = 2;
    private const string System = "kube-system";

    public static IReadOnlyList<V1Pod> Of(Scene scene)
    {
        var symptom = scene.Symptom;
        var alerting = scene.Workloads.Where(workload => IsAbout(workload, symptom)).ToList();
        var pods = scene.Cluster.Pods.Where(pod => pod.Metadata.NamespaceProperty != System || symptom.Namespace == System).ToList();
        var system = scene.Cluster.Pods.Except(pods).ToList();
        var dns = PodHealth.WorstFirst(system.Where(IsDns)).ToList();
        var others = symptom.Others.Select(other => other.Service).OfType<string>().ToHashSet();
        var reached = Reached(scene, alerting);
        IEnumerable<V1Pod> ordered =
        [
            .. pods.Where(pod => pod.Metadata.Name == symptom.Pod), .. PodsOf(alerting), .. dns.Where(pod => !PodHealth.IsReady(pod)),
            .. PodsOf(reached.Select(one => one.Workload)).Where(pod => !PodHealth.IsWell(pod)),
            .. PodsOf(reached.Where(one => one.Hops == 1).Select(one => one.Workload)),
            .. PodHealth.WorstFirst(pods.Where(pod => !PodHealth.IsWell(pod))),
            .. PodsOf(scene.Workloads.Where(workload => others.Contains(workload.Name))),
            .. PodsOf(reached.Select(one => one.Workload)),
            .. scene.Workloads.Where(workload => DatabaseServer.Product(scene, workload) is not null).SelectMany(workload => workload.Pods.Take(1)),
            .. PodsOf(alerting.SelectMany(workload => scene.Graph.CallersOf(workload.Component)).Select(scene.WorkloadAt).OfType<LiveWorkload>()),
            .. dns, .. scene.Workloads.Where(workload => workload.Namespace != System).SelectMany(workload => workload.Pods.Take(1)),
            .. PodHealth.WorstFirst(system.Where(pod => !PodHealth.IsWell(pod))),
        ];
        return [.. Few(scene, ordered.Distinct()).Take(alerting.Count == 0 && symptom.Pod is null ? MostOfNobody : Most)];
    }

    public static bool IsAbout(LiveWorkload workload, Symptom symptom) =>
        (symptom.Namespace is null || workload.Namespace == symptom.Namespace)
            && (workload.Name == symptom.Workload || workload.Name == symptom.Service
                || (symptom.Pod is { } pod && workload.Pods.Any(one => one.Metadata.Name == pod)));

    /// <summary>What the alerting workloads depend on, themselves or through others, the nearest first.</summary>
    private static ImmutableArray<(LiveWorkload Workload, int Hops)> Reached(Scene scene, IEnumerable<LiveWorkload> alerting) =>
        [.. from pair in scene.Graph.From(alerting.Select(workload => workload.Component))
            where pair.Value > 0
            orderby pair.Value
            let workload = scene.WorkloadAt(pair.Key)
            where workload is not null
            select (workload, pair.Value)];

    private static IEnumerable<V1Pod> PodsOf(IEnumerable<LiveWorkload> workloads) =>
        workloads.SelectMany(workload => PodHealth.WorstFirst(workload.Pods));

    private static bool IsDns(V1Pod pod) => pod.Metadata.Labels?.TryGetValue("k8s-app", out var app) is true && app == "kube-dns";

    /// <summary>Replicas say the same.</summary>
    private static IEnumerable<V1Pod> Few(Scene scene, IEnumerable<V1Pod> pods)
    {
        var taken = new Dictionary<Component, int>();
        foreach (var pod in pods)
        {
            if (scene.WorkloadOf(pod) is { } workload)
            {
                var before = taken.GetValueOrDefault(workload.Component);
                // One more where the first is well says nothing new.
                if (before >= OfOneWorkload || (before > 0 && PodHealth.IsWell(pod) && !IsAbout(workload, scene.Symptom))) continue;
                taken[workload.Component] = before + 1;
            }

            yield return pod;
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>How many pods there should be, and what keeps a set from having them.</summary>
internal static class WorkloadRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("deployment_zero_replicas", Zero)
        {
            Needs = ["deployments"],
            LooksAt = "Workloads that are scaled to 0 although a Service and its clients need them",
            Advice = "Scale it up again, and find out who or what scaled it to 0.",
            Expected = "The pods are ready; the Service has endpoints.",
        },
        new("statefulset_blocked_by_lower_ordinal", Blocked)
        {
            Needs = ["statefulsets", "pods"], IsConsequence = true,
            LooksAt = "Ordered StatefulSets whose next pod waits for one with a lower number",
            Advice = "Mend the pod with the lowest number that is not ready; the others follow.",
            Expected = "The pods get ready one after the other.",
        },
        new("daemonset_not_everywhere", Missing)
        {
            Needs = ["daemonsets", "nodes"],
            LooksAt = "DaemonSets with fewer pods than nodes, and the taints that keep them away",
            Advice = "Give the DaemonSet the toleration, or mend the node.",
            Expected = "Every node runs a ready pod of it.",
        },
        new("stuck_terminating", Terminating)
        {
            Needs = ["pods"],
            LooksAt = "Pods that have been terminating for longer than their grace period, their node and finalizers",
            Advice = "Look at the node (a pod cannot end on one that does not answer), at its finalizers, and at volumes that do not unmount.",
            Expected = "The pod is gone and its successor runs.",
        },
        new("rollout_paused", Paused)
        {
            Needs = ["deployments"],
            LooksAt = "Deployments that are paused in the middle of a rollout",
            Advice = "Resume the rollout, or undo it.",
            Expected = "All pods are of one revision.",
        },
    ];

    private static IEnumerable<Finding> Zero(Scene scene)
    {
        foreach (var workload in scene.Workloads.Where(workload => workload.Desired == 0
            && workload.Component.Kind is "Deployment" or "StatefulSet" or "ReplicaSet"))
        {
            if (ScalingRules.IsScaledObject(scene, workload)) continue;
            var services = scene.Cluster.Services.Where(service => scene.Behind(service).Contains(workload)).ToList();
            var callers = scene.Graph.CallersOf(workload.Component);
            var isNeeded = callers.Count > 0 || services.Count > 0 || workload.Name == scene.Symptom.Service
                || workload.Name == scene.Symptom.Workload;
            var scaled = scene.EventsOf("Deployment", workload.Namespace, workload.Name)
                .FirstOrDefault(seen => seen.Reason == "ScalingReplicaSet" && seen.Message?.Contains("to 0", StringComparison.Ordinal) == true);
            yield return new()
            {
                Component = workload.Component,
                Confidence = !isNeeded ? 0.4 : services.Count == 0 ? 0.75 : callers.Count > 0 || scaled is not null ? 0.92 : 0.86,
                RootCause = Statement.That($"{workload.Name} is scaled to zero replicas (spec.replicas: {0}), so nothing answers.",
                    Sighting.Of(workload.Component, $"{workload.Name}: spec.replicas: 0")),
                Because =
                [
                    .. scaled is null ? [] : ImmutableArray.Create(Statement.That($"It was scaled: {scaled.Message}", Sighting.Of(scaled))),
                    .. services.Take(1).Select(service => Statement.That($"Service {service.Name()} selects its pods and has none.",
                        Sighting.Of(ServiceRoutingRules.Component(service), $"{service.Name()}: no endpoints"))),
                ],
            };
        }
    }

    private static IEnumerable<Finding> Blocked(Scene scene)
    {
        foreach (var set in scene.Cluster.StatefulSets.Where(set => set.Spec?.PodManagementPolicy is null or "OrderedReady"))
        {
            if (scene.WorkloadAt(new("StatefulSet", set.Namespace() ?? "", set.Name())) is not { } workload || !workload.IsShort) continue;
            var waiting = workload.Pods.Where(pod => !pod.IsReady()).OrderBy(Ordinal).FirstOrDefault();
            if (waiting is null || Ordinal(waiting) + 1 >= workload.Desired
                || workload.Pods.Any(pod => Ordinal(pod) > Ordinal(waiting) && pod.IsReady())) continue;
            yield return new()
            {
                Component = workload.Component, Confidence = 0.66,
                RootCause = Statement.That($"StatefulSet {set.Name()} is blocked: its pods start in order, and {waiting.Name()} is not ready.",
                    Sighting.Of(waiting, "condition Ready is not True"),
                        Sighting.Of(workload.Component, $"{set.Name()}: ready {workload.Ready} of {workload.Desired}")),
            };
        }
    }

    private static int Ordinal(V1Pod pod) =>
        int.TryParse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : int.MaxValue - 1;

    private static IEnumerable<Finding> Missing(Scene scene)
    {
        foreach (var set in scene.Cluster.DaemonSets)
        {
            if (scene.WorkloadAt(new("DaemonSet", set.Namespace() ?? "", set.Name())) is not { } workload) continue;
            var tolerations = set.Spec?.Template?.Spec?.Tolerations ?? [];
            var missed = scene.Cluster.Nodes.Where(node => Fits(set, node) && !workload.Pods.Any(pod => pod.Spec?.NodeName == node.Name()))
                .OrderBy(node => node.IsControlPlane()).ToList();
            var isAsked = scene.Symptom.Service == set.Name() || scene.Symptom.Workload == set.Name();
            if (missed.Count == 0 && isAsked && Unlabelled(set, scene) is { } other)
            {
                yield return new()
                {
                    Component = workload.Component, Confidence = 0.8,
                    RootCause = Statement.That($"DaemonSet {set.Name()} has no pod on node {other.Node.Name()}: its nodeSelector asks for the label "
                        + $"{other.Label}, which the node lacks.",
                        Sighting.Of(workload.Component, $"{set.Name()}: no pod on {other.Node.Name()}; nodeSelector: {other.Label}")),
                };
            }

            foreach (var node in missed.Take(1))
            {
                var taint = (node.Spec?.Taints ?? [])
                    .FirstOrDefault(taint => taint.Effect is "NoSchedule" or "NoExecute" && !tolerations.Any(one => Tolerates(one, taint)));
                if (taint is null && !isAsked) continue;
                yield return new()
                {
                    Component = workload.Component, Confidence = isAsked ? 0.85 : 0.3,
                    RootCause = taint is null
                        ? Statement.That($"DaemonSet {set.Name()} has no pod on node {node.Name()}.",
                        Sighting.Of(workload.Component, $"{set.Name()}: no pod on {node.Name()}"))
                        : Statement.That($"DaemonSet {set.Name()} has no pod on node {node.Name()}: it does not tolerate the taint {taint.Key}.",
                            Sighting.Of(workload.Component, $"{set.Name()}: no pod on {node.Name()}"),
                                Sighting.Of(node, $"spec.taints: {taint.Key}={taint.Value}:{taint.Effect}")),
                };
            }
        }
    }

    private static (V1Node Node, string Label)? Unlabelled(V1DaemonSet set, Scene scene)
    {
        var node = scene.Cluster.Nodes.FirstOrDefault(node => !node.IsControlPlane() && !Fits(set, node));
        return node is null ? null : (node, string.Join(", ", set.Spec.Template.Spec.NodeSelector.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    private static bool Fits(V1DaemonSet set, V1Node node) =>
        (set.Spec?.Template?.Spec?.NodeSelector ?? new Dictionary<string, string>())
            .All(pair => node.Metadata.Labels?.TryGetValue(pair.Key, out var value) == true && value == pair.Value);

    private static bool Tolerates(V1Toleration one, V1Taint taint) => (string.IsNullOrEmpty(one.Key) || one.Key == taint.Key)
        && (string.IsNullOrEmpty(one.Effect) || one.Effect == taint.Effect)
        && (one.OperatorProperty == "Exists" || (one.Value ?? "") == (taint.Value ?? ""));

    private static IEnumerable<Finding> Terminating(Scene scene)
    {
        foreach (var workload in scene.Workloads)
        {
            foreach (var pod in workload.Pods.Where(pod => pod.Metadata.DeletionTimestamp is not null && !pod.IsOver()).Take(1))
            {
                var since = pod.Metadata.DeletionTimestamp.Utc()!.Value;
                var late = scene.Now - since - TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? 30);
                if (late < TimeSpan.FromMinutes(5)) continue;
                var finalizers = string.Join(", ", pod.Metadata.Finalizers ?? []);
                yield return new()
                {
                    Component = workload.Component, Confidence = 0.72, Since = since,
                    RootCause = finalizers.Length > 0
                        ? Statement.That($"Pod {pod.Name()} is stuck Terminating: finalizer {finalizers} keeps it.",
                            Sighting.Of(pod, $"metadata.deletionTimestamp is set; metadata.finalizers: {finalizers}", since))
                        : Statement.That($"Pod {pod.Name()} is stuck Terminating on node {pod.Spec?.NodeName}, long after its grace period.",
                            Sighting.Of(pod, $"metadata.deletionTimestamp is set; spec.nodeName: {pod.Spec?.NodeName}", since)),
                };
            }
        }
    }

    private static IEnumerable<Finding> Paused(Scene scene) =>
        from deployment in scene.Cluster.Deployments
        where deployment.Spec?.Paused == true
        let live = (scene.WorkloadAt(new("Deployment", deployment.Namespace() ?? "", deployment.Name()))?.Revisions ?? [])
            .Count(set => set.Status?.Replicas > 0)
        let isAmid = live > 1 || (deployment.Status?.UpdatedReplicas ?? 0) < (deployment.Spec.Replicas ?? 1)
        select new Finding
        {
            Component = new("Deployment", deployment.Namespace() ?? "", deployment.Name()), Confidence = isAmid ? 0.9 : 0.45,
            RootCause = Statement.That(CarriedPhrase.Of($"Deployment {deployment.Name()}", isAmid
                    ? "is paused in the middle of a rollout: two revisions run side by side"
                    : "is paused: changes to its template are not rolled out"),
                Sighting.Of(new Component("Deployment", deployment.Namespace() ?? "", deployment.Name()),
                    $"Deployment {deployment.Name()}: spec.paused: true; revisions with pods: {live}")),
        };
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Autoscalers that do not scale, and disruption budgets that let nothing move.</summary>
internal static partial class AutoscalingRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("hpa_target_missing",
            scene => Conditions(scene, "AbleToScale", NoTarget(), "names a target that does not exist", 0.92).Concat(NoSuch(scene)))
        {
            Needs = ["horizontalpodautoscalers"],
            LooksAt = "Conditions of HorizontalPodAutoscalers: their target cannot be read",
            Advice = "Correct the autoscaler's scaleTargetRef.",
            Expected = "The condition AbleToScale is True.",
        },
        new("hpa_missing_requests",
            scene => Conditions(scene, "ScalingActive", NoRequest(), "cannot compute a utilization: the pods have a missing request", 0.92))
        {
            Needs = ["horizontalpodautoscalers"],
            LooksAt = "Conditions of HorizontalPodAutoscalers: containers without requests",
            Advice = "Give every container of the pods a request for the resource that the autoscaler looks at.",
            Expected = "The condition ScalingActive is True.",
        },
        new("hpa_metrics_missing", NoMetrics)
        {
            Needs = ["horizontalpodautoscalers"],
            LooksAt = "Conditions of HorizontalPodAutoscalers, the metrics API and what serves it",
            Advice = "Bring the metrics server or adapter back; see the APIService's condition.",
            Expected = "The condition ScalingActive is True; metrics are served.",
        },
        new("hpa_at_maximum", AtMaximum)
        {
            Needs = ["horizontalpodautoscalers"],
            LooksAt = "HorizontalPodAutoscalers that want more than their maximum",
            Advice = "Raise maxReplicas if the cluster has room, or make a request cost less.",
            Expected = "The metric comes down to its target below the maximum.",
        },
        new("pdb_deadlock", Deadlock)
        {
            Needs = ["poddisruptionbudgets"],
            LooksAt = "PodDisruptionBudgets that allow no disruption, while something wants to evict pods",
            Advice = "Run one replica more than the budget demands, or lower the budget for the time of the drain.",
            Expected = "Evictions go through; the node drains.",
        },
        new("pdb_matches_nothing", MatchesNothing)
        {
            Needs = ["poddisruptionbudgets", "pods"],
            LooksAt = "PodDisruptionBudgets whose selector matches no pod",
            Advice = "Let the budget's selector name the labels that the pods carry.",
            Expected = "The budget counts the pods (expectedPods above 0).",
        },
        new("scaled_object_failed", Keda)
        {
            Needs = ["scaledobjects"],
            LooksAt = "Conditions of KEDA's ScaledObjects and ScaledJobs",
            Advice = "Mend what the condition's message says: the trigger's address, its authentication or its metadata.",
            Expected = "The condition Ready is True.",
        },
    ];

    private static IEnumerable<Finding> Conditions(Scene scene, string type, Regex words, string says, double confidence) =>
        from one in scene.Cluster.Autoscalers
        from condition in one.Status?.Conditions ?? []
        where condition.Type == type && condition.Status == "False" && words.IsMatch($"{condition.Reason} {condition.Message}")
        select new Finding
        {
            Component = Component(one), Confidence = confidence,
            RootCause = Statement.That(CarriedPhrase.Of($"HorizontalPodAutoscaler {one.Name()}", says), Seen(one, condition)),
            Affects = [.. Meant(scene, one)],
            Because = [Statement.That($"Its condition {condition.Type} is {condition.Status}: {condition.Message}", Seen(one, condition))],
        };

    private static IEnumerable<Finding> NoSuch(Scene scene) =>
        from one in scene.Cluster.Autoscalers
        where one.Spec?.ScaleTargetRef is not null
        let target = one.Spec.ScaleTargetRef
        where target.Kind is "Deployment" && scene.IsKnown("deployments")
            && scene.WorkloadAt(new(target.Kind, one.Namespace() ?? "", target.Name)) is null
        select new Finding
        {
            Component = Component(one), Confidence = 0.93, Affects = [.. Meant(scene, one)],
            RootCause = Statement.That($"HorizontalPodAutoscaler {one.Name()} names a target (scaleTargetRef) that does not exist: {target.Kind} "
                + $"{target.Name} was not found.",
                Sighting.Of(Component(one), $"{one.Name()}: spec.scaleTargetRef: {target.Kind} {target.Name}; there is no such object")),
        };

    /// <summary>The workload that it was made for: called as it is, or as its target, or nearly so.</summary>
    private static IEnumerable<Component> Meant(Scene scene, V2HorizontalPodAutoscaler one) =>
        from workload in scene.Workloads
        where workload.Namespace == one.Namespace() && workload.Component.Kind is "Deployment" or "StatefulSet"
        let target = one.Spec?.ScaleTargetRef?.Name ?? one.Name()
        where one.Name().StartsWith(workload.Name, StringComparison.Ordinal) || target.StartsWith(workload.Name, StringComparison.Ordinal)
            || workload.Name.StartsWith(target, StringComparison.Ordinal)
        select workload.Component;

    private static IEnumerable<Finding> NoMetrics(Scene scene)
    {
        foreach (var one in scene.Cluster.Autoscalers)
        {
            var condition = one.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "ScalingActive" && condition.Status == "False"
                && NoMetric().IsMatch($"{condition.Reason} {condition.Message}") && !NoRequest().IsMatch(condition.Message ?? ""));
            if (condition is null) continue;
            var api = scene.Cluster.ApiServices.FirstOrDefault(api =>
                api.Spec?.Group is "metrics.k8s.io" or "custom.metrics.k8s.io" or "external.metrics.k8s.io"
                && api.Status?.Conditions?.Any(status => status is { Type: "Available", Status: "False" }) == true);
            var server = api?.Spec?.Service is { } service
                && scene.Service(service.NamespaceProperty ?? "", service.Name) is { } found ? scene.Behind(found).FirstOrDefault() : null;
            yield return new()
            {
                Component = server?.Component ?? Component(one), Confidence = 0.9, Affects = [Component(one)],
                RootCause = server is null
                    ? Statement.That($"HorizontalPodAutoscaler {one.Name()} gets no metrics (the metrics API does not answer), so it does not scale.",
                    Seen(one, condition))
                    : Statement.That($"HorizontalPodAutoscaler {one.Name()} gets no metrics: {server.Name}, which serves the metrics API, is "
                        + $"unavailable.", Seen(one, condition),
                        Sighting.Of(server.Component, $"{server.Name}: ready {server.Ready} of {server.Desired}")),
                Because = [Statement.That($"Its condition {condition.Type} is {condition.Status}: {condition.Message}", Seen(one, condition))],
            };
        }
    }

    private static IEnumerable<Finding> AtMaximum(Scene scene)
    {
        foreach (var one in scene.Cluster.Autoscalers.Where(one => one.Spec is not null))
        {
            var limited = one.Status?.Conditions?.FirstOrDefault(condition =>
                condition is { Type: "ScalingLimited", Status: "True", Reason: "TooManyReplicas" });
            var isFull = one.Status?.CurrentReplicas >= one.Spec.MaxReplicas || one.Status?.DesiredReplicas >= one.Spec.MaxReplicas;
            if (!isFull || (limited is null && !IsAbove(one))) continue;
            yield return new()
            {
                Component = Component(one), Confidence = limited is not null && IsAbove(one) ? 0.9 : 0.82,
                RootCause = Statement.That(
                    $"The autoscaler (HPA) {one.Name()} is at its maximum of {one.Spec.MaxReplicas} replicas while the load asks for more.",
                    Sighting.Of(Component(one),
                        $"HPA {one.Name()}: spec.maxReplicas: {one.Spec.MaxReplicas}, status.currentReplicas: {one.Status!.CurrentReplicas}; "
                            + $"{limited?.Message}")),
            };
        }
    }

    /// <summary>A metric that the autoscaler looks at is above what it aims at.</summary>
    private static bool IsAbove(V2HorizontalPodAutoscaler one) => (one.Status?.CurrentMetrics ?? []).Any(current =>
        current.Resource is { } resource && (one.Spec.Metrics ?? []).Any(wanted => wanted.Resource?.Name == resource.Name
            && resource.Current?.AverageUtilization > wanted.Resource?.Target?.AverageUtilization));

    private static IEnumerable<Finding> Deadlock(Scene scene)
    {
        foreach (var one in scene.Cluster.DisruptionBudgets.Where(one => one.Status is { DisruptionsAllowed: 0, ExpectedPods: > 0 }))
        {
            var component = Component(one);
            var isImpossible = one.Spec?.MaxUnavailable?.Value is "0" or "0%" || one.Spec?.MinAvailable?.Value == "100%"
                || (int.TryParse(one.Spec?.MinAvailable?.Value, out var least) && least >= one.Status.ExpectedPods);
            var refused = scene.Cluster.Events.FirstOrDefault(seen => seen.Message is { } text && Evicting().IsMatch(text)
                && (text.Contains(one.Name(), StringComparison.Ordinal) || seen.InvolvedObject.NamespaceProperty == one.Namespace()
                || seen.InvolvedObject.Kind == "Node"));
            var isDraining = scene.Cluster.Nodes.Any(node => node.Spec?.Unschedulable == true
                && scene.Cluster.Pods.Any(pod => pod.Spec?.NodeName == node.Name()
                && pod.Namespace() == one.Namespace() && LabelSelectors.Match(one.Spec?.Selector, pod.Metadata.Labels)));
            var isAsked = Drain().IsMatch($"{scene.Symptom.Title} {scene.Symptom.Description}");
            if (!isImpossible && refused is null && !(isDraining && isAsked)) continue;
            var allows = one.Spec?.MinAvailable is { } min ? $"minAvailable {min.Value}" : $"maxUnavailable {one.Spec?.MaxUnavailable?.Value}";
            var seen = Sighting.Of(component,
                $"PodDisruptionBudget {one.Name()}: {allows}, expectedPods {one.Status.ExpectedPods}, disruptionsAllowed 0");
            yield return new()
            {
                Component = component, Confidence = refused is not null || (isDraining && isAsked) ? 0.92 : isAsked || isDraining ? 0.75 : 0.4,
                RootCause = Statement.That($"PodDisruptionBudget {one.Name()} allows no disruption ({allows} of {one.Status.ExpectedPods} pods), "
                    + $"so evictions are refused and a drain waits for ever (deadlock).", seen),
                Because = refused is null ? [] : [Statement.That($"Kubernetes says: {refused.Message}", Sighting.Of(refused))],
            };
        }
    }

    private static IEnumerable<Finding> MatchesNothing(Scene scene) =>
        from one in scene.Cluster.DisruptionBudgets
        where one.Spec?.Selector is not null && (one.Status?.ExpectedPods ?? 0) == 0
            && !scene.Cluster.Pods.Any(pod => pod.Namespace() == one.Namespace() && !pod.IsOver()
            && LabelSelectors.Match(one.Spec.Selector, pod.Metadata.Labels))
        let component = Component(one)
        let labels = string.Join(", ", (one.Spec.Selector.MatchLabels ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}"))
        select new Finding
        {
            Component = component,
            Affects = [.. scene.Workloads.Where(workload => workload.Namespace == one.Namespace() && workload.Name == one.Name())
                    .Select(workload => workload.Component)],
            Confidence = Drain().IsMatch($"{scene.Symptom.Title} {scene.Symptom.Description}") ? 0.85 : 0.35,
            RootCause = Statement.That($"PodDisruptionBudget {one.Name()} matches no pod (selector {labels}), so it protects nothing.",
                Sighting.Of(component, $"PodDisruptionBudget {one.Name()}: spec.selector: {labels}; status.expectedPods: 0")),
        };

    private static IEnumerable<Finding> Keda(Scene scene) =>
        from one in scene.Cluster.Customs
        where one.Kind is "ScaledObject" or "ScaledJob" && one.ApiVersion.StartsWith("keda.sh/", StringComparison.Ordinal)
        from condition in one.Status.Items("conditions")
        where condition.Text("type") == "Ready" && condition.Text("status") is "False" or "Unknown"
        let message = condition.Text("message") ?? ""
        let component = GatewayRules.Component(one)
        let target = one.Spec.Child("scaleTargetRef").Text("name")
        select new Finding
        {
            Component = component, Confidence = 0.9,
            Affects = target is not null && scene.Named(component.Namespace, target) is { } workload ? [workload.Component] : [],
            RootCause = Statement.That($"KEDA {one.Kind} {one.Metadata.Name} is not ready, so it does not scale: {message}",
                Sighting.Of(component, $"{one.Kind} {one.Metadata.Name}: condition Ready: False: {message}")),
        };

    private static Sighting Seen(V2HorizontalPodAutoscaler one, V2HorizontalPodAutoscalerCondition condition) => Sighting.Of(Component(one),
        $"HorizontalPodAutoscaler {one.Name()}: condition {condition.Type}: {condition.Status}, {condition.Reason}: {condition.Message}",
            condition.LastTransitionTime.Utc());

    private static Component Component(V2HorizontalPodAutoscaler one) => new("HorizontalPodAutoscaler", one.Namespace() ?? "", one.Name());
    private static Component Component(V1PodDisruptionBudget one) => new("PodDisruptionBudget", one.Namespace() ?? "", one.Name());

    [GeneratedRegex("FailedGetScale|(?i)not found|no matches for kind")]
    private static partial Regex NoTarget();

    [GeneratedRegex("(?i)missing request|no request")]
    private static partial Regex NoRequest();

    [GeneratedRegex("FailedGet(?:Resource|Pods|Object|External|Container)Metric|FailedComputeMetrics|(?i)unable to (?:fetch|get) metrics|no "
        + "metrics returned|could not find the requested resource")]
    private static partial Regex NoMetric();

    [GeneratedRegex("(?i)cannot evict pod|violate the pod's disruption budget|disruption budget")]
    private static partial Regex Evicting();

    [GeneratedRegex("(?i)drain|evict|upgrade|disruption|maintenance|cordon")]
    private static partial Regex Drain();
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Pods that no node takes.</summary>
public static partial class SchedulingRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. NodeRoomRules.All,
        .. NodeChoiceRules.All,
        SchedulingGate(),
        SchedulerDown(),
        UnknownScheduler(),
        PriorityClassMissing(),
        RuntimeClassMissing(),
        Preempted(),
    ];

    internal static Rule Waits(string cause, string looksAt, string advice, Func<PodPlacement, Component, Finding?> see) => new(
        cause, scene => scene.Unplaced().Select(placement => see(placement, scene.ComponentOf(placement.Pod))).OfType<Finding>())
    {
        Needs = ["pods", "nodes"],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "The scheduler places the pods, and the workload has all its replicas.",
        Pattern = "unschedulable",
    };

    private static Rule SchedulingGate() => new("scheduling_gated", scene =>
        from pod in scene.LivePods()
        where pod.Spec?.SchedulingGates is { Count: > 0 }
        let gate = pod.Spec.SchedulingGates[0].Name
        let component = scene.ComponentOf(pod)
        select Found.At(
            component, 0.9,
            Statement.That(
                $"{component.Name} waits behind scheduling gate {gate}: until its owner removes the gate, no scheduler looks at the pod.",
                Sighting.Of(pod, $"spec.schedulingGates: {gate}"), pod.KeptBy(component))))
    {
        Needs = ["pods"],
        LooksAt = "schedulingGates of pods",
        Advice = "Find out which controller set the gate and why it does not lift it.",
        Expected = "The gate is gone, and the pod is placed.",
        Pattern = "unschedulable",
    };

    private static Rule SchedulerDown() => new("kube_scheduler_unavailable", scene =>
    {
        List<V1Pod> ignored = [.. Ignored(scene).Where(pod => pod.Spec?.SchedulerName is null or "" or "default-scheduler")];
        if (ignored.Count == 0) return [];
        var lease = scene.Cluster.Leases.FirstOrDefault(found => found.Name() == "kube-scheduler" && found.Namespace() == "kube-system");
        var renewed = lease?.Spec?.RenewTime is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : (DateTimeOffset?)null;
        var isAlive = renewed > scene.Now.AddSeconds(-45);
        var seen = ignored.Take(3).Select(pod => Sighting.Of(pod, "status.phase: Pending, no node, no PodScheduled condition, no scheduler event"));
        return
        [
            Found.At(
                ControlPlane(scene), isAlive ? 0.45 : 0.93,
                Statement.That(
                    $"kube-scheduler is unavailable: {ignored[0].Name()} is Pending and no scheduler has looked at it.", seen),
                lease is null || isAlive ? null : Statement.That(
                    $"Its lease was last renewed at {renewed:u}.", Sighting.Of(lease, $"spec.renewTime: {renewed:u}"))) with
            {
                Affects = [.. ignored.Select(scene.ComponentOf).Distinct()],
            },
        ];
    })
    {
        Needs = ["pods", "events"],
        LooksAt = "pods that wait for a node without any word of the scheduler, and the scheduler's lease",
        Advice = "Look at kube-scheduler on the control plane: its static pod or unit, its certificate, its log.",
        Expected = "Pending pods get a node or a FailedScheduling event.",
        Pattern = "control_plane",
    };

    /// <summary>The scheduler says something about every pod within seconds: of these it said nothing.</summary>
    private static IEnumerable<V1Pod> Ignored(Scene scene) => scene.Unplaced()
        .Where(placement => placement.Said is null && placement.Pod.Spec?.SchedulingGates is not { Count: > 0 }
            && placement.Pod.Condition("PodScheduled") is null
            && placement.Pod.Metadata.CreationTimestamp is { } made
            && scene.Now - new DateTimeOffset(DateTime.SpecifyKind(made, DateTimeKind.Utc)) > TimeSpan.FromSeconds(30)
            && !scene.EventsOf(placement.Pod, "Scheduled", "FailedScheduling").Any())
        .Select(placement => placement.Pod);

    private static Component ControlPlane(Scene scene)
    {
        var pod = scene.Cluster.Pods.FirstOrDefault(pod =>
            pod.Namespace() == "kube-system" && pod.Name().StartsWith("kube-scheduler", StringComparison.Ordinal));
        var node = pod?.Spec?.NodeName ?? scene.Cluster.Nodes.FirstOrDefault(PodPlacements.IsControlPlane)?.Name();
        return node is null ? new("Pod", "kube-system", "kube-scheduler") : new("Node", "", node);
    }

    private static Rule UnknownScheduler() => new("scheduler_name_unknown", scene =>
        from pod in Ignored(scene)
        where pod.Spec?.SchedulerName is { Length: > 0 } and not "default-scheduler"
        let component = scene.ComponentOf(pod)
        select Found.At(
            component, 0.85,
            Statement.That(
                $"{component.Name} asks for scheduler {pod.Spec.SchedulerName}, and no such scheduler answers.",
                Sighting.Of(pod, $"spec.schedulerName: {pod.Spec.SchedulerName}, no scheduler event"), pod.KeptBy(component))))
    {
        Needs = ["pods", "events"],
        LooksAt = "schedulerName of pods that wait for a node without any scheduler event",
        Advice = "Correct schedulerName in the pod template, or bring that scheduler up.",
        Expected = "The pod gets a node.",
        Pattern = "unschedulable",
    };

    private static Rule PriorityClassMissing() => Missing(
        "priority_class_missing", "FailedCreate events \"no PriorityClass with name … was found\"", NoPriorityClass(),
        "Create the PriorityClass, or correct priorityClassName in the pod template.",
        (refused, name) => Statement.That(
            $"PriorityClass {name}, which the pods of {refused.Workload.Name} name, does not exist: it was not found.", refused.Seen,
            refused.Workload.Standing()));

    private static Rule RuntimeClassMissing() => Missing(
        "runtime_class_missing", "FailedCreate events \"RuntimeClass … not found\"", NoRuntimeClass(),
        "Create the RuntimeClass, or correct runtimeClassName in the pod template.",
        (refused, name) => Statement.That(
            $"RuntimeClass {name}, which the pods of {refused.Workload.Name} name, does not exist: it was not found.", refused.Seen,
            refused.Workload.Standing()));

    private static Rule Missing(
        string cause, string looksAt, Regex pattern, string advice, Func<RefusedPod, string, Statement> says) => new(
        cause, scene => (from refused in scene.Refused()
                         let match = pattern.Match(refused.Message)
                         where match.Success
                         select Found.At(refused.Workload.Component, 0.93, says(refused, match.Groups["name"].Value))).OncePerComponent())
    {
        Needs = ["events"],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "No more FailedCreate events, and the workload has all its pods.",
        Pattern = "admission_denied",
    };

    private static Rule Preempted() => new("preempted_by_higher_priority", scene =>
        from workload in scene.Workloads
        where workload.IsShort
        let seen = scene.Cluster.Events
            .Where(seen => seen.Reason == "Preempted" && seen.InvolvedObject.NamespaceProperty == workload.Namespace && scene.IsLate(seen.LastSeen())
                && IsOf(workload, seen.InvolvedObject.Name ?? ""))
            .OrderByDescending(seen => seen.LastSeen()).ToList()
        where seen.Count > 0
        let winner = Preemptor(scene, seen[0].Message ?? "")
        select Found.At(
            workload.Component, 0.95,
            Statement.That(
                $"Pods of {workload.Name} were preempted by pods of higher priority and find no room elsewhere.",
                [.. seen.Take(3).Select(Sighting.Of), workload.Standing()]),
            winner is null ? null : Statement.That(
                $"They gave way to {winner.Name()} (priority {winner.Spec?.Priority}).",
                Sighting.Of(winner, $"spec.priority: {winner.Spec?.Priority}, uid: {winner.Uid()}"))) with
        {
            Since = seen[^1].LastSeen(),
        })
    {
        Needs = ["events", "pods"],
        LooksAt = "Preempted events of the last hour about pods of a workload that is short of replicas",
        Advice = "Add nodes, or give the workload a priority that fits its worth; look at what was given the higher priority.",
        Expected = "All replicas are placed, and there are no more Preempted events.",
        Pattern = "unschedulable",
    };

    private static bool IsOf(LiveWorkload workload, string pod) =>
        workload.Revisions.Select(set => set.Name()).Append(workload.Component.Kind == "Deployment" ? null : workload.Name)
            .Any(name => name is not null && pod.StartsWith(name + "-", StringComparison.Ordinal));

    private static V1Pod? Preemptor(Scene scene, string message) =>
        PreemptedBy().Match(message) is { Success: true } match
            ? scene.Cluster.Pods.FirstOrDefault(
                pod => pod.Uid() == match.Groups["who"].Value || $"{pod.Namespace()}/{pod.Name()}" == match.Groups["who"].Value)
            : null;

    [GeneratedRegex(@"no PriorityClass with name (?<name>[^\s""]+) was found")]
    private static partial Regex NoPriorityClass();

    [GeneratedRegex(@"RuntimeClass(?:\.node\.k8s\.io)? ""(?<name>[^""]+)"" not found")]
    private static partial Regex NoRuntimeClass();

    [GeneratedRegex(@"[Pp]reempted by (?:a )?(?:pod )?(?<who>[^\s]+) on node")]
    private static partial Regex PreemptedBy();
}

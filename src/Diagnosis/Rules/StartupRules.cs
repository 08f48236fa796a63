using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Containers that never get as far as their own code, and rollouts that stop.</summary>
public static partial class StartupRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ContainerCommandRules.All,
        .. InitContainerRules.All,
        .. SandboxRules.All,
        HookFails("post_start_hook_failed", "postStart", "FailedPostStartHook", PostStart()),
        HookFails("pre_stop_hook_failed", "preStop", "FailedPreStopHook", PreStop()),
        HookFailedAtTheEnd(),
        StartupProbeFails(),
        RolloutStuck(),
        ReadinessGate(),
    ];

    internal static Rule Of(string cause, string looksAt, string advice, Func<Scene, IEnumerable<Finding>> see) => new(
        cause, scene => see(scene).OncePerComponent())
    {
        Needs = ["pods"], LooksAt = looksAt, Advice = advice, Expected = "The containers start and stay up.", Pattern = "crash_loop",
    };

    private static Rule HookFails(string cause, string hook, string reason, Regex words) => Of(
        cause, $"{reason} events of the last hour", "Correct the hook's command or path; what it needs must be in the image.",
        scene => from pod in scene.Cluster.Pods
                 where pod.Status?.Phase is not "Succeeded" and not "Failed"
                 let state = pod.States().FirstOrDefault(state => state.State?.Waiting?.Reason == "PostStartHookError")
                 let seen = scene.EventsOf(pod, reason).FirstOrDefault()
                     ?? (state is null ? null : scene.EventsOf(pod, "FailedPostStartHook", "Failed", "BackOff")
                         .FirstOrDefault(seen => words.IsMatch(seen.Message ?? "")))
                 where seen is not null && (!pod.IsUpAndReady() || pod.Metadata.DeletionTimestamp is not null)
                 let at = scene.ComponentOf(pod)
                 let said = words.Match(seen.Message ?? "") is { Success: true } match ? match.Value : seen.Message ?? ""
                 select Found.At(
                     at, 0.9,
                     Statement.That(
                         $"The {hook} hook of {at.Name} fails: {Found.Short(said, 200)}.",
                         Sighting.Of(seen), Sighting.Of(at, $"lifecycle.{hook}"))));

    /// <summary>Pods are gone soon after their last hook; the events about them stay.</summary>
    private static Rule HookFailedAtTheEnd() => Of(
        "pre_stop_hook_failed", "FailedPreStopHook events of the last hour about pods that are gone",
        "Correct the hook's command or path; what it needs must be in the image.",
        scene => from workload in scene.Workloads
                 where HasPreStop(workload)
                 let seen = scene.Cluster.Events.Where(seen => seen.Reason == "FailedPreStopHook" && scene.IsLate(seen.LastSeen())
                     && seen.InvolvedObject.NamespaceProperty == workload.Namespace
                     && (workload.Revisions.Select(set => set.Name()).Append(workload.Component.Kind == "Deployment" ? null : workload.Name))
                         .Any(name => name is not null && seen.InvolvedObject.Name?.StartsWith(name + "-", StringComparison.Ordinal) == true))
                     .MaxBy(seen => seen.LastSeen())
                 where seen is not null && scene.Cluster.Pods.All(pod => pod.Name() != seen.InvolvedObject.Name)
                 let said = PreStop().Match(seen.Message ?? "") is { Success: true } match ? match.Value : seen.Message ?? ""
                 select Found.At(
                     workload.Component, (seen.Count ?? 1) > 1 ? 0.8 : 0.6,
                     Statement.That(
                         $"The preStop hook of {workload.Name} fails as its pods end: {Found.Short(said, 200)}.",
                         Sighting.Of(seen), Sighting.Of(workload.Component, "lifecycle.preStop"))));

    private static bool HasPreStop(LiveWorkload workload) => workload.Containers
        .Concat(workload.Revisions.SelectMany(set => set.Spec?.Template?.Spec?.Containers ?? [])).Any(one => one.Lifecycle?.PreStop is not null);

    private static Rule StartupProbeFails() => Of(
        "startup_probe_failed", "containers killed for their startup probe, and how long it waits",
        "Give the startup probe a larger failureThreshold or period: longer than the slowest start.",
        scene => from pod in scene.LivePods()
                 where !pod.IsUpAndReady()
                 let kills = scene.EventsOf(pod, "Killing")
                     .FirstOrDefault(seen => seen.Message?.Contains("failed startup probe", StringComparison.Ordinal) == true)
                 let fails = scene.EventsOf(pod, "Unhealthy")
                     .FirstOrDefault(seen => seen.Message?.StartsWith("Startup probe", StringComparison.Ordinal) == true)
                 let killed = (scene.Wanted(pod).Containers ?? [])
                     .FirstOrDefault(container => container.StartupProbe is not null && WasKilled(pod, container.Name))
                 where fails is not null && (kills is not null || killed is not null)
                 let probe = (killed ?? (scene.Wanted(pod).Containers ?? [])
                     .FirstOrDefault(container => container.StartupProbe is not null))?.StartupProbe
                 let at = scene.ComponentOf(pod)
                 let wait = probe is null ? 0 : (probe.InitialDelaySeconds ?? 0) + ((probe.PeriodSeconds ?? 10) * (probe.FailureThreshold ?? 3))
                 select Found.At(
                     at, 0.92,
                     Statement.That(
                         $"The startup probe of {at.Name} gives up before the application is ready: its containers are restarted again and again.",
                         [Sighting.Of(fails), .. kills is null ? (Sighting[])[] : [Sighting.Of(kills)], pod.KeptBy(at)]),
                     probe is null ? null : Statement.That(
                         $"It waits {wait} s.", Sighting.Of(
                             at, $"startupProbe: periodSeconds {probe.PeriodSeconds ?? 10}, failureThreshold {probe.FailureThreshold ?? 3}: {wait} "
                                 + $"s")))) with
    {
        Pattern = "probe_failure",
    };

    /// <summary>Ended by a signal of the kubelet, and not by itself.</summary>
    private static bool WasKilled(V1Pod pod, string container) =>
        (pod.Status?.ContainerStatuses ?? [])
            .Any(state => state.Name == container && state is { RestartCount: > 0, LastState.Terminated.ExitCode: 137 or 143 });

    private static Rule RolloutStuck() => new("rollout_stuck", scene =>
        from deployment in scene.Cluster.Deployments
        let stuck = deployment.Status?.Conditions?.FirstOrDefault(
            found => found is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" })
        where stuck is not null && (deployment.Status?.UnavailableReplicas ?? 0) > 0
        select Found.At(
            new("Deployment", deployment.Namespace(), deployment.Name()), 0.6,
            Statement.That(
                $"The rollout of {deployment.Name()} is stuck: its new pods did not become ready in time (ProgressDeadlineExceeded).",
                Sighting.Of(deployment, $"status.conditions.Progressing: {stuck.Status}, {stuck.Reason}: {stuck.Message}"))))
    {
        Needs = [],
        LooksAt = "Deployments whose condition Progressing is False with ProgressDeadlineExceeded",
        Advice = "Look at why the new pods are not ready; undo the rollout if it cannot be mended soon.",
        Expected = "The rollout completes.",
        Pattern = "deploy_regression",
        IsConsequence = true,
    };

    private static Rule ReadinessGate() => Of(
        "readiness_gate_not_set", "readinessGates of pods whose containers are all ready",
        "Look at the controller that sets the gate's condition (a load balancer's, for example): is it up, may it write?",
        scene => from pod in scene.LivePods()
                 where pod.Spec?.ReadinessGates is { Count: > 0 } && pod.Status?.ContainerStatuses is { Count: > 0 } states
                     && states.All(state => state.Ready)
                 let gate = pod.Spec.ReadinessGates.FirstOrDefault(gate => pod.Condition(gate.ConditionType)?.Status != "True")
                 where gate is not null && pod.Condition("Ready")?.Status != "True"
                 let at = scene.ComponentOf(pod)
                 let written = pod.Condition(gate.ConditionType)?.Status ?? "not set"
                 select Found.At(
                     at, 0.9,
                     Statement.That(
                         $"The pods of {at.Name} wait for readiness gate {gate.ConditionType} ({written}): their containers are ready, the pods are "
                             + $"not.",
                         Sighting.Of(pod, $"spec.readinessGates: {gate.ConditionType}, status.conditions.{gate.ConditionType}: {written}"),
                         pod.KeptBy(at))));

    [GeneratedRegex(@"PostStart ?Hook failed.*|Exec lifecycle hook .* failed.*|Http lifecycle hook .* failed.*",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex PostStart();

    [GeneratedRegex(@"PreStop ?Hook failed.*|Exec lifecycle hook .* failed.*|Http lifecycle hook .* failed.*",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex PreStop();
}

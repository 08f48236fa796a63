using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>What a pod's status says, read the same way by every rule.</summary>
public static class PodStates
{
    /// <summary>It is meant to run: neither finished nor on its way out.</summary>
    public static bool IsLive(this V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Status?.Phase is not ("Succeeded" or "Failed") && pod.Metadata.DeletionTimestamp is null;
    }

    /// <summary>No node has it yet.</summary>
    public static bool IsUnplaced(this V1Pod pod) => pod.IsLive() && string.IsNullOrEmpty(pod.Spec?.NodeName)
        && pod.Status?.Phase is null or "Pending";

    public static bool IsUpAndReady(this V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Condition("Ready") is { } ready
            ? ready.Status == "True"
            : pod.Status?.ContainerStatuses is { Count: > 0 } states && states.All(state => state.Ready);
    }

    public static V1PodCondition? Condition(this V1Pod pod, string type)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);
    }

    /// <summary>States of its init containers and of its containers.</summary>
    public static IEnumerable<V1ContainerStatus> States(this V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []);
    }

    public static bool IsInit(this V1Pod pod, string container)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return (pod.Spec?.InitContainers ?? []).Any(init => init.Name == container);
    }

    /// <summary>It ended with an error lately and does not run well since: it waits for its next try, or has just begun it.</summary>
    public static bool IsCrashing(this V1ContainerStatus state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.State?.Waiting?.Reason == "CrashLoopBackOff"
            || (state.State?.Terminated ?? (state.Ready ? null : state.LastState?.Terminated)) is { ExitCode: not 0 };
    }

    /// <summary>What its pods are cut from, where the pod itself does not say it.</summary>
    public static V1PodSpec Wanted(this Scene scene, V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(pod);
        return scene.WorkloadOf(pod)?.Template.Spec ?? pod.Spec ?? new();
    }
}

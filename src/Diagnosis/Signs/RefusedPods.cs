using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>Why the API server did not take a pod that a workload wanted to make.</summary>
public sealed record RefusedPod(LiveWorkload Workload, string Message, Sighting Seen);

/// <summary>Refusals that still hold: the workload has fewer pods than it should.</summary>
public static class RefusedPods
{
    /// <summary>Controllers try again after at most a quarter of an hour: what an older try met may be mended.</summary>
    private static readonly TimeSpan SameTry = TimeSpan.FromMinutes(16);

    public static IEnumerable<RefusedPod> Refused(this Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.Workloads.Where(LacksPods).SelectMany(workload => Of(scene, workload));
    }

    /// <summary>Pods that finished do not count, and those of an older revision not for the new one.</summary>
    public static bool LacksPods(this LiveWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        if (workload.Component.Kind == "CronJob") return true;
        var newest = workload.Revisions.FirstOrDefault();
        return workload.Desired > workload.Pods.Count(PodStates.IsLive)
            || (newest?.Spec?.Replicas is { } wanted && wanted > workload.Pods.Count(pod => pod.IsLive() && IsOwned(pod.Metadata, newest.Name())));
    }

    private static bool IsOwned(V1ObjectMeta metadata, string by) => metadata.OwnerReferences?.Any(owner => owner.Name == by) == true;

    private static List<RefusedPod> Of(Scene scene, LiveWorkload workload)
    {
        var makers = workload.Revisions.Select(set => ("ReplicaSet", set.Name())).Take(1).Append((workload.Component.Kind, workload.Name))
            .Concat(scene.Cluster.Jobs
                .Where(job => workload.Component.Kind == "CronJob" && job.Namespace() == workload.Namespace && IsOwned(job.Metadata, workload.Name))
                .Select(job => ("Job", job.Name())));
        var events = makers.SelectMany(maker => scene.EventsOf(maker.Item1, workload.Namespace, maker.Item2))
            .Where(seen => seen.Reason == "FailedCreate" && scene.IsLate(seen.LastSeen()))
            .OrderByDescending(seen => seen.LastSeen())
            .ToList();
        var told = events.Where(seen => events[0].LastSeen() - seen.LastSeen() <= SameTry)
            .Select(seen => new RefusedPod(workload, seen.Message ?? "", Sighting.Of(seen)));
        var condition = scene.Cluster.Deployments
            .FirstOrDefault(found => found.Name() == workload.Name && found.Namespace() == workload.Namespace
                && workload.Component.Kind == "Deployment")?
            .Status?.Conditions?.FirstOrDefault(found => found is { Type: "ReplicaFailure", Status: "True" });
        return condition?.Message is { Length: > 0 } message
            ? [.. told, new(workload, message, Sighting.Of(workload.Component, $"status.conditions.ReplicaFailure {condition.Reason}: {message}"))]
            : [.. told];
    }
}

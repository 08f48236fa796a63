using System.Collections.Immutable;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>Who keeps which pod alive, by the owner references that Kubernetes writes; by name where an object has no UID.</summary>
internal static class LiveWorkloads
{
    private const string RevisionNote = "deployment.kubernetes.io/revision";

    public static IEnumerable<LiveWorkload> Of(ClusterSnapshot cluster)
    {
        var pods = cluster.Pods.ToLookup(pod => Owner(pod.Metadata));
        var replicaSets = cluster.ReplicaSets.ToLookup(set => Owner(set.Metadata));
        var jobs = cluster.Jobs.ToLookup(job => Owner(job.Metadata));

        foreach (var deployment in cluster.Deployments)
        {
            ImmutableArray<V1ReplicaSet> revisions = [.. replicaSets[Key("Deployment", deployment.Metadata)].OrderByDescending(Revision)];
            yield return new()
            {
                Component = new("Deployment", deployment.Namespace() ?? "", deployment.Name()),
                Metadata = deployment.Metadata,
                Template = deployment.Spec.Template,
                Desired = deployment.Spec.Replicas ?? 1,
                Ready = deployment.Status?.ReadyReplicas ?? 0,
                Revisions = revisions,
                Pods = [.. revisions.SelectMany(set => pods[Key("ReplicaSet", set.Metadata)])],
            };
        }

        foreach (var set in cluster.StatefulSets)
        {
            yield return One("StatefulSet", set.Metadata, set.Spec.Template, set.Spec.Replicas ?? 1, set.Status?.ReadyReplicas ?? 0);
        }

        foreach (var set in cluster.DaemonSets)
        {
            yield return One("DaemonSet", set.Metadata, set.Spec.Template, set.Status?.DesiredNumberScheduled ?? 0, set.Status?.NumberReady ?? 0);
        }

        foreach (var set in cluster.ReplicaSets.Where(set => Owner(set.Metadata) is null))
        {
            yield return One("ReplicaSet", set.Metadata, set.Spec.Template ?? new(), set.Spec.Replicas ?? 1, set.Status?.ReadyReplicas ?? 0);
        }

        foreach (var job in cluster.Jobs.Where(job => Owner(job.Metadata) is null))
        {
            yield return One("Job", job.Metadata, job.Spec.Template, job.Status?.CompletionTime is null ? 1 : 0, job.Status?.Ready ?? 0);
        }

        foreach (var cron in cluster.CronJobs)
        {
            yield return new()
            {
                Component = new("CronJob", cron.Namespace() ?? "", cron.Name()),
                Metadata = cron.Metadata,
                Template = cron.Spec.JobTemplate?.Spec?.Template ?? new(),
                Desired = 0,
                Ready = 0,
                Pods = [.. jobs[Key("CronJob", cron.Metadata)].SelectMany(job => pods[Key("Job", job.Metadata)])],
            };
        }

        LiveWorkload One(string kind, V1ObjectMeta metadata, V1PodTemplateSpec template, int desired, int ready) => new()
        {
            Component = new(kind, metadata.NamespaceProperty ?? "", metadata.Name),
            Metadata = metadata,
            Template = template,
            Desired = desired,
            Ready = ready,
            Pods = [.. pods[Key(kind, metadata)]],
        };
    }

    private static long Revision(V1ReplicaSet set) =>
        long.TryParse(set.Metadata.Annotations?.TryGetValue(RevisionNote, out var text) == true ? text : null, out var revision) ? revision : 0;

    private static string? Owner(V1ObjectMeta metadata) =>
        (metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) ?? metadata.OwnerReferences?.FirstOrDefault()) is { } found
            ? $"{found.Kind}/{metadata.NamespaceProperty}/{found.Name}"
            : null;

    private static string Key(string kind, V1ObjectMeta metadata) => $"{kind}/{metadata.NamespaceProperty}/{metadata.Name}";
}

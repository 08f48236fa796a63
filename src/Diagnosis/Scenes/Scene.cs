using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// All that rules may look at: what people were told, and what the cluster, logs and metrics show. Made once for an incident; its lookups are made
/// once too.
/// </summary>
public sealed partial class Scene
{
    private readonly ILookup<(string Kind, string Namespace, string Name), Corev1Event> eventsAbout;
    private readonly ILookup<(string Namespace, string Pod), ContainerLog> logsOf;

    public Scene(Symptom symptom, ClusterSnapshot cluster, ImmutableArray<ContainerLog> logs, ImmutableArray<MetricTrend> metrics)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        cluster = WholeObjects.Of(cluster);
        (Symptom, Cluster, Logs, Metrics) = (symptom, cluster, logs, metrics);
        this.eventsAbout = cluster.Events.ToLookup(seen =>
            (seen.InvolvedObject.Kind ?? "", seen.InvolvedObject.NamespaceProperty ?? "", seen.InvolvedObject.Name ?? ""));
        this.logsOf = logs.ToLookup(log => (log.Namespace, log.Pod));
        Workloads = [.. LiveWorkloads.Of(cluster)];
        this.podsOf = Workloads.SelectMany(workload => workload.Pods.Select(pod => (pod, workload)))
            .DistinctBy(pair => (pair.pod.Namespace(), pair.pod.Name()))
            .ToDictionary(pair => (pair.pod.Namespace() ?? "", pair.pod.Name()), pair => pair.workload);
    }

    private readonly Dictionary<(string Namespace, string Pod), LiveWorkload> podsOf;
    private CallGraph? graph;

    /// <summary>Who calls whom, as people or a mesh said.</summary>
    public ImmutableArray<KnownCall> KnownCalls { get; init; } = [];

    /// <summary>Who calls whom, as far as anything shows it.</summary>
    public CallGraph Graph => this.graph ??= new(this, KnownCalls);

    public Symptom Symptom { get; }
    public ClusterSnapshot Cluster { get; }
    public ImmutableArray<ContainerLog> Logs { get; }
    public ImmutableArray<MetricTrend> Metrics { get; }

    /// <summary>The moment of the snapshot.</summary>
    public DateTimeOffset Now => Cluster.At;

    /// <summary>Everything that keeps pods alive, seen from above: a Deployment and not its ReplicaSets.</summary>
    public ImmutableArray<LiveWorkload> Workloads { get; }

    /// <summary>Whether a list could be read: an empty one is a fact only then.</summary>
    public bool IsKnown(string plural) =>
        !Cluster.Unavailable.ContainsKey(plural) && (!Cluster.Unavailable.ContainsKey(ClusterSnapshot.Whole) || plural is "logs" or "metrics");

    /// <summary>Events about one object, the newest first.</summary>
    public IEnumerable<Corev1Event> EventsOf(string kind, string? inNamespace, string name) =>
        this.eventsAbout[(kind, inNamespace ?? "", name)].OrderByDescending(seen => seen.LastSeen());

    public IEnumerable<ContainerLog> LogsOf(V1Pod pod) => this.logsOf[(pod.Namespace() ?? "", pod.Name())];

    /// <summary>What keeps a pod alive; null for a bare pod.</summary>
    public LiveWorkload? WorkloadOf(V1Pod pod) => this.podsOf.GetValueOrDefault((pod.Namespace() ?? "", pod.Name()));
}

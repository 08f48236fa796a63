using System.Collections.Immutable;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// What was read of one cluster at one moment, in Kubernetes' own words: everything of the namespaces that matter, and of the others what can be a
/// cause. Values of Secrets and of environment variables that may hold one are never in it. A list that could not be read is empty, and
/// <see cref="Unavailable"/> says why: rules conclude nothing from what is not there.
/// </summary>
public sealed record ClusterSnapshot
{
    /// <summary>The key in <see cref="Unavailable"/> that stands for every list of the cluster.</summary>
    public const string Whole = "cluster";

    public required string Cluster { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>By the plural of the kind, as in a path: <c>resourcequotas</c>; why it could not be read.</summary>
    public ImmutableDictionary<string, string> Unavailable { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Those that the workspace has, whether or not anything of them was read. Others' are not here, though they may exist.</summary>
    public ImmutableArray<V1Namespace> Namespaces { get; init; } = [];
    public ImmutableArray<V1Pod> Pods { get; init; } = [];
    public ImmutableArray<V1Deployment> Deployments { get; init; } = [];
    public ImmutableArray<V1ReplicaSet> ReplicaSets { get; init; } = [];
    public ImmutableArray<V1StatefulSet> StatefulSets { get; init; } = [];
    public ImmutableArray<V1DaemonSet> DaemonSets { get; init; } = [];
    public ImmutableArray<V1Job> Jobs { get; init; } = [];
    public ImmutableArray<V1CronJob> CronJobs { get; init; } = [];
    public ImmutableArray<Corev1Event> Events { get; init; } = [];
    public ImmutableArray<V1Service> Services { get; init; } = [];
    public ImmutableArray<V1Endpoints> Endpoints { get; init; } = [];
    public ImmutableArray<V1EndpointSlice> EndpointSlices { get; init; } = [];
    public ImmutableArray<V1Ingress> Ingresses { get; init; } = [];
    public ImmutableArray<V1IngressClass> IngressClasses { get; init; } = [];
    public ImmutableArray<V1NetworkPolicy> NetworkPolicies { get; init; } = [];
    public ImmutableArray<V1ConfigMap> ConfigMaps { get; init; } = [];
    public ImmutableArray<V1ServiceAccount> ServiceAccounts { get; init; } = [];
    public ImmutableArray<V1ResourceQuota> ResourceQuotas { get; init; } = [];
    public ImmutableArray<V1PersistentVolumeClaim> Claims { get; init; } = [];
    public ImmutableArray<V1PersistentVolume> Volumes { get; init; } = [];
    public ImmutableArray<V1StorageClass> StorageClasses { get; init; } = [];
    public ImmutableArray<V1VolumeAttachment> VolumeAttachments { get; init; } = [];
    public ImmutableArray<V1Node> Nodes { get; init; } = [];
    public ImmutableArray<V1Lease> Leases { get; init; } = [];
    public ImmutableArray<V2HorizontalPodAutoscaler> Autoscalers { get; init; } = [];
    public ImmutableArray<V1PodDisruptionBudget> DisruptionBudgets { get; init; } = [];
    public ImmutableArray<V1Role> Roles { get; init; } = [];
    public ImmutableArray<V1RoleBinding> RoleBindings { get; init; } = [];
    public ImmutableArray<V1ClusterRole> ClusterRoles { get; init; } = [];
    public ImmutableArray<V1ValidatingWebhookConfiguration> ValidatingWebhooks { get; init; } = [];
    public ImmutableArray<V1MutatingWebhookConfiguration> MutatingWebhooks { get; init; } = [];
    public ImmutableArray<V1APIService> ApiServices { get; init; } = [];

    /// <summary>Kinds that Kubernetes does not bring itself: gateways, routes, scaled objects, certificates, policies of a mesh.</summary>
    public ImmutableArray<CustomObject> Customs { get; init; } = [];
}

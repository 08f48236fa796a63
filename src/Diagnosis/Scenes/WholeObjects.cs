using System.Collections.Immutable;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// A snapshot in which every object has a name and what the API server never leaves out, so that no rule has to ask for it. What has no name is
/// nobody's object and is left out.
/// </summary>
internal static class WholeObjects
{
    public static ClusterSnapshot Of(ClusterSnapshot cluster) => cluster with
    {
        Namespaces = Named(cluster.Namespaces),
        Pods = Named(cluster.Pods),
        Deployments = Named(cluster.Deployments, one => ((one.Spec ??= new()).Template ??= new()).Metadata ??= new()),
        ReplicaSets = Named(cluster.ReplicaSets, one => ((one.Spec ??= new()).Template ??= new()).Metadata ??= new()),
        StatefulSets = Named(cluster.StatefulSets, one => ((one.Spec ??= new()).Template ??= new()).Metadata ??= new()),
        DaemonSets = Named(cluster.DaemonSets, one => ((one.Spec ??= new()).Template ??= new()).Metadata ??= new()),
        Jobs = Named(cluster.Jobs, one => ((one.Spec ??= new()).Template ??= new()).Metadata ??= new()),
        CronJobs = Named(cluster.CronJobs, one =>
            (((one.Spec ??= new()).JobTemplate ??= new()).Spec ??= new()).Template ??= new()),
        Events = [.. cluster.Events.Where(seen => seen?.InvolvedObject?.Name is { Length: > 0 })],
        Services = Named(cluster.Services, one => one.Spec ??= new()),
        Endpoints = Named(cluster.Endpoints),
        EndpointSlices = Named(cluster.EndpointSlices),
        Ingresses = Named(cluster.Ingresses),
        IngressClasses = Named(cluster.IngressClasses),
        NetworkPolicies = Named(cluster.NetworkPolicies, one => one.Spec ??= new()),
        ConfigMaps = Named(cluster.ConfigMaps),
        ServiceAccounts = Named(cluster.ServiceAccounts),
        ResourceQuotas = Named(cluster.ResourceQuotas),
        Claims = Named(cluster.Claims, one => one.Spec ??= new()),
        Volumes = Named(cluster.Volumes, one => one.Spec ??= new()),
        StorageClasses = Named(cluster.StorageClasses),
        VolumeAttachments = Named(cluster.VolumeAttachments),
        Nodes = Named(cluster.Nodes, one =>
            (one.Status ??= new()).Conditions = [.. (one.Status.Conditions ?? []).Where(condition => condition?.Type is not null)]),
        Leases = Named(cluster.Leases),
        Autoscalers = Named(cluster.Autoscalers, one => one.Spec ??= new()),
        DisruptionBudgets = Named(cluster.DisruptionBudgets),
        Roles = Named(cluster.Roles),
        RoleBindings = Named(cluster.RoleBindings),
        ClusterRoles = Named(cluster.ClusterRoles),
        ValidatingWebhooks = Named(cluster.ValidatingWebhooks),
        MutatingWebhooks = Named(cluster.MutatingWebhooks),
        ApiServices = Named(cluster.ApiServices, one => one.Spec ??= new()),
        Customs = [.. cluster.Customs.Where(one => one?.Metadata?.Name is { Length: > 0 })],
    };

    private static ImmutableArray<T> Named<T>(ImmutableArray<T> all, Action<T>? makeWhole = null) where T : class, IMetadata<V1ObjectMeta>
    {
        ImmutableArray<T> named = [.. all.Where(one => one?.Metadata?.Name is { Length: > 0 })];
        foreach (var one in named)
        {
            one.Metadata.NamespaceProperty ??= "";
            makeWhole?.Invoke(one);
        }

        return named.Length == all.Length ? all : named;
    }
}

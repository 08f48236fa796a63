using AiSre.Diagnosis.Scenes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>What is read of a namespace: everything that may be a cause, but no secret.</summary>
internal static class NamespaceLists
{
    /// <summary>Of a larger namespace only the pods that are not well are kept beyond.</summary>
    private const int WellPods = 1_000;

    /// <summary>Of more events only the warnings are kept.</summary>
    private const int AllEvents = 5_000;

    public static IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> Read(Gathering to, string ns)
    {
        var limit = to.Cluster.Limits.Page;
        var (pods, events) = (0, 0);
        yield return to.ReadAsync<V1PodList, V1Pod>(new("pods", ns),
            (api, next, call) => api.CoreV1.ListNamespacedPodAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Pods = snapshot.Pods.AddRange(found) },
            pod => Interlocked.Increment(ref pods) <= WellPods || !PodHealth.IsWell(pod));
        yield return to.ReadAsync<Corev1EventList, Corev1Event>(new("events", ns),
            (api, next, call) => api.CoreV1.ListNamespacedEventAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Events = snapshot.Events.AddRange(found) },
            seen => Interlocked.Increment(ref events) <= AllEvents || seen.Type is not "Normal");
        yield return to.ReadAsync<V1ServiceList, V1Service>(new("services", ns),
            (api, next, call) => api.CoreV1.ListNamespacedServiceAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Services = snapshot.Services.AddRange(found) });
        yield return to.ReadAsync<V1EndpointsList, V1Endpoints>(new("endpoints", ns),
            (api, next, call) => api.CoreV1.ListNamespacedEndpointsAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Endpoints = snapshot.Endpoints.AddRange(found) });
        yield return to.ReadAsync<V1ConfigMapList, V1ConfigMap>(new("configmaps", ns),
            (api, next, call) => api.CoreV1.ListNamespacedConfigMapAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { ConfigMaps = snapshot.ConfigMaps.AddRange(found) });
        yield return to.ReadAsync<V1ServiceAccountList, V1ServiceAccount>(new("serviceaccounts", ns),
            (api, next, call) => api.CoreV1.ListNamespacedServiceAccountAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { ServiceAccounts = snapshot.ServiceAccounts.AddRange(found) });
        yield return to.ReadAsync<V1ResourceQuotaList, V1ResourceQuota>(new("resourcequotas", ns),
            (api, next, call) => api.CoreV1.ListNamespacedResourceQuotaAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { ResourceQuotas = snapshot.ResourceQuotas.AddRange(found) });
        yield return to.ReadAsync<V1PersistentVolumeClaimList, V1PersistentVolumeClaim>(new("persistentvolumeclaims", ns),
            (api, next, call) =>
                api.CoreV1.ListNamespacedPersistentVolumeClaimAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Claims = snapshot.Claims.AddRange(found) });

        yield return to.Named<V1DeploymentList, V1Deployment>("apps/v1", "deployments", ns,
            (snapshot, found) => snapshot with { Deployments = snapshot.Deployments.AddRange(found) });
        yield return to.Named<V1ReplicaSetList, V1ReplicaSet>("apps/v1", "replicasets", ns,
            (snapshot, found) => snapshot with { ReplicaSets = snapshot.ReplicaSets.AddRange(found) });
        yield return to.Named<V1StatefulSetList, V1StatefulSet>("apps/v1", "statefulsets", ns,
            (snapshot, found) => snapshot with { StatefulSets = snapshot.StatefulSets.AddRange(found) });
        yield return to.Named<V1DaemonSetList, V1DaemonSet>("apps/v1", "daemonsets", ns,
            (snapshot, found) => snapshot with { DaemonSets = snapshot.DaemonSets.AddRange(found) });
        yield return to.Named<V1JobList, V1Job>("batch/v1", "jobs", ns,
            (snapshot, found) => snapshot with { Jobs = snapshot.Jobs.AddRange(found) });
        yield return to.Named<V1CronJobList, V1CronJob>("batch/v1", "cronjobs", ns,
            (snapshot, found) => snapshot with { CronJobs = snapshot.CronJobs.AddRange(found) });
        yield return to.Named<V1EndpointSliceList, V1EndpointSlice>("discovery.k8s.io/v1", "endpointslices", ns,
            (snapshot, found) => snapshot with { EndpointSlices = snapshot.EndpointSlices.AddRange(found) });
        yield return to.Named<V1IngressList, V1Ingress>("networking.k8s.io/v1", "ingresses", ns,
            (snapshot, found) => snapshot with { Ingresses = snapshot.Ingresses.AddRange(found) });
        yield return to.Named<V1NetworkPolicyList, V1NetworkPolicy>("networking.k8s.io/v1", "networkpolicies", ns,
            (snapshot, found) => snapshot with { NetworkPolicies = snapshot.NetworkPolicies.AddRange(found) });
        yield return to.Named<V2HorizontalPodAutoscalerList, V2HorizontalPodAutoscaler>("autoscaling/v2", "horizontalpodautoscalers", ns,
            (snapshot, found) => snapshot with { Autoscalers = snapshot.Autoscalers.AddRange(found) });
        yield return to.Named<V1PodDisruptionBudgetList, V1PodDisruptionBudget>("policy/v1", "poddisruptionbudgets", ns,
            (snapshot, found) => snapshot with { DisruptionBudgets = snapshot.DisruptionBudgets.AddRange(found) });
        yield return to.Named<V1RoleList, V1Role>("rbac.authorization.k8s.io/v1", "roles", ns,
            (snapshot, found) => snapshot with { Roles = snapshot.Roles.AddRange(found) });
        yield return to.Named<V1RoleBindingList, V1RoleBinding>("rbac.authorization.k8s.io/v1", "rolebindings", ns,
            (snapshot, found) => snapshot with { RoleBindings = snapshot.RoleBindings.AddRange(found) });
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>What diagnosis reads. Values of environment variables and secrets are no part of it.</summary>
internal sealed class ClusterEvidence(OwnClusters clusters) : IClusterEvidence
{
    private const int Revisions = 10;

    /// <summary>The place of what is in no namespace.</summary>
    private const string Nowhere = "";

    public async Task<Known<PodFacts>> PodAsync(string cluster, string @namespace, string pod, CancellationToken cancellation)
    {
        if (clusters.Reach(cluster, @namespace, out var why, pod) is not { } found) return new(null, why);
        var read = await found.FindAsync($"get pod {@namespace}/{pod}",
            (api, call) => api.CoreV1.ReadNamespacedPodAsync(pod, @namespace, cancellationToken: call), cancellation);
        return new(read.Value is null ? null : PodReading.Facts(read.Value), read.Problem);
    }

    public Task<Known<ImmutableArray<EventFacts>?>> EventsAsync(string cluster, ObjectRef about, CancellationToken cancellation) =>
        ListAsync(cluster, about.Namespace, $"list events in {about.Namespace}",
            found => EventReading.NewestAsync(found, about, cancellation), about.Name);

    public Task<Known<ImmutableArray<LogTailFacts>?>> LogsAsync(
        string cluster, string @namespace, string pod, int lines, bool previous, CancellationToken cancellation) =>
        ListAsync(cluster, @namespace, $"get logs of pod {@namespace}/{pod}",
            found => LogReading.TailsAsync(found, @namespace, pod, lines, previous, cancellation), pod);

    public Task<Known<ImmutableArray<RevisionFacts>?>> RolloutHistoryAsync(
        string cluster, string @namespace, string deployment, CancellationToken cancellation) =>
        ListAsync<RevisionFacts>(cluster, @namespace, $"list replicasets in {@namespace}", async found =>
        {
            var owner = await found.CallAsync(found.Limits.Read,
                (api, call) => api.AppsV1.ReadNamespacedDeploymentAsync(deployment, @namespace, cancellationToken: call), cancellation);
            var sets = await found.AllAsync<V1ReplicaSetList, V1ReplicaSet>((api, next, call) => api.AppsV1.ListNamespacedReplicaSetAsync(
                @namespace, continueParameter: next, limit: found.Limits.Page, labelSelector: Selectors.Text(owner.Spec.Selector),
                cancellationToken: call), cancellation);
            return [.. sets.Where(set => PodReading.Controller(set.Metadata)?.Uid == owner.Metadata.Uid).Select(NetworkReading.Revision)
                .OrderByDescending(revision => int.TryParse(revision.Revision, out var number) ? number : 0).Take(Revisions)];
        }, deployment);

    public Task<Known<ImmutableArray<NodeFacts>?>> NodesAsync(string cluster, CancellationToken cancellation) =>
        ListAsync<NodeFacts>(cluster, Nowhere, "list nodes",
            async found => [.. (await found.AllNodesAsync(cancellation)).Select(NetworkReading.Node)]);

    public Task<Known<ImmutableArray<ServiceFacts>?>> ServicesAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        ListAsync<ServiceFacts>(cluster, @namespace, $"list services and endpointslices in {@namespace}", async found =>
        {
            var services = found.AllAsync<V1ServiceList, V1Service>((api, next, call) => api.CoreV1.ListNamespacedServiceAsync(@namespace,
                continueParameter: next, limit: found.Limits.Page, cancellationToken: call), cancellation);
            var slices = found.AllAsync<V1EndpointSliceList, V1EndpointSlice>((api, next, call) =>
                api.DiscoveryV1.ListNamespacedEndpointSliceAsync(@namespace, continueParameter: next, limit: found.Limits.Page,
                    cancellationToken: call), cancellation);
            await Task.WhenAll(services, slices);
            var all = await slices;
            return [.. (await services).Select(service => NetworkReading.Service(service, all))];
        });

    public Task<Known<ImmutableArray<VolumeClaimFacts>?>> VolumeClaimsAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        ListAsync<VolumeClaimFacts>(cluster, @namespace, $"list persistentvolumeclaims in {@namespace}", async found =>
            [.. (await found.AllAsync<V1PersistentVolumeClaimList, V1PersistentVolumeClaim>((api, next, call) =>
                api.CoreV1.ListNamespacedPersistentVolumeClaimAsync(@namespace, continueParameter: next, limit: found.Limits.Page,
                    cancellationToken: call), cancellation)).Select(NetworkReading.Claim)]);

    public Task<Known<ImmutableArray<IngressFacts>?>> IngressesAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        ListAsync<IngressFacts>(cluster, @namespace, $"list ingresses in {@namespace}", async found =>
            [.. (await found.AllAsync<V1IngressList, V1Ingress>((api, next, call) => api.NetworkingV1.ListNamespacedIngressAsync(@namespace,
                continueParameter: next, limit: found.Limits.Page, cancellationToken: call), cancellation)).Select(NetworkReading.Ingress)]);

    public Task<Known<ImmutableArray<NetworkPolicyFacts>?>> NetworkPoliciesAsync(
        string cluster, string @namespace, CancellationToken cancellation) =>
        ListAsync<NetworkPolicyFacts>(cluster, @namespace, $"list networkpolicies in {@namespace}", async found =>
            [.. (await found.AllAsync<V1NetworkPolicyList, V1NetworkPolicy>((api, next, call) =>
                api.NetworkingV1.ListNamespacedNetworkPolicyAsync(@namespace, continueParameter: next, limit: found.Limits.Page,
                    cancellationToken: call), cancellation)).Select(NetworkReading.Policy)]);

    public Task<Known<ImmutableArray<AdmissionWebhookFacts>?>> WebhooksAsync(string cluster, CancellationToken cancellation) =>
        ListAsync<AdmissionWebhookFacts>(cluster, Nowhere, "list webhookconfigurations", async found =>
        {
            var limit = found.Limits.Page;
            var validating = found.AllAsync<V1ValidatingWebhookConfigurationList, V1ValidatingWebhookConfiguration>((api, next, call) =>
                api.AdmissionregistrationV1.ListValidatingWebhookConfigurationAsync(continueParameter: next, limit: limit, cancellationToken: call),
                cancellation);
            var mutating = found.AllAsync<V1MutatingWebhookConfigurationList, V1MutatingWebhookConfiguration>((api, next, call) =>
                api.AdmissionregistrationV1.ListMutatingWebhookConfigurationAsync(continueParameter: next, limit: limit, cancellationToken: call),
                cancellation);
            await Task.WhenAll(validating, mutating);
            return [.. (await validating).SelectMany(WebhookReading.Facts), .. (await mutating).SelectMany(WebhookReading.Facts)];
        });

    private async Task<Known<ImmutableArray<T>?>> ListAsync<T>(
        string cluster, string inNamespace, string what, Func<ClusterConnection, Task<ImmutableArray<T>>> read, params string[] names) =>
        clusters.Reach(cluster, inNamespace, out var why, names) is { } found
            ? await found.KnownAsync<ImmutableArray<T>?>(what, async () => await read(found))
            : new(null, why);
}

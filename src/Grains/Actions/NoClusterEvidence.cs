using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>Where no cluster is configured nothing can be read, and that is what it says.</summary>
internal sealed class NoClusterEvidence : IClusterEvidence
{
    private const string None = "no Kubernetes cluster is configured";

    public Task<Known<PodFacts>> PodAsync(string cluster, string @namespace, string pod, CancellationToken cancellation) =>
        Task.FromResult(new Known<PodFacts>(null, None));

    public Task<Known<ImmutableArray<EventFacts>?>> EventsAsync(string cluster, ObjectRef about, CancellationToken cancellation) =>
        Nothing<EventFacts>();

    public Task<Known<ImmutableArray<LogTailFacts>?>> LogsAsync(
        string cluster, string @namespace, string pod, int lines, bool previous, CancellationToken cancellation) => Nothing<LogTailFacts>();

    public Task<Known<ImmutableArray<RevisionFacts>?>> RolloutHistoryAsync(
        string cluster, string @namespace, string deployment, CancellationToken cancellation) => Nothing<RevisionFacts>();

    public Task<Known<ImmutableArray<NodeFacts>?>> NodesAsync(string cluster, CancellationToken cancellation) => Nothing<NodeFacts>();

    public Task<Known<ImmutableArray<ServiceFacts>?>> ServicesAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        Nothing<ServiceFacts>();

    public Task<Known<ImmutableArray<VolumeClaimFacts>?>> VolumeClaimsAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        Nothing<VolumeClaimFacts>();

    public Task<Known<ImmutableArray<IngressFacts>?>> IngressesAsync(string cluster, string @namespace, CancellationToken cancellation) =>
        Nothing<IngressFacts>();

    public Task<Known<ImmutableArray<NetworkPolicyFacts>?>> NetworkPoliciesAsync(
        string cluster, string @namespace, CancellationToken cancellation) => Nothing<NetworkPolicyFacts>();

    public Task<Known<ImmutableArray<AdmissionWebhookFacts>?>> WebhooksAsync(string cluster, CancellationToken cancellation) =>
        Nothing<AdmissionWebhookFacts>();

    private static Task<Known<ImmutableArray<T>?>> Nothing<T>() => Task.FromResult(new Known<ImmutableArray<T>?>(null, None));
}

using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>What a diagnosis and the gathering steps of a workflow read from clusters. Nothing here writes, and secrets are never read.</summary>
public interface IClusterEvidence
{
    /// <summary>Known and null: there is no such pod.</summary>
    Task<Known<PodFacts>> PodAsync(string cluster, string @namespace, string pod, CancellationToken cancellation);

    /// <summary>Events of one object in the last hour, the newest 50, newest first.</summary>
    Task<Known<ImmutableArray<EventFacts>?>> EventsAsync(string cluster, ObjectRef about, CancellationToken cancellation);

    /// <summary>The end of a pod's logs, container by container; of the containers before their last restart if asked for.</summary>
    /// <param name="lines">Of each container, at most 1,000.</param>
    /// <param name="previous">What the containers wrote before they were restarted last.</param>
    Task<Known<ImmutableArray<LogTailFacts>?>> LogsAsync(
        string cluster, string @namespace, string pod, int lines, bool previous, CancellationToken cancellation);

    /// <summary>Revisions of a Deployment, newest first.</summary>
    Task<Known<ImmutableArray<RevisionFacts>?>> RolloutHistoryAsync(
        string cluster, string @namespace, string deployment, CancellationToken cancellation);

    Task<Known<ImmutableArray<NodeFacts>?>> NodesAsync(string cluster, CancellationToken cancellation);

    /// <summary>Services of a namespace, with their endpoints counted.</summary>
    Task<Known<ImmutableArray<ServiceFacts>?>> ServicesAsync(string cluster, string @namespace, CancellationToken cancellation);

    Task<Known<ImmutableArray<VolumeClaimFacts>?>> VolumeClaimsAsync(string cluster, string @namespace, CancellationToken cancellation);

    Task<Known<ImmutableArray<IngressFacts>?>> IngressesAsync(string cluster, string @namespace, CancellationToken cancellation);

    Task<Known<ImmutableArray<NetworkPolicyFacts>?>> NetworkPoliciesAsync(string cluster, string @namespace, CancellationToken cancellation);

    /// <summary>Admission webhooks of the cluster, validating and mutating.</summary>
    Task<Known<ImmutableArray<AdmissionWebhookFacts>?>> WebhooksAsync(string cluster, CancellationToken cancellation);
}

using AiSre.Api.Cluster;
using AiSre.Api.Platform;

namespace AiSre.Api;

/// <summary>An API process keeps nothing; its silos know what they lack.</summary>
internal sealed class ClientStartNotes(ClusterSettings settings) : IStartNotes
{
    public string Data => $"with the silos of the cluster {settings.ClusterId}, found in Redis at {settings.RedisPlaces}";

    public Task<IReadOnlyList<string>> NotConfiguredAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
}

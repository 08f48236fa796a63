using System.Collections.Concurrent;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Tests.Actions;

/// <summary>A cluster for each workspace, so that tests can share a silo.</summary>
internal sealed class FakeClusters(TimeProvider clock) : IWorkspaceClusters
{
    private readonly ConcurrentDictionary<string, FakeCluster> clusters = [];

    public FakeCluster Of(string workspace) => clusters.GetOrAdd(workspace, _ => new(clock));

    public IClusterGateway Gateway(string workspace) => Of(workspace);

    public IClusterEvidence Evidence(string workspace) =>
        throw new NotSupportedException("Nothing is read of it but what the guard asks for.");
}

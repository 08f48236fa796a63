using AiSre.KubernetesStub;

namespace AiSre.Console.Tests.Browser;

/// <summary>The cluster that the server acts on. Its pods are an hour old, so that nobody takes them for new.</summary>
public sealed class ConsoleCluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-console-cluster-").FullName;

    private ConsoleCluster(StubCluster stub) => Stub = stub;

    public StubCluster Stub { get; }

    public string Kubeconfig => Path.Combine(folder, "config");

    public static async Task<ConsoleCluster> StartAsync()
    {
        var cluster = new ConsoleCluster(await StubCluster.StartAsync(new() { Clock = new AnHourAgo() }));
        cluster.Stub.WriteKubeconfig(cluster.Kubeconfig);
        return cluster;
    }

    /// <returns>The name of its first pod.</returns>
    public string Deploy(string name, int replicas = 2)
    {
        Stub.Deployment("shop", name, replicas);
        return Stub.PodsOf("shop", name)[0].Name();
    }

    /// <summary>What was written for a deployment and its pods.</summary>
    public IEnumerable<string> WritesOf(string name) => Stub.Writes.Lines.Where(line => line.Contains(name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Stub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class AnHourAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(-1);
    }
}

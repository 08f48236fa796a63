using AiSre.KubernetesStub;

namespace AiSre.Console.Tests.Browser;

/// <summary>The cluster that the server acts on. Its pods are an hour old, so that nobody takes them for new.</summary>
public sealed class ConsoleCluster : IAsyncDisposable
{
    private const string Kubeconfig = "kubeconfig";

    /// <summary>More than there are tests.</summary>
    private const int Workspaces = 200;

    private ConsoleCluster(StubCluster stub) => Stub = stub;

    public StubCluster Stub { get; }

    /// <summary>
    /// Of the server's clusters: the same one for each workspace under a name of its own, so that every test may use the namespace shop.
    /// </summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ai-sre-console-cluster-").FullName;

    public static async Task<ConsoleCluster> StartAsync()
    {
        var cluster = new ConsoleCluster(await StubCluster.StartAsync(new() { Clock = new AnHourAgo() }));
        cluster.Stub.WriteKubeconfig(Path.Combine(cluster.Folder, Kubeconfig));
        var clusters = Enumerable.Range(1, Workspaces).Select(number =>
            $"  cluster-{number}: {{kubeconfig: {Kubeconfig}, workspaces: {{shop-{number}: [\"*\"]}}}}");
        await File.WriteAllLinesAsync(Path.Combine(cluster.Folder, "clusters.yaml"), ["clusters:", .. clusters]);
        return cluster;
    }

    /// <param name="name">Of the deployment.</param>
    /// <param name="replicas">As many pods.</param>
    /// <param name="place">The namespace: one of its own where what fails in other tests must not be a neighbour.</param>
    /// <returns>The name of its first pod.</returns>
    public string Deploy(string name, int replicas = 2, string place = "shop")
    {
        Stub.Deployment(place, name, replicas);
        return Stub.PodsOf(place, name)[0].Name();
    }

    /// <summary>A pod's container was killed for its memory, again and again.</summary>
    public void Kill(string pod) => Stub.Edit("Pod", "shop", pod, one => PodSamples.OutOfMemory(one, 4, DateTimeOffset.UtcNow.AddMinutes(-2)));

    /// <summary>A pod's container ends with an error, again and again, after its last words.</summary>
    public void Crash(string pod, string lastWords)
    {
        Stub.Edit("Pod", "shop", pod, one =>
        {
            PodSamples.OutOfMemory(one, 4, DateTimeOffset.UtcNow.AddMinutes(-2));
            var ended = one["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!.AsObject();
            (ended["exitCode"], ended["reason"]) = (1, "Error");
        });
        Stub.Logs.Write(Stub.Find("Pod", "shop", pod)!, "main", $"{lastWords}\n");
    }

    /// <summary>What was written for a deployment and its pods.</summary>
    public IEnumerable<string> WritesOf(string name) => Stub.Writes.Lines.Where(line => line.Contains(name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Stub.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class AnHourAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(-1);
    }
}

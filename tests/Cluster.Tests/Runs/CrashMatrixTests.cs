using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>
/// Recoveries die with their process, at every point of their way: whoever finds them takes them to the end that they would have had, a pod is
/// evicted once, and a yes is neither lost nor good for anything else. Beside the other tests, because they mostly wait for alarms.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed class CrashMatrixTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly int seed = TestSeed.Choose();
    private StubCluster stub = null!;

    public async ValueTask InitializeAsync()
    {
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        stub = await StubCluster.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stub.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Whose the namespaces are is read at the start.</summary>
    private static readonly string[] Workspaces =
        ["drill", "stand-a", "stand-b", "stand-1-a", "stand-1-b", "stand-2-a", "stand-2-b", "flow-1", "flow-2"];

    [Fact]
    public async Task A_killed_process_ends_its_runs_as_they_would_have_ended()
    {
        await using var servers = await EmbeddedServer.StartAsync(Environment);
        var matrix = new CrashMatrix(servers, stub, output, new Random(seed));
        await matrix.StandAndDieAsync("stand", [0]);
        await matrix.FlowAndDieAsync("flow-1", [0]);
        await matrix.FlowAndDieAsync("flow-2", [0]);
        await matrix.VerifyAsync();
    }

    /// <summary>Before the first of them dies, the kill switch is tried on both.</summary>
    [Fact]
    public async Task The_runs_of_killed_silos_end_as_they_would_have_ended()
    {
        await using var servers = await TwoSilos.StartAsync(Environment);
        await new StopDrill(servers, stub).HoldsOnEverySiloAsync("drill");
        var random = new Random(seed);
        var first = random.Next(2);
        var matrix = new CrashMatrix(servers, stub, output, random);
        // The other one takes over; then nobody is left to do so.
        await matrix.StandAndDieAsync("stand-1", [first]);
        await matrix.StandAndDieAsync("stand-2", [0, 1]);
        await matrix.FlowAndDieAsync("flow-1", [1 - first]);
        await matrix.FlowAndDieAsync("flow-2", [random.Next(2)]);
        await matrix.VerifyAsync();
    }

    private Dictionary<string, string> Environment
    {
        get
        {
            stub.WriteKubeconfig(folder.File("kubeconfig"));
            File.WriteAllText(folder.File("clusters.yaml"), $$"""
                clusters:
                  stub:
                    kubeconfig: kubeconfig
                    workspaces: { {{string.Join(", ", Workspaces.Select(name => $"{name}: [\"{name}-*\"]"))}} }
                """);
            return new(NoRateLimits.Settings)
            {
                ["AI_SRE_API_KEYS"] = RunClient.Keys, ["AI_SRE_CONFIG_DIR"] = folder.Path,
                ["Logging__LogLevel__AiSre.Integrations.Logs"] = "Warning",
            };
        }
    }
}

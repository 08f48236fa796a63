using System.Globalization;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>Many runs under one kill, each at a point of its own. While they find their way afterwards, the next ones are killed.</summary>
internal sealed class CrashMatrix(IRunServers servers, StubCluster stub, ITestOutputHelper output, Random random)
{
    /// <summary>Of those that stand at their point when everything dies; a loaded machine may lose one that it was too slow for.</summary>
    private const int Enough = 20;

    private const int Flowing = 16;

    private readonly Dictionary<string, RunClient> workspaces = [];
    private readonly List<Task> endings = [];

    /// <summary>Every point has a run, and all of them stand when the kill comes. What was held goes on then, and so do people.</summary>
    public async Task StandAndDieAsync(string name, int[] dies)
    {
        // A workspace has 20 live runs at most.
        string[] two = [$"{name}-a", $"{name}-b"];
        foreach (var workspace in two) await DefineAsync(workspace);
        var runs = CrashPoints.All.Select((point, i) => Run(point, two[i % 2], i)).ToList();
        await Task.WhenAll(runs.Select(run => run.Point.Prepare(run)));
        await Task.WhenAll(runs.Select(run => run.Point.Reach(run)));
        foreach (var run in runs) run.Stood = !run.Point.IsHeld || run.Pod.IsHeld;
        var held = stub.Held.Count;
        await KillAsync(dies, $"{runs.Count(run => run.Stood)} of {runs.Count} runs at their points, {held} calls held");
        // Of a process that is gone nothing arrives any more.
        if (dies.Length == servers.Count) await Poll.UntilAsync("the calls of the dead to end", () => stub.Held.Count == 0);
        stub.Mend();
        await servers.RestartAsync(dies);
        Assert.True(runs.Count(run => run.Stood) >= Enough, $"Only {runs.Count(run => run.Stood)} of {runs.Count} runs stood at their points.");
        endings.AddRange(runs.Select(async run =>
        {
            if (run.Stood) await run.Point.Afterwards(run);
            await run.VerifyAsync();
        }));
    }

    /// <summary>Runs flow freely, one after the other, and the kill comes at a moment that nobody has chosen.</summary>
    public async Task FlowAndDieAsync(string name, int[] dies)
    {
        await DefineAsync(name);
        var flowing = new CrashPoint(name, "succeeded", true) { Prepare = run => run.AskedAsync(), Afterwards = run => run.AnswerAsync(true) };
        endings.AddRange(Enumerable.Range(0, Flowing).Select(i => FlowAsync(Run(flowing, name, i), random.Next(2_500))));
        await Task.Delay(random.Next(1_500, 6_000));
        await KillAsync(dies, $"{name}, {EvictedIn(name).Count()} evictions by now");
        await servers.RestartAsync(dies);
    }

    /// <summary>All runs have ended as they should, timeline and audit know of each eviction, and the audit has no gap.</summary>
    public async Task VerifyAsync()
    {
        await Task.WhenAll(endings);
        Assert.All(stub.Writes.All, write => Assert.Equal("pods/eviction", write.Resource));
        var rows = 0L;
        foreach (var (name, client) in workspaces)
        {
            var verdict = await client.GetAsync("audit/verify");
            Assert.True(verdict.GetProperty("intact").GetBoolean(), $"{name}: {verdict}");
            rows += verdict.GetProperty("sealed").GetInt64();
            // One that was begun and had not reached the cluster is there as well, and has failed.
            var executed = (await client.GetAsync("audit?action=action_executed&limit=500")).GetProperty("entries").EnumerateArray()
                .Select(entry => entry.GetProperty("detail")).Where(detail => detail.GetProperty("status").GetString() is "success")
                .Select(detail => detail.GetProperty("namespace").GetString());
            Assert.Equal(EvictedIn(name).Order(), executed.Order());
            var told = (await client.EventsAsync("action_executed")).Where(payload => payload.GetProperty("status").GetString() is "success")
                .Select(payload => payload.GetProperty("namespace").GetString());
            Assert.Equal(EvictedIn(name).Order(), told.Order());
        }
        Assert.True(rows > 0, "Nothing in the audit is sealed: that it is intact proves nothing.");
        output.WriteLine($"{stub.Writes.All.Count} evictions, {endings.Count} runs");
    }

    /// <summary>The namespaces of a workspace's pods that were evicted.</summary>
    private IEnumerable<string> EvictedIn(string workspace) =>
        stub.Writes.All.Select(write => write.Namespace).Where(one => one.StartsWith($"{workspace}-", StringComparison.Ordinal));

    private static async Task FlowAsync(CrashedRun run, int after)
    {
        run.Stood = true;
        await Task.Delay(after);
        await run.Point.Prepare(run);
        await run.Point.Afterwards(run);
        await run.VerifyAsync();
    }

    private async Task DefineAsync(string workspace)
    {
        workspaces[workspace] = new(servers.Http, workspace, () => servers.Log);
        await workspaces[workspace].DefineAsync(RecoveryDefinitions.Text);
        await workspaces[workspace].OpenIncidentAsync();
    }

    private CrashedRun Run(CrashPoint point, string workspace, int number) => new(
        point, SickPod.In(stub, string.Create(CultureInfo.InvariantCulture, $"{workspace}-{number}")), workspaces[workspace], () => servers.Log);

    private async Task KillAsync(int[] dies, string what)
    {
        output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} kill -9 {string.Join(" and ", dies)}: {what}");
        await servers.KillAsync(dies);
    }
}

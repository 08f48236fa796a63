using System.Diagnostics;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>The first promise: nothing acknowledged is lost, nothing is counted twice, whenever the process dies.</summary>
public class KillAndCountTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_was_acknowledged_is_there_after_kills_at_any_moment()
    {
        var seed = TestSeed.Choose();
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var silo = await SiloProcess.StartAsync();
        var load = new MixedLoad([silo.Port], seed);
        var clock = Stopwatch.StartNew();
        var clients = load.RunAsync(connections: 32);

        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(random.Next(2_000, 7_000));
            await silo.KillAsync();
            await silo.RestartAsync();
        }

        if (clock.Elapsed < Duration) await Task.Delay(Duration - clock.Elapsed);
        load.Stop();
        await clients;
        // Once more without a request under way: the last answers were not given early either.
        await silo.KillAsync();
        await silo.RestartAsync();

        Describe(load);
        Assert.Empty(load.WrongAnswers);
        await silo.DrainedAsync();
        var faults = Audit.Check(StoredAlerts.InFile(silo.LedgerFile), load.Tallies);
        Assert.True(faults.Count == 0, $"seed {seed}: {faults.Count} faults{Environment.NewLine}{string.Join(Environment.NewLine, faults.Take(20))}");
        await SampleOverHttpAsync(silo, load, random);
    }

    private void Describe(MixedLoad load)
    {
        var tallies = load.Tallies.Values;
        output.WriteLine(
            $"{load.Requests} requests answered, {tallies.Sum(t => t.Acknowledged)} alerts acknowledged, {tallies.Sum(t => t.Maybe)} in doubt, "
            + $"{tallies.Count} identities, {tallies.Count(t => t.ResolveAcknowledged)} resolved");
        Assert.True(tallies.Sum(t => t.Acknowledged) > 1_000, "Hardly anything was acknowledged: the test proves nothing.");
        Assert.Contains(tallies, tally => tally.ResolveAcknowledged);
    }

    /// <summary>The API must say what the disk says.</summary>
    private static async Task SampleOverHttpAsync(SiloProcess silo, MixedLoad load, Random random)
    {
        var open = load.Tallies.Where(pair => !pair.Value.ResolveSent && !pair.Value.ResolveAcknowledged && !pair.Value.IncidentIds.IsEmpty)
            .ToArray();
        foreach (var (alert, tally) in random.GetItems(open, 200))
        {
            var incident = await IncidentList.FindAsync(silo.Http, tally.IncidentIds.Keys.Single());
            Assert.Equal((alert.Title, "open"), (incident?.Title, incident?.State));
        }

        // The next sighting joins the incident that was named before the kills.
        var (known, before) = open.First(pair => pair.Key.Door == Door.Webhook);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var connection = await HttpConnection.OpenAsync(silo.Port, limit.Token);
        var request = new LoadRequest(known.Door, [known]);
        var answer = await connection.PostAsync(request.Path, request.Headers, request.Body, limit.Token);
        Assert.Equal(200, answer.Status);
        Assert.Contains(before.IncidentIds.Keys.Single(), answer.Body, StringComparison.Ordinal);
    }
}

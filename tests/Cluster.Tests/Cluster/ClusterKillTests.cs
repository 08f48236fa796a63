using System.Diagnostics;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Any process may die at any moment: nothing acknowledged is lost, nothing counted twice, and nobody waits for long.</summary>
public sealed class ClusterKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Silos_an_API_and_PostgreSQL_die_under_load_and_nothing_that_was_acknowledged_is_lost()
    {
        await using var cluster = await ClusterUnderLoad.StartAsync(output);
        var clock = Stopwatch.StartNew();
        var silos = cluster.Processes.Silos;
        await Task.Delay(TimeSpan.FromSeconds(5));
        await cluster.KillAndRestartAsync(silos[0], TimeSpan.FromSeconds(2));
        await UntilAsync(20);
        await cluster.KillAndRestartAsync(silos[1], TimeSpan.FromSeconds(2));
        await UntilAsync(28);
        await cluster.KillAndRestartAsync(cluster.Processes.Apis[cluster.Random.Next(2)], TimeSpan.FromSeconds(2));
        await UntilAsync(35);
        await cluster.KillAndRestartAsync(silos[0], TimeSpan.FromSeconds(2));
        await UntilAsync(44);
        output.WriteLine("PostgreSQL: stop -m immediate");
        await cluster.Postgres.StopImmediatelyAsync();
        await cluster.Postgres.RestartAsync();
        await UntilAsync(50);
        await cluster.KillAndRestartAsync(silos[1], TimeSpan.FromSeconds(2));
        await UntilAsync(Duration.TotalSeconds);
        foreach (var process in silos.Concat(cluster.Processes.Apis)) await process.WaitUntilReadyAsync();

        var faults = await cluster.AuditAsync();
        var load = cluster.Load;
        Assert.True(load.WrongAnswers.IsEmpty, $"{string.Join(Environment.NewLine, load.WrongAnswers)}{Environment.NewLine}{cluster.Processes.Log}");
        Assert.True(faults.Count == 0,
            string.Join(Environment.NewLine, [$"{faults.Count} faults", .. faults.Take(20), cluster.Processes.Log]));
        Assert.True(load.Longest < SteadyLoad.LongestRequest, $"A request took {load.Longest}.");
        Assert.True(load.Failed <= load.Requests / 1_000, $"{load.Failed} of {load.Requests} requests were given up.");
        Assert.True(load.Requests > 5_000, $"Only {load.Requests} requests were acknowledged: the test proves nothing.");

        async Task UntilAsync(double seconds)
        {
            var left = TimeSpan.FromSeconds(seconds) - clock.Elapsed;
            if (left > TimeSpan.Zero) await Task.Delay(left);
        }
    }
}

using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Redis introduces silos and APIs to one another. Those that know each other already do without it.</summary>
public sealed class RedisAwayTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Longer than any period in which silos read or write their list.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(65);

    private RedisServer redis = null!;
    private ClusterProcesses cluster = null!;
    private SteadyLoad load = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        cluster = await ClusterProcesses.StartAsync(new ClusterLayout { Redis = redis });
        load = new SteadyLoad(cluster.Apis);
        await load.StartAsync();
        await load.PassAsync(1_000);
    }

    public async ValueTask DisposeAsync()
    {
        await load.DisposeAsync();
        await cluster.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_running_cluster_goes_on_without_Redis_and_still_finds_out_who_died_when_it_is_back()
    {
        var away = load.Here;
        await redis.KillAsync();
        await Task.Delay(Away);
        output.WriteLine($"{load.Requests} requests, {load.Failures.Count} failed: {load.Failures.FirstOrDefault()}");
        VerifyGoesOn(away);
        Assert.All(cluster.Silos.Concat(cluster.Apis), process => Assert.Null(process.ExitCode));
        foreach (var api in cluster.Apis) Assert.Equal(200, await api.StatusAsync("health/ready"));

        var back = load.Here;
        await redis.RestartAsync();
        await load.PassAsync(10_000);
        VerifyGoesOn(back);

        await cluster.Silos[0].KillAsync();
        await load.CalmAsync();
        await cluster.Silos[0].RestartAsync();
        await cluster.Silos[0].WaitUntilReadyAsync();
        await load.CheckAsync();
    }

    [Fact]
    public async Task A_silo_ends_within_ten_seconds_also_while_it_cannot_take_its_name_off_the_list()
    {
        await redis.KillAsync();
        var told = load.Now;
        Assert.Equal(0, await cluster.Silos[1].TerminateAsync(TimeSpan.FromSeconds(10)));
        output.WriteLine($"gone after {load.Now - told}");
        await redis.RestartAsync();
        await load.CalmAsync();
        await load.CheckAsync();
    }

    /// <summary>Nothing fails, but for the few calls that a busy machine does not answer in time.</summary>
    private void VerifyGoesOn((TimeSpan At, long Requests) since)
    {
        Assert.DoesNotContain(load.Failures, failure => !failure.What.StartsWith("503 ", StringComparison.Ordinal));
        load.CheckFewFailed(since);
    }
}

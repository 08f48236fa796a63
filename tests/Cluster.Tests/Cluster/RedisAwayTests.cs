using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Redis introduces silos and APIs to one another. Those that know each other already do without it.</summary>
public sealed class RedisAwayTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Longer than any period in which silos read or write their list.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(65);

    private RedisServer _redis = null!;
    private ClusterProcesses _cluster = null!;
    private SteadyLoad _load = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _cluster = await ClusterProcesses.StartAsync(new ClusterLayout { Redis = _redis });
        _load = new SteadyLoad(_cluster.Apis);
        await _load.StartAsync();
        await _load.PassAsync(1_000);
    }

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_running_cluster_goes_on_without_Redis_and_still_finds_out_who_died_when_it_is_back()
    {
        await _redis.KillAsync();
        await Task.Delay(Away);
        output.WriteLine($"{_load.Requests} requests, {_load.Failures.Count} failed: {_load.Failures.FirstOrDefault()}");
        Assert.Empty(_load.Failures);
        Assert.All(_cluster.Silos.Concat(_cluster.Apis), process => Assert.Null(process.ExitCode));
        foreach (var api in _cluster.Apis) Assert.Equal(200, await api.StatusAsync("health/ready"));

        await _redis.RestartAsync();
        await _load.PassAsync(2_000);
        Assert.Empty(_load.Failures);

        await _cluster.Silos[0].KillAsync();
        await _load.CalmAsync();
        await _cluster.Silos[0].RestartAsync();
        await _cluster.Silos[0].WaitUntilReadyAsync();
        await _load.CheckAsync();
    }

    [Fact]
    public async Task A_silo_ends_within_ten_seconds_also_while_it_cannot_take_its_name_off_the_list()
    {
        await _redis.KillAsync();
        var told = _load.Now;
        Assert.Equal(0, await _cluster.Silos[1].TerminateAsync(TimeSpan.FromSeconds(10)));
        output.WriteLine($"gone after {_load.Now - told}");
        await _redis.RestartAsync();
        await _load.CalmAsync();
        await _load.CheckAsync();
    }
}

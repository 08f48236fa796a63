using System.Globalization;
using AiSre.TestHost;
using Npgsql;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Any silo can die or leave at any moment; what was acknowledged is there, and no request hangs.</summary>
public sealed class FailoverTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Sigstop = 19;
    private const int Sigcont = 18;

    private ClusterProcesses cluster = null!;
    private SteadyLoad load = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await ClusterProcesses.StartAsync();
        load = new SteadyLoad(cluster.Apis);
        await load.StartAsync();
        await load.PassAsync(2_000);
    }

    public async ValueTask DisposeAsync()
    {
        await load.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task The_grains_of_a_killed_silo_answer_again_and_nothing_acknowledged_is_lost()
    {
        await SpreadsAsync();
        var killed = load.Now;
        await cluster.Silos[1].KillAsync();
        await load.CalmAsync();
        Describe("kill -9", killed);

        await cluster.Silos[1].RestartAsync();
        await cluster.Silos[1].WaitUntilReadyAsync();
        await load.CalmAsync();
        await load.CheckAsync();
    }

    [Fact]
    public async Task A_silo_that_hangs_is_replaced_and_ends_when_it_wakes()
    {
        var hung = load.Now;
        cluster.Silos[0].Signal(Sigstop);
        await load.CalmAsync();
        Describe("SIGSTOP", hung);
        cluster.Silos[0].Signal(Sigcont);
        await Poll.UntilAsync("it to learn that it was given up", () => cluster.Silos[0].ExitCode is not null,
            onTimeout: () => cluster.Silos[0].Log);
        await cluster.Silos[0].RestartAsync();
        await cluster.Silos[0].WaitUntilReadyAsync();
        await load.CalmAsync();
        await load.CheckAsync();
    }

    [Fact]
    public async Task While_commits_hang_nothing_is_acknowledged_that_is_not_kept_and_no_end_overtakes_its_beginning()
    {
        var blinking = new BlinkingLoad(cluster.Apis, services: 20);
        await using (var other = new NpgsqlConnection($"{cluster.PostgresConnectionString};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var rows = new NpgsqlCommand("BEGIN; SELECT 1 FROM alerts FOR UPDATE", other);
            await rows.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            blinking.Start();
            await Poll.UntilAsync("alerts to be spooled", async () => (await Task.WhenAll(cluster.Silos.Select(SpooledAsync))).Sum() > 1_000);
        }
        await load.CalmAsync();
        await blinking.StopAsync();
        await load.CheckAsync();
        await Poll.UntilAsync("the spool to be empty",
            async () => (await Task.WhenAll(cluster.Silos.Select(silo => MetricAsync(silo, "ai_sre_spool_depth")))).Max() == 0);
        var ended = blinking.Ended;
        Assert.NotEmpty(ended);
        Assert.DoesNotContain(StoredAlerts.InPostgres(cluster.PostgresConnectionString).Read(), row => row.IsFiring && ended.Contains(row.Title));
    }

    [Fact]
    public async Task A_silo_that_is_told_to_end_finishes_its_work_and_is_gone_within_ten_seconds()
    {
        var told = load.Here;
        Assert.Equal(0, await cluster.Silos[0].TerminateAsync(TimeSpan.FromSeconds(10)));
        output.WriteLine($"gone after {load.Now - told.At}");
        await load.CalmAsync();
        Describe("SIGTERM", told.At);
        // So many that a few may fail, but not one of each of the eight clients, as where a silo is killed.
        await load.PassAsync(3_000);
        await load.CheckAsync();
        load.CheckFewFailed(told);
    }

    [Fact]
    public async Task An_API_outlives_the_whole_cluster_and_finds_the_next_one_by_itself()
    {
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
        await Poll.UntilAsync("the API to notice", async () => await cluster.Apis[0].StatusAsync("health/ready") == 503);
        Assert.Equal(200, await cluster.Apis[0].StatusAsync("health/live"));
        Assert.Equal(503, await cluster.Apis[0].StatusAsync("incidents"));

        // One that starts while nobody is there waits too.
        await cluster.Apis[1].KillAsync();
        await cluster.Apis[1].RestartAsync();
        await Poll.UntilAsync("the new API to live", async () => await cluster.Apis[1].StatusAsync("health/live") == 200,
            onTimeout: () => cluster.Apis[1].Log);
        Assert.Equal(503, await cluster.Apis[1].StatusAsync("health/ready"));
        Assert.Equal(503, await cluster.Apis[1].StatusAsync("incidents"));

        foreach (var silo in cluster.Silos) await silo.RestartAsync();
        foreach (var api in cluster.Apis) await api.WaitUntilReadyAsync();
        await load.CalmAsync();
        await load.CheckAsync();
    }

    private async Task SpreadsAsync()
    {
        foreach (var silo in cluster.Silos)
            Assert.True(await MetricAsync(silo, "ai_sre_ledger_batch_entries_count") > 0,
                $"{silo.Name} has committed nothing: no intake lives there.");
    }

    private static Task<double> SpooledAsync(ClusterProcess silo) => MetricAsync(silo, "ai_sre_spool_kept_total");

    private static async Task<double> MetricAsync(ClusterProcess silo, string name)
    {
        var metrics = await silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        var line = metrics.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
    }

    private void Describe(string what, TimeSpan since)
    {
        var failures = load.Failures.Where(failure => failure.At > since).ToList();
        var last = failures.Count == 0 ? TimeSpan.Zero : failures.Max(failure => failure.At) - since;
        output.WriteLine(
            $"{what}: {failures.Count} of {load.Requests} requests failed, the last one {last.TotalSeconds:0.0} s after it; slowest "
                + $"{load.Slowest.TotalSeconds:0.0} s");
        foreach (var kind in failures.GroupBy(failure => failure.What.Length > 200 ? failure.What[..200] : failure.What))
            output.WriteLine($"  {kind.Count()} x {kind.Key}");
    }
}

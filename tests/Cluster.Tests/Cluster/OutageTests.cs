namespace AiSre.Cluster.Tests.Cluster;

/// <summary>A minute without a server that the cluster leans on.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Normal = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_was_accepted_while_PostgreSQL_was_away_is_there_afterwards_once()
    {
        await using var cluster = await ClusterUnderLoad.StartAsync(output);
        await Task.Delay(Normal);
        await cluster.Postgres.StopImmediatelyAsync();
        await Task.Delay(Outage / 2);
        using (var list = await cluster.Processes.Apis[0].Http.GetAsync(new Uri("incidents", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal(503, (int)list.StatusCode);
            Assert.NotNull(list.Headers.RetryAfter);
            Assert.Contains("ledger_unavailable", await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        Assert.Equal(503, await cluster.Processes.Apis[1].StatusAsync("health/ready"));
        await Task.Delay(Outage / 2);
        output.WriteLine($"{cluster.Load.Queued} queued, {await cluster.SpoolDepthAsync()} in the spool");
        await cluster.Postgres.RestartAsync();
        await Task.Delay(Normal);

        var faults = await cluster.AuditAsync();
        Verify(cluster, faults);
        Assert.True(cluster.Load.Queued > 2_000, $"Only {cluster.Load.Queued} requests were queued: the test proves nothing.");
    }

    [Fact]
    public async Task A_cluster_goes_on_without_Redis_and_finds_it_again()
    {
        await using var cluster = await ClusterUnderLoad.StartAsync(output);
        await Task.Delay(Normal);
        await cluster.Redis.KillAsync();
        await Task.Delay(Outage);
        await cluster.Redis.RestartAsync();
        await Task.Delay(Normal);
        // Whoever comes now finds the others again.
        await cluster.KillAndRestartAsync(cluster.Processes.Apis[0], TimeSpan.Zero);
        await cluster.KillAndRestartAsync(cluster.Processes.Silos[0], TimeSpan.Zero);
        foreach (var process in cluster.Processes.Silos.Concat(cluster.Processes.Apis)) await process.WaitUntilReadyAsync();

        Verify(cluster, await cluster.AuditAsync());
    }

    private static void Verify(ClusterUnderLoad cluster, IReadOnlyList<string> faults)
    {
        var load = cluster.Load;
        Assert.Empty(load.WrongAnswers);
        Assert.True(faults.Count == 0, $"{faults.Count} faults{Environment.NewLine}{string.Join(Environment.NewLine, faults.Take(20))}{Environment.NewLine}{cluster.Processes.Log}");
        Assert.True(load.Longest < TimeSpan.FromSeconds(10), $"A request took {load.Longest}.");
        Assert.True(load.Failed <= load.Requests / 1_000, $"{load.Failed} of {load.Requests} requests were given up.");
    }
}

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>A minute without the database. Without Redis: <see cref="RedisAwayTests"/>.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Normal = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_was_accepted_while_PostgreSQL_was_away_is_there_afterwards_once()
    {
        await using var cluster = await ClusterUnderLoad.StartAsync(output);
        await Task.Delay(Normal);
        await cluster.Postgres.StopImmediatelyAsync();
        await Task.Delay(Outage / 2);
        await ReadsFailClearlyAsync(cluster.Processes.Apis[0].Http);
        Assert.Equal((503, 200),
            (await cluster.Processes.Apis[1].StatusAsync("health"), await cluster.Processes.Apis[1].StatusAsync("health/ready")));
        await Task.Delay(Outage / 2);
        output.WriteLine($"{cluster.Load.Queued} queued, {await cluster.SpoolDepthAsync()} in the spool");
        await cluster.Postgres.RestartAsync();
        await Task.Delay(Normal);

        var faults = await cluster.AuditAsync();
        Verify(cluster, faults);
        Assert.True(cluster.Load.Queued > 2_000, $"Only {cluster.Load.Queued} requests were queued: the test proves nothing.");
    }

    /// <summary>Several times, because the first read after a pause asks the database and the next ones know the answer.</summary>
    private static async Task ReadsFailClearlyAsync(HttpClient http)
    {
        for (var round = 0; round < 5; round++)
        {
            foreach (var path in new[] { "incidents", "incidents/inc-1akb4wsh27dd0", "webhook/dead-letter?limit=1000", "platform/overview",
                "activity" })
            {
                var (status, saysWhen, body) = await AskAsync(http, () => new HttpRequestMessage(HttpMethod.Get, path));
                if (path.StartsWith("webhook", StringComparison.Ordinal) && status is >= 200 and < 300) continue;
                Assert.True(status == 503 && saysWhen && body.Contains("ledger_unavailable", StringComparison.Ordinal), $"{path}: {status} {body}");
            }
            var number = round;
            var accepted = await AskAsync(http, () => new HttpRequestMessage(HttpMethod.Post, "webhook")
            {
                Headers = { { "Idempotency-Key", $"outage-{number}" } },
                Content = new StringContent($$"""{"title":"Outage {{number}}","dedup_key":"outage-{{number}}"}"""),
            });
            Assert.True(accepted.Status == 202, $"{accepted}");
            await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// On a busy machine a call may miss its limit of 2 s. Its 503 says nothing of the database, so it is asked a few times before it is judged.
    /// </summary>
    private static async Task<(int Status, bool SaysWhen, string Body)> AskAsync(HttpClient http, Func<HttpRequestMessage> request)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var message = request();
            using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);
            var (status, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            if (status != 503 || body.Contains("ledger_unavailable", StringComparison.Ordinal) || attempt == Attempts)
                return (status, answer.Headers.RetryAfter is not null, body);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    private static void Verify(ClusterUnderLoad cluster, IReadOnlyList<string> faults)
    {
        var load = cluster.Load;
        Assert.True(load.WrongAnswers.IsEmpty, $"{string.Join(Environment.NewLine, load.WrongAnswers)}{Environment.NewLine}{cluster.Processes.Log}");
        Assert.True(faults.Count == 0,
            string.Join(Environment.NewLine, [$"{faults.Count} faults", .. faults.Take(20), cluster.Processes.Log]));
        Assert.True(load.Longest < SteadyLoad.LongestRequest, $"A request took {load.Longest}.");
        Assert.True(load.Failed <= load.Requests / 1_000, $"{load.Failed} of {load.Requests} requests were given up.");
    }
}

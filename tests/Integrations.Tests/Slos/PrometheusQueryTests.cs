using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Slos;
using AiSre.Integrations.Slos;
using AiSre.Integrations.Tests.Prometheus;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Slos;

/// <summary>A real Prometheus is asked for numbers, and for what is none.</summary>
public sealed class PrometheusQueryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private MetricsTarget target = null!;
    private PrometheusProcess? prometheus;
    private ServiceProvider services = null!;

    private IPrometheusQueries Queries => services.GetRequiredService<IPrometheusQueries>();

    public async ValueTask InitializeAsync()
    {
        RequiredServers.Require(ServerPrograms.Prometheus);
        target = new();
        target.Expose(("a", 3), ("b", 4));
        prometheus = await PrometheusProcess.StartAsync(target.Address, new("http://127.0.0.1:9/"), "groups: []");
        services = Services(prometheus.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (prometheus is not null) await prometheus.DisposeAsync();
        target.Dispose();
    }

    [Fact]
    public async Task One_number_is_an_answer_and_what_is_no_number_is_missing_and_what_cannot_be_asked_is_wrong()
    {
        await Poll.UntilAsync("it has scraped", async () => await AskAsync("sum(queue_depth)") is { Value: 7 });
        Assert.Equal(new(QueryResult.Value, 2), await AskAsync("scalar(vector(2))"));
        Assert.Equal(QueryResult.Missing, (await AskAsync("vector(0) / vector(0)")).Result);
        Assert.Equal(QueryResult.Missing, (await AskAsync("vector(1) / vector(0)")).Result);
        Assert.Equal(QueryResult.Missing, (await AskAsync("-vector(1) / vector(0)")).Result);
        Assert.Equal(QueryResult.Missing, (await AskAsync("sum(never_was)")).Result);
        await WrongAsync("queue_depth", "2 series");
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(new(QueryResult.Value, 4), await Queries.AskAsync("default", "prom-main", "queue_depth", now, new("pod", "b")));
        var values = await Queries.ValuesAsync("default", "prom-main", "queue_depth", now, "pod");
        Assert.Equal(["a", "b"], values.Order(StringComparer.Ordinal));
        await WrongAsync("queue_depth[1m]", "matrix");
        await WrongAsync("sum(", "refused");
        // Well written, and cannot be reckoned.
        await WrongAsync("queue_depth * on(service) queue_depth", "refused");
        var nowhere = await Queries.AskAsync("default", "nowhere", "1", clock.GetUtcNow());
        Assert.Contains("No cluster 'nowhere'", nowhere.Problem, StringComparison.Ordinal);
        Assert.Equal(QueryResult.Wrong, (await Queries.AskAsync("strangers", "prom-main", "vector(1)", clock.GetUtcNow())).Result);
    }

    [Fact]
    public async Task One_that_is_away_is_left_alone_for_a_while_and_then_asked_again()
    {
        var port = prometheus!.Port;
        await using var nowhere = Services(new($"http://127.0.0.1:{FreePort.Next()}/"));
        var queries = nowhere.GetRequiredService<IPrometheusQueries>();
        Assert.Equal(QueryResult.Away, (await queries.AskAsync("default", "prom-main", "vector(1)", clock.GetUtcNow())).Result);

        await prometheus.DisposeAsync();
        prometheus = null;
        Assert.Equal(QueryResult.Away, (await AskAsync("vector(1)")).Result);
        using var sent = new HttpStub(port, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"5"]}]}}""");
        Assert.Equal(QueryResult.Away, (await AskAsync("vector(1)")).Result);
        Assert.Equal(0, sent.Requests);
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(new(QueryResult.Value, 5), await AskAsync("vector(1)"));
        sent.Status = 503;
        Assert.Equal((QueryResult.Away, "It answered 503."), Shown(await AskAsync("vector(1)")));
        clock.Advance(TimeSpan.FromSeconds(16));
        (sent.Status, sent.Body) = (200, "<html>");
        Assert.Equal(QueryResult.Away, (await AskAsync("vector(1)")).Result);
    }

    private static (QueryResult, string?) Shown(QueryAnswer answer) => (answer.Result, answer.Problem);

    private async Task WrongAsync(string query, string says)
    {
        var answer = await AskAsync(query);
        Assert.Equal(QueryResult.Wrong, answer.Result);
        Assert.Contains(says, answer.Problem, StringComparison.Ordinal);
    }

    private Task<QueryAnswer> AskAsync(string query) => Queries.AskAsync("default", "prom-main", query, DateTimeOffset.UtcNow);

    private ServiceProvider Services(Uri address) => new ServiceCollection()
        .AddSingleton<TimeProvider>(clock)
        .AddSingleton(new ClusterDefinitions([new() { Name = "prom-main", Prometheus = new(address, null, null, null, null, null) }]))
        .AddSloSources().BuildServiceProvider();
}

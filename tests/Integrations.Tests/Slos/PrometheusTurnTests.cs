using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Slos;
using AiSre.Integrations.Slos;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Slos;

public sealed class PrometheusTurnTests
{
    [Fact]
    public async Task The_one_question_of_a_workspace_is_asked_in_turn_with_the_hundreds_of_another()
    {
        var port = FreePort.Next();
        using var prometheus = new HeldPrometheus(port);
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddSingleton(new ClusterDefinitions(
            [
                new()
                {
                    Name = "prom-main", Prometheus = new(new($"http://127.0.0.1:{port}/"), null, null, null, null, null),
                    Shares = new([new("flood", ["*"]), new("quiet", ["*"])]),
                },
            ]))
            .AddSloSources().BuildServiceProvider();
        var queries = services.GetRequiredService<IPrometheusQueries>();
        var flood = Enumerable.Range(0, 200).Select(i => queries.AskAsync("flood", "prom-main", $"flood_{i}", clock.GetUtcNow())).ToList();
        await Poll.UntilAsync("all places are taken", () => prometheus.Queries.Count == PrometheusQueries.MostAtOnce);
        var quiet = queries.AskAsync("quiet", "prom-main", "quiet", clock.GetUtcNow());

        // One of the flood was next already, and then it is the other's turn.
        prometheus.Answer(2);
        await Poll.UntilAsync("two more are asked", () => prometheus.Queries.Count == PrometheusQueries.MostAtOnce + 2);
        Assert.Contains("quiet", prometheus.Queries);

        prometheus.Answer(200);
        Assert.Equal(new(QueryResult.Value, 1), await quiet);
        Assert.All(await Task.WhenAll(flood), answer => Assert.Equal(QueryResult.Value, answer.Result));
    }
}

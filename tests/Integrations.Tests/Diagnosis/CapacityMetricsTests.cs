using System.Collections.Concurrent;
using AiSre.Domain.History;
using AiSre.Integrations.Tests.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Diagnosis;

public sealed class CapacityMetricsTests
{
    [Fact]
    public async Task What_fills_up_is_read_over_a_day_by_pod_or_claim_and_of_the_workspace_alone()
    {
        var asked = new ConcurrentQueue<string>();
        await using var prometheus = await MetricsServer.StartAsync(
            query =>
            {
                asked.Enqueue(query);
                return query.Contains("container_memory", StringComparison.Ordinal)
                    ? [Series("shop", "pod", "cart-7d8f9c6b5-x2k4m", 0.5, 0.9), Series("theirs", "pod", "till-0", 0.5, 0.9)]
                    : [Series("shop", "persistentvolumeclaim", "data-ledger-0", 0.2, 0.2)];
            },
            token: "let-me-in");
        await using var cluster = await StubbedCluster.StartAsync(
            prometheus: prometheus.Address, shares: new([new("default", ["shop"]), new("other", ["*"])]));

        var read = await cluster.Capacity.ReadAsync("default");

        Assert.Null(read.Problem);
        Assert.Equal([("cart-7d8f9c6b5-x2k4m", "memory", 289), ("data-ledger-0", "disk", 289)],
            read.Series.Select(one => (one.Name, one.Resource, one.Points.Count)));
        var risk = Assert.Single(UsageRules.Of(read.Series));
        Assert.Equal(("cart", RiskLevel.High, 6.0, 0.9), (risk.Service, risk.Level, risk.HoursToLimit, risk.UsedShare));
        Assert.All(asked, query => Assert.Contains("topk(100, ", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_refuses_or_is_not_there_is_said()
    {
        await using var prometheus = await MetricsServer.StartAsync(_ => null);
        await using var refusing = await StubbedCluster.StartAsync(prometheus: prometheus.Address);
        await using var without = await StubbedCluster.StartAsync();

        Assert.Contains("400", (await refusing.Capacity.ReadAsync("default")).Problem, StringComparison.Ordinal);
        Assert.Equal("no Prometheus is configured", (await without.Capacity.ReadAsync("default")).Problem);
    }

    /// <summary>One that grows evenly, by five minutes.</summary>
    private static ServedSeries Series(string ns, string label, string name, double from, double to) => new(
        new Dictionary<string, string> { ["namespace"] = ns, [label] = name },
        [.. Enumerable.Range(0, 289).Select(i => from + ((to - from) * i / 288))]);
}

using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Tests.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Diagnosis;

public sealed class MetricTests
{
    [Fact]
    public async Task What_pods_use_is_known_by_their_service_before_and_now()
    {
        await using var prometheus = await MetricsServer.StartAsync(
            query => query.Contains("container_memory_working_set_bytes{namespace=~\"shop\"", StringComparison.Ordinal)
                ? [Series("shop", "checkout-0", [1, 1, 1, 1, 2, 2, 4, 4]), Series("shop", "checkout-1", [1, 1, 1, 1, 2, 2, 4, 6]),
                    Series("shop", "gone", [9, 9, 9, 9, 9, 9, 9, 9])]
                : [],
            token: "let-me-in");
        await using var cluster = await StubbedCluster.StartAsync(prometheus: prometheus.Address);
        cluster.Stub.StatefulSet("shop", "checkout", 2);
        cluster.Stub.Add(new
        {
            kind = "Service", metadata = new { name = "till", @namespace = "shop" }, spec = new { selector = new { app = "checkout" } },
        });

        var (scene, _) = await cluster.LookAsync();

        var trend = Assert.Single(scene.Metrics);
        Assert.Equal(("memory", new Component("Service", "shop", "till")), (trend.Name, trend.About));
        Assert.Equal((2.0, 9.0, 2.0, 10.0), (trend.Before, trend.Now, trend.Min, trend.Max));
        Assert.True(scene.IsKnown("metrics"));
    }

    [Fact]
    public async Task A_node_is_known_by_its_name_or_by_the_address_of_its_exporter()
    {
        await using var prometheus = await MetricsServer.StartAsync(
            query => query.Contains("node_netstat_Tcp_RetransSegs", StringComparison.Ordinal)
                ? [Node(("node", "node-1"), ("instance", "10.9.9.9:9100")), Node(("instance", "10.0.0.2:9100")), Node(("instance", "10.9.9.9:9100"))]
                : [],
            token: "let-me-in");
        await using var cluster = await StubbedCluster.StartAsync(prometheus: prometheus.Address);
        cluster.Stub.Deployment("shop", "checkout", 1);
        foreach (var name in new[] { "node-1", "node-2" }) cluster.Stub.Node(name);
        cluster.Stub.Edit("Node", "", "node-2", one => one["status"]!["addresses"] =
            new System.Text.Json.Nodes.JsonArray(KubeJson.Of(new { type = "InternalIP", address = "10.0.0.2" })));

        var (scene, _) = await cluster.LookAsync();

        Assert.Equal([("retransmits", new Component("Node", "", "node-1")), ("retransmits", new Component("Node", "", "node-2"))],
            scene.Metrics.Select(trend => (trend.Name, trend.About)));

        static ServedSeries Node(params (string Name, string Value)[] labels) =>
            new(labels.ToDictionary(label => label.Name, label => label.Value), [0, 0, 0, 0, 0, 3, 4, 5]);
    }

    [Fact]
    public async Task One_that_refuses_costs_the_metrics_and_nothing_else()
    {
        await using var prometheus = await MetricsServer.StartAsync(_ => null);
        await using var cluster = await StubbedCluster.StartAsync(prometheus: prometheus.Address);
        cluster.Stub.Deployment("shop", "checkout", 1);

        var (scene, _) = await cluster.LookAsync();

        Assert.False(scene.IsKnown("metrics"));
        Assert.Contains("400", scene.Cluster.Unavailable["metrics"], StringComparison.Ordinal);
        Assert.Single(scene.Cluster.Deployments);
    }

    private static ServedSeries Series(string ns, string pod, double[] values) =>
        new(new Dictionary<string, string> { ["namespace"] = ns, ["pod"] = pod }, values);
}

using AiSre.Domain.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

/// <summary>What an alert or an input of a run names becomes a part of a path, and so only what can be a name is asked for.</summary>
public sealed class PathNameTests
{
    [Fact]
    public async Task What_is_no_name_reaches_no_API_server()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "web", 1);
        cluster.Stub.Deployment("pay", "web", 1);
        var (here, there) = (cluster.Stub.PodsOf("shop", "web")[0].Name(), cluster.Stub.PodsOf("pay", "web")[0].Name());
        foreach (var name in new[]
        {
            $"{here}?pretty=true", $"{here}#x", $"{here}/log", $"../../pay/pods/{there}", $"{here}\u202E", $" {here}", $"{here},{here}", "*", "..",
            "%2e%2e", here.ToUpperInvariant(), $"{here}\n",
        })
        {
            Assert.Contains("no name in Kubernetes", (await cluster.PodAsync("shop", name)).Pod.Problem, StringComparison.Ordinal);
            Assert.False((await cluster.DeploymentAsync("shop", name)).Workload.IsKnown);
            Assert.False((await cluster.PodAsync(name, here)).Pod.IsKnown);
            Assert.False((await cluster.Gateway.WorkloadAsync("prod", new("Deployment", "shop", name, ""), default)).Workload.IsKnown);
            Assert.False((await cluster.Gateway.FateAsync("prod", new("Pod", "shop", name, "uid"), default)).IsKnown);
            Assert.False((await cluster.Evidence.PodAsync("prod", "shop", name, default)).IsKnown);
            Assert.False((await cluster.Evidence.LogsAsync("prod", "shop", name, 10, false, default)).IsKnown);
            Assert.False((await cluster.Evidence.RolloutHistoryAsync("prod", "shop", name, default)).IsKnown);
            Assert.False((await cluster.Evidence.EventsAsync("prod", new ObjectRef("Node", "", name, ""), default)).IsKnown);
            Assert.False((await cluster.Evidence.ServicesAsync("prod", name, default)).IsKnown);
            Assert.False((await cluster.Evidence.VolumeClaimsAsync("prod", name, default)).IsKnown);
            Assert.False((await cluster.Evidence.IngressesAsync("prod", name, default)).IsKnown);
            Assert.False((await cluster.Evidence.NetworkPoliciesAsync("prod", name, default)).IsKnown);
        }
        Assert.Empty(cluster.Stub.Calls);
        Assert.NotNull((await cluster.PodAsync("shop", here)).Pod.Value);
    }
}

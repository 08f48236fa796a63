using AiSre.Domain.Actions;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class ScaleTests
{
    [Theory, InlineData(5), InlineData(1), InlineData(0)]
    public async Task A_deployment_gets_and_loses_pods(int replicas)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 2);

        var result = await cluster.ScaleAsync(deployment, replicas);

        Assert.Equal(ProviderOutcome.Succeeded, result.Outcome);
        Assert.Equal(["patch deployments/scale shop/checkout"], cluster.Stub.Writes.Lines);
        Assert.Equal(replicas, cluster.Stub.PodsOf("shop", "checkout").Count);
        var after = (await cluster.DeploymentAsync("shop", "checkout")).Workload.Value!;
        Assert.Equal((replicas, 2L), (after.DesiredReplicas, after.Generation));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 2);

        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.ScaleAsync(deployment, 5, dryRun: true)).Outcome);

        Assert.Empty(cluster.Stub.Writes.All);
        Assert.Equal(deployment.ToJsonString(), cluster.Stub.Find("Deployment", "shop", "checkout")!.ToJsonString());
    }

    [Fact]
    public async Task A_deployment_that_has_changed_meanwhile_is_looked_at_again_first()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var planned = cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["replicas"] = 3);

        var result = await cluster.ScaleAsync(planned, 5);

        Assert.Equal(ProviderOutcome.Stale, result.Outcome);
        Assert.Empty(cluster.Stub.Writes.All);
        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.ScaleAsync(cluster.Stub.Find("Deployment", "shop", "checkout")!, 5)).Outcome);
    }

    [Fact]
    public async Task A_deployment_that_was_made_anew_under_its_name_is_left_alone()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var planned = cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Remove("Deployment", "shop", "checkout");
        cluster.Stub.Deployment("shop", "checkout", 2);

        Assert.Equal(ProviderOutcome.TargetChanged, (await cluster.ScaleAsync(planned, 5)).Outcome);
        Assert.Empty(cluster.Stub.Writes.All);
    }

    [Fact]
    public async Task A_quota_keeps_the_new_pods_away_and_the_workload_shows_it()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Quota("shop", "few", new { pods = "3" }, new { pods = "2" });

        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.ScaleAsync(deployment, 5)).Outcome);

        var workload = (await cluster.Gateway.WorkloadAsync("prod", StubbedCluster.Ref(deployment), default)).Workload.Value!;
        Assert.Equal((5, 3), (workload.DesiredReplicas, workload.ReadyReplicas));
    }
}

namespace AiSre.Diagnosis.Tests;

public sealed class RankingTests
{
    private readonly SmallCluster cluster = new();

    public RankingTests()
    {
        this.cluster.Deployment("web", env: [("CARTS_ADDR", "carts:8080"), ("PAY_ADDR", "pay:8080")]);
        this.cluster.Deployment("pay");
        foreach (var name in new[] { "web", "carts", "pay" }) this.cluster.Service(name);
    }

    [Fact]
    public void Two_independent_faults_are_both_named_first()
    {
        this.cluster.Deployment("carts", 0);
        this.cluster.Crashed("pay", 137, "OOMKilled");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR upstream carts:8080 failed", "2026-05-04T11:59:01Z ERROR upstream pay:8080 failed");
        Assert.Equal(["deployment_zero_replicas", "oom_killed"], this.cluster.Explained().Take(2).Select(answer => answer.Cause).Order());
    }

    [Fact]
    public void A_consequence_stands_behind_its_cause()
    {
        this.cluster.Deployment("carts", ready: 0);
        this.cluster.Crashed("carts", 137, "OOMKilled");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR call to http://carts:8080/v1 failed: Connection refused");
        var all = this.cluster.Explained();
        Assert.Equal("oom_killed", all[0].Cause);
        Assert.All(all.Where(answer => answer.Cause is "dependency_down" or "service_without_ready_endpoints"),
            answer => Assert.True(answer.Confidence < 0.5));
    }

    [Fact]
    public void The_same_fault_elsewhere_is_no_cause()
    {
        this.cluster.Deployment("carts");
        this.cluster.Deployment("stray", ready: 0, home: "play");
        this.cluster.Crashed("stray", 137, "OOMKilled");
        Assert.DoesNotContain(this.cluster.Explained(), answer => answer.Confidence >= 0.5);
    }

    [Fact]
    public void Without_a_place_all_of_the_namespace_is_as_near()
    {
        this.cluster.Deployment("carts");
        this.cluster.Deployment("stray", ready: 0);
        this.cluster.Crashed("stray", 137, "OOMKilled");
        this.cluster.Asked = null;
        this.cluster.Finds("oom_killed", "Deployment/shop/stray");
    }
}

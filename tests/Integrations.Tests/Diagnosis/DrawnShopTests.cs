using AiSre.Diagnosis;
using AiSre.Diagnosis.Rules;
using AiSre.Domain.Demo;
using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Diagnosis.Demo;
using AiSre.Integrations.Tests.Kubernetes;

namespace AiSre.Integrations.Tests.Diagnosis;

/// <summary>The demo's cluster is drawn; its diagnoses are the rules' own.</summary>
public sealed class DrawnShopTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("payments", "external_dependency_down External/authorise.nordpay.example")]
    [InlineData("search", "oom_killed Deployment/shop/search")]
    [InlineData("catalog", "bad_deploy Deployment/shop/catalog")]
    [InlineData("cart", "application_crash Deployment/shop/cart")]
    [InlineData("mailer", "upstream_rate_limited Deployment/shop/mailer")]
    [InlineData("inventory", "upstream_rate_limited Deployment/shop/inventory")]
    [InlineData("search-indexer", "undetermined")]
    public void The_rules_find_what_is_drawn(string service, string answer)
    {
        var scene = DrawnShop.SceneOf(Symptom(service, "shop"), Now)!;
        Assert.Equal(answer, new Engine(RuleBook.All).Explain(scene).Hypotheses is [{ Confidence: >= 0.5 } best, ..]
            ? $"{best.Cause} {best.Component}"
            : "undetermined");
    }

    [Fact]
    public async Task In_the_demo_no_cluster_is_read_whatever_it_is_called()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var look = cluster.Diagnostician(RuleBook.All);
        Assert.Equal("eu-west", (await look.ExplainAsync(DemoStory.Workspace, "prod", Symptom("search", "shop"), 50)).Cluster);
        var other = await look.ExplainAsync(DemoStory.Workspace, "prod", Symptom("postgres-orders", "data"), 50);
        Assert.Null(other.Cluster);
        Assert.Contains(other.Evidence, item => item.Text == "the demo has no cluster");
        Assert.Empty(cluster.Stub.Calls);
    }

    private static Symptom Symptom(string service, string place) => new()
    {
        Title = $"{service} is ill", Service = service, Namespace = place, Workload = service, Pod = $"{service}-abcdefghij-klmno",
        StartedAt = Now.AddMinutes(-20),
    };
}

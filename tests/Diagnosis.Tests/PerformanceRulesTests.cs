namespace AiSre.Diagnosis.Tests;

public sealed class PerformanceRulesTests
{
    private readonly SmallCluster cluster = new() { Title = "High latency", Asked = null };

    public PerformanceRulesTests()
    {
        this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:8080"));
        this.cluster.Deployment("carts", env: ("STOCK_ADDR", "stock:8080"));
        this.cluster.Deployment("stock");
        foreach (var name in new[] { "web", "carts", "stock" }) this.cluster.Service(name);
    }

    [Fact]
    public void Of_services_that_are_slow_together_the_last_in_the_chain_is_the_cause()
    {
        this.cluster.Metric("latency", "web", 0.05, 2.2);
        this.cluster.Metric("latency", "carts", 0.03, 2.1);
        this.cluster.Metric("latency", "stock", 0.01, 2.0);
        this.cluster.Finds("pod_network_delay", "Deployment/shop/stock");
    }

    [Fact]
    public void A_service_that_is_much_slower_than_what_it_calls_is_the_cause_itself()
    {
        this.cluster.Metric("latency", "web", 0.05, 4.2);
        this.cluster.Metric("latency", "carts", 0.03, 4.0);
        this.cluster.Metric("latency", "stock", 0.01, 0.3);
        this.cluster.Finds("pod_network_delay", "Deployment/shop/carts");
    }

    [Fact]
    public void Where_nobody_knows_who_calls_whom_the_one_furthest_from_its_normal_is_the_cause()
    {
        foreach (var name in new[] { "edge", "orders", "users" }) this.cluster.Deployment(name);
        this.cluster.Metric("latency", "edge", 0.53, 3.8);
        this.cluster.Metric("latency", "orders", 2.1, 5.9);
        this.cluster.Metric("latency", "users", 0.01, 2.8);
        this.cluster.Finds("pod_network_delay", "Deployment/shop/users");
    }

    [Theory]
    [InlineData("p95 latency went from 12ms to 2400ms")]
    [InlineData("latency p90: baseline 0.02 s -> current 3.1 s")]
    public void Alerts_in_words_do_as_well_as_metrics(string text)
    {
        this.cluster.Alert("carts", text);
        this.cluster.Finds("pod_network_delay", "Deployment/shop/carts");
    }

    [Fact]
    public void A_service_that_is_throttled_and_busy_is_short_of_cpu()
    {
        this.cluster.Metric("cpu", "carts", 0.03, 0.5);
        this.cluster.Metric("throttled", "carts", 0.01, 0.8);
        this.cluster.Metric("latency", "carts", 0.02, 0.4);
        this.cluster.Metric("latency", "web", 0.05, 0.5);
        this.cluster.Finds("pod_cpu_overload", "Deployment/shop/carts");
    }

    [Fact]
    public void Throttling_alone_is_no_cause()
    {
        this.cluster.Metric("throttled", "stock", 0.01, 0.3);
        this.cluster.DoesNotFind("pod_cpu_overload");
    }

    [Theory]
    [InlineData(0.9, "node_network_delay")]
    [InlineData(9, "node_network_packet_loss")]
    public void Segments_sent_again_point_at_the_node(double rate, string cause)
    {
        this.cluster.Alert("node-0", $"TCP retransmissions went from 0.01 to {rate}", isNode: true);
        this.cluster.Metric("latency", "web", 0.05, 2.2);
        this.cluster.Metric("latency", "stock", 0.01, 2.0);
        this.cluster.Also = snapshot =>
            snapshot with { Nodes = [new() { Metadata = new() { Name = "node-0" }, Status = new() { Conditions = [] } }] };
        this.cluster.Finds(cause, "Node/node-0");
    }

    [Fact]
    public void A_new_revision_that_throws_is_the_cause()
    {
        var pay = this.cluster.Deployment("pay");
        this.cluster.Revision(pay, 2, SmallCluster.Now.AddMinutes(-12), 1, 0);
        this.cluster.Asked = "pay";
        this.cluster.Also = snapshot => snapshot with
        {
            Pods = [.. snapshot.Pods.Where(pod => pod.Metadata.Name != "pay-1-0")],
        };
        this.cluster.Log("web", "2026-05-04T11:59:00Z INFO fine");
        Assert.Equal("bad_deploy", this.cluster.Answer().Cause);
    }

    [Fact]
    public void A_new_revision_of_what_the_alerting_service_calls()
    {
        var pay = this.cluster.Deployment("pay");
        this.cluster.Service("pay");
        this.cluster.Revision(pay, 2, SmallCluster.Now.AddMinutes(-12), 1, 1);
        this.cluster.Asked = "web";
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR POST http://pay:8080/v2 500 upstream error");
        this.cluster.Finds("bad_deploy", "Deployment/shop/pay");
    }

    [Fact]
    public void A_rollout_after_which_all_is_well_is_no_cause()
    {
        var pay = this.cluster.Deployment("pay");
        this.cluster.Revision(pay, 2, SmallCluster.Now.AddMinutes(-12), 1, 1);
        this.cluster.Asked = "pay";
        this.cluster.DoesNotFind("bad_deploy");
    }

    [Fact]
    public void An_exception_on_a_healthy_platform_is_the_applications()
    {
        this.cluster.Asked = "carts";
        this.cluster.Log("carts", "2026-05-04T11:59:00Z ERROR java.lang.NullPointerException: Cannot invoke \"Cart.total()\"");
        this.cluster.Finds("application_error", "Deployment/shop/carts");
    }

    [Fact]
    public void Errors_without_a_word_are_undetermined()
    {
        this.cluster.Asked = "carts";
        this.cluster.Log("carts", "2026-05-04T11:59:00Z ERROR request failed with status 500");
        Assert.DoesNotContain(this.cluster.Explained(), answer => answer.Confidence >= 0.5);
    }
}

using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class AutoscalingRulesTests
{
    private readonly SmallCluster cluster = new() { Title = "High latency" };

    public AutoscalingRulesTests()
    {
        this.cluster.Deployment("web", 2);
        this.cluster.Service("web");
    }

    [Theory]
    [InlineData("AbleToScale", "FailedGetScale", "deployments/scale.apps \"web2\" not found", "hpa_target_missing")]
    [InlineData("ScalingActive", "FailedGetResourceMetric", "failed to get cpu utilization: missing request for cpu in container web",
        "hpa_missing_requests")]
    [InlineData("ScalingActive", "FailedGetResourceMetric", "unable to fetch metrics from resource metrics API", "hpa_metrics_missing")]
    public void The_autoscaler_says_why_it_does_not_scale(string type, string reason, string message, string cause)
    {
        var one = Autoscaler(2, 5);
        one.Status.Conditions = [new() { Type = type, Status = "False", Reason = reason, Message = message }];
        this.cluster.Also = snapshot => snapshot with { Autoscalers = [one] };
        this.cluster.Finds(cause, "HorizontalPodAutoscaler/shop/web");
    }

    [Fact]
    public void The_autoscaler_of_another_name_names_a_target_that_is_gone()
    {
        var one = Autoscaler(2, 5);
        (one.Metadata.Name, one.Spec.ScaleTargetRef.Name) = ("web-cpu", "web-v1");
        this.cluster.Also = snapshot => snapshot with { Autoscalers = [one] };
        this.cluster.Finds("hpa_target_missing", "HorizontalPodAutoscaler/shop/web-cpu");
    }

    [Fact]
    public void The_autoscaler_wants_more_than_its_maximum()
    {
        var one = Autoscaler(5, 5);
        one.Status.Conditions =
            [new() { Type = "ScalingLimited", Status = "True", Reason = "TooManyReplicas",
                Message = "the desired replica count is more than the maximum replica count" }];
        this.cluster.Also = snapshot => snapshot with { Autoscalers = [one] };
        this.cluster.Finds("hpa_at_maximum", "HorizontalPodAutoscaler/shop/web");
    }

    [Fact]
    public void A_quiet_autoscaler_is_no_cause()
    {
        this.cluster.Also = snapshot => snapshot with { Autoscalers = [Autoscaler(2, 5)] };
        Assert.Empty(this.cluster.Explained());
    }

    [Fact]
    public void A_budget_lets_nothing_move()
    {
        this.cluster.Title = "Drain of node-0 does not finish";
        this.cluster.Event("Pod", "web-1-0", "FailedEviction", "Cannot evict pod as it would violate the pod's disruption budget.");
        this.cluster.Also = snapshot => snapshot with { DisruptionBudgets = [Budget("web", 2, 2)] };
        this.cluster.Finds("pdb_deadlock", "PodDisruptionBudget/shop/web");
    }

    [Fact]
    public void A_budget_protects_nothing()
    {
        this.cluster.Title = "web went down in the node upgrade";
        this.cluster.Also = snapshot => snapshot with { DisruptionBudgets = [Budget("webb", 0, 1)] };
        this.cluster.Finds("pdb_matches_nothing", "PodDisruptionBudget/shop/web");
    }

    [Fact]
    public void A_scaled_object_is_in_error()
    {
        this.cluster.Custom("keda.sh/v1alpha1", "ScaledObject", "web", """{"scaleTargetRef":{"name":"web"}}""",
            """{"conditions":[{"type":"Ready","status":"False","reason":"ScaledObjectCheckFailed","message":"error parsing kafka metadata"}]}""");
        this.cluster.Finds("scaled_object_failed", "ScaledObject/shop/web");
    }

    private static V2HorizontalPodAutoscaler Autoscaler(int replicas, int most) => new()
    {
        Metadata = new() { Name = "web", NamespaceProperty = SmallCluster.Home },
        Spec = new() { MaxReplicas = most, ScaleTargetRef = new() { Kind = "Deployment", Name = "web" } },
        Status = new() { CurrentReplicas = replicas, DesiredReplicas = replicas },
    };

    private static V1PodDisruptionBudget Budget(string app, int expected, int least) => new()
    {
        Metadata = new() { Name = "web", NamespaceProperty = SmallCluster.Home },
        Spec = new() { MinAvailable = least, Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = app } } },
        Status = new() { ExpectedPods = expected, DisruptionsAllowed = 0, CurrentHealthy = expected, DesiredHealthy = least },
    };
}

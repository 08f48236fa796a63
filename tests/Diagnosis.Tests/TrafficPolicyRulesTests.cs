using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class TrafficPolicyRulesTests
{
    private readonly SmallCluster cluster = new();
    private readonly V1Deployment web;
    private readonly V1Deployment carts;

    public TrafficPolicyRulesTests()
    {
        this.web = this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:80"));
        this.carts = this.cluster.Deployment("carts");
        this.cluster.Deployment("stock");
        this.cluster.Service("web");
        this.cluster.Service("carts", 80, "8080");
    }

    [Theory]
    [InlineData(8081, null, true)]
    [InlineData(8080, null, false)]
    [InlineData(8000, 8100, false)]
    public void A_policy_that_admits_the_caller_but_perhaps_not_its_port(int first, int? last, bool isDenied)
    {
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR dial tcp 10.96.0.11:80: i/o timeout");
        this.cluster.Also = snapshot => snapshot with
        {
            NetworkPolicies =
            [
                Policy("carts", "Ingress", spec => spec.Ingress =
                [
                    new() { FromProperty = [new() { PodSelector = Of("web") }], Ports = [new() { Port = first, EndPort = last, Protocol = "TCP" }] },
                ]),
            ],
        };
        if (!isDenied)
        {
            this.cluster.DoesNotFind("network_policy_denies");
            return;
        }

        this.cluster.Finds("network_policy_denies", "NetworkPolicy/shop/carts-rules");
        Assert.Contains("not the port", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-04T11:59:00Z ERROR Post \"https://api.payments.example/v1\": dial tcp 203.0.113.7:443: i/o timeout")]
    [InlineData("2026-05-04T11:59:00Z ERROR connect ETIMEDOUT 203.0.113.7:443")]
    public void A_policy_that_lets_nothing_out_of_the_cluster(string line)
    {
        this.cluster.Log("web", line, line);
        this.cluster.Also = snapshot => snapshot with
        {
            NetworkPolicies = [Policy("web", "Egress", spec => spec.Egress = [new() { To = [new() { NamespaceSelector = new() }] }])],
        };
        this.cluster.Finds("network_policy_denies", "NetworkPolicy/shop/web-rules");
        Assert.Contains("egress", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_without_the_meshs_words_is_the_policys_that_does_not_name_the_caller()
    {
        var line = "2026-05-04T11:59:00Z ERROR GET http://carts:80/items returned 403";
        this.cluster.Log("web", line, line);
        this.cluster.Custom("security.istio.io/v1", "AuthorizationPolicy", "all", """{"action":"DENY"}""");
        this.cluster.Custom("security.istio.io/v1", "AuthorizationPolicy", "carts-callers",
            """{"selector":{"matchLabels":{"app":"carts"}},"rules":[{"from":[{"source":{"principals":["cluster.local/ns/shop/sa/admin"]}}]}]}""");
        this.cluster.Finds("mesh_policy_denies", "AuthorizationPolicy/shop/carts-callers");
    }

    [Fact]
    public void A_refusal_of_a_caller_that_the_policy_admits_is_the_callees()
    {
        var line = "2026-05-04T11:59:00Z ERROR GET http://carts:80/items returned 403";
        this.cluster.Log("web", line, line);
        this.cluster.Custom("security.istio.io/v1", "AuthorizationPolicy", "carts-callers",
            """{"selector":{"matchLabels":{"app":"carts"}},"rules":[{"from":[{"source":{"principals":["cluster.local/ns/shop/sa/default"]}}]}]}""");
        this.cluster.Finds("upstream_refuses_identity", "Deployment/shop/web");
    }

    [Fact]
    public void A_sidecar_that_is_not_ready_keeps_its_pod_from_being_ready()
    {
        this.cluster.PodOf("web").Status.Conditions[0].Status = "False";
        this.cluster.PodOf("web").Status.ContainerStatuses.Add(new() { Name = "istio-proxy", Ready = false, State = new() { Running = new() } });
        this.web.Status.ReadyReplicas = 0;
        this.cluster.Event("Pod", this.cluster.PodOf("web").Metadata.Name, "Unhealthy",
            "Readiness probe failed: HTTP probe failed with statuscode: 503");
        this.cluster.Finds("mesh_sidecar_not_ready", "Deployment/shop/web");
    }

    [Fact]
    public void A_caller_without_a_sidecar_is_reset_where_mutual_tls_is_demanded()
    {
        this.carts.Spec.Template.Spec.Containers.Add(new() { Name = "istio-proxy" });
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR read tcp 10.244.0.2:41000->10.96.0.11:80: read: connection reset by peer");
        this.cluster.Custom("security.istio.io/v1", "PeerAuthentication", "default", """{"mtls":{"mode":"STRICT"}}""");
        this.cluster.Finds("mesh_mtls_mismatch", "PeerAuthentication/shop/default");
    }

    [Fact]
    public void A_caller_without_a_sidecar_is_fine_where_it_is_permitted()
    {
        this.carts.Spec.Template.Spec.Containers.Add(new() { Name = "istio-proxy" });
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR read tcp 10.244.0.2:41000->10.96.0.11:80: read: connection reset by peer");
        this.cluster.Custom("security.istio.io/v1", "PeerAuthentication", "default", """{"mtls":{"mode":"PERMISSIVE"}}""");
        this.cluster.DoesNotFind("mesh_mtls_mismatch");
    }

    private static V1NetworkPolicy Policy(string on, string type, Action<V1NetworkPolicySpec> change)
    {
        var spec = new V1NetworkPolicySpec { PodSelector = Of(on), PolicyTypes = [type] };
        change(spec);
        return new() { Metadata = new() { Name = $"{on}-rules", NamespaceProperty = SmallCluster.Home }, Spec = spec };
    }

    private static V1LabelSelector Of(string app) => new() { MatchLabels = new Dictionary<string, string> { ["app"] = app } };
}

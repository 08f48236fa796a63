using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class ServiceRoutingRulesTests
{
    private readonly SmallCluster cluster = new();

    public ServiceRoutingRulesTests()
    {
        this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:8080"));
        this.cluster.Service("web");
    }

    [Fact]
    public void A_healthy_cluster_has_no_cause()
    {
        Carts();
        Assert.Empty(this.cluster.Explained());
    }

    [Fact]
    public void A_selector_that_matches_nothing()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts", selects: "cart");
        this.cluster.Finds("service_selector_mismatch", "Service/shop/carts");
    }

    [Theory]
    [InlineData("9090")]
    [InlineData("grpc")]
    public void A_target_port_on_which_nothing_listens(string target)
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts", target: target);
        this.cluster.Finds("service_port_mapping_mismatch", "Service/shop/carts");
    }

    [Fact]
    public void A_protocol_that_the_container_does_not_speak()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts", protocol: "UDP");
        this.cluster.Finds("service_protocol_mismatch", "Service/shop/carts");
    }

    [Fact]
    public void A_client_with_the_wrong_port()
    {
        this.cluster.Deployment("pay", env: ("CARTS_ADDR", "carts:8081"));
        this.cluster.Asked = "pay";
        Carts();
        this.cluster.Finds("service_env_var_address_mismatch", "Deployment/shop/pay");
    }

    [Fact]
    public void A_client_with_a_name_that_does_not_exist()
    {
        this.cluster.Deployment("pay", env: ("CARTS_URL", "http://cart-service:8080"));
        this.cluster.Asked = "pay";
        this.cluster.Log("pay", "2026-05-04T11:59:00Z ERROR dial tcp: lookup cart-service: no such host");
        Carts();
        this.cluster.Finds("service_env_var_address_mismatch", "Deployment/shop/pay");
    }

    [Fact]
    public void A_client_with_a_name_that_is_nearly_right()
    {
        this.cluster.Deployment("pay", env: ("CARTS_URL", "http://cartz:8080"));
        this.cluster.Asked = "pay";
        Carts();
        this.cluster.Finds("service_env_var_address_mismatch", "Deployment/shop/pay");
    }

    [Fact]
    public void A_name_that_a_client_asks_for_and_that_does_not_exist()
    {
        Carts();
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR dial tcp: lookup stock-v2 on 10.96.0.10:53: no such host");
        this.cluster.Finds("service_env_var_address_mismatch", "Deployment/shop/web");
    }

    [Fact]
    public void An_optional_address_that_nobody_misses_is_no_cause()
    {
        this.cluster.Deployment("pay", env: ("ASSISTANT_ADDR", "assistant:80"));
        Carts();
        this.cluster.DoesNotFind("service_env_var_address_mismatch");
    }

    [Fact]
    public void A_client_with_another_name_than_others_are_given()
    {
        this.cluster.Deployment("pay", env: ("CARTS_URL", "http://kivo:8080"));
        this.cluster.Deployment("search", env: ("CARTS_URL", "http://carts:8080"));
        this.cluster.Asked = "pay";
        Carts();
        this.cluster.Finds("service_env_var_address_mismatch", "Deployment/shop/pay");
    }

    /// <summary>What the services are called says nothing: one reads a Secret for what its route says, another has such classes.</summary>
    [Theory]
    [InlineData("kivo", "Service/shop/zeto")]
    [InlineData("zeto", "Service/shop/ruda")]
    public void A_route_that_points_at_another_service_than_the_one_whose_code_it_means(string to, string meant)
    {
        var names = new[] { "kivo", "zeto", "ruda", "moli" };
        foreach (var name in names) this.cluster.Service(name);
        foreach (var (name, secret) in names.Zip(["food-mysql", "order-mysql", "", "price-mysql"]))
        {
            var container = this.cluster.Deployment(name, image: $"example.test/{name}-image:1").Spec.Template.Spec.Containers[0];
            if (secret.Length > 0) container.EnvFrom = [new() { SecretRef = new() { Name = secret } }];
        }

        string[] line = ["2026-05-04T11:59:00Z INFO preserve.service.PreserveServiceImpl : done"];
        this.cluster.Log("ruda", [.. line, .. line, .. line]);
        static string Route(string id, string to) =>
            $"        - id: {id}\n          uri: http://{to}:8080\n          predicates:\n            - Path=/api/v1/{id}service/**\n";
        var isOrder = meant.EndsWith("zeto", StringComparison.Ordinal);
        var text = Route("food", "kivo") + Route("order", isOrder ? to : "zeto") + Route("preserve", isOrder ? "ruda" : to) + Route("price", "moli");
        this.cluster.Asked = null;
        this.cluster.Also = snapshot => snapshot with
        {
            ConfigMaps = [new() { Metadata = new() { Name = "gateway", NamespaceProperty = SmallCluster.Home }, Data = new Dictionary<string,
                string> { ["application.yml"] = text } }],
        };
        this.cluster.Finds("gateway_misroute", meant);
    }

    [Fact]
    public void A_route_that_points_at_another_service()
    {
        foreach (var name in new[] { "ts-order-service", "ts-food-service", "ts-route-service", "ts-price-service", "ts-order-other-service" })
        {
            this.cluster.Deployment(name);
            this.cluster.Service(name);
        }

        string Route(string id, string to) =>
            $"        - id: {id}\n          uri: http://ts-{to}-service:8080\n          predicates:\n            - Path=/api/v1/{id}service/**\n";
        var text = Route("order", "order") + Route("food", "food") + Route("route", "food") + Route("price", "price") + Route("order-other",
            "order-other");
        this.cluster.Asked = null;
        this.cluster.Also = snapshot => snapshot with
        {
            ConfigMaps = [new() { Metadata = new() { Name = "gateway", NamespaceProperty = SmallCluster.Home }, Data = new Dictionary<string,
                string> { ["application.yml"] = text } }],
        };
        this.cluster.Finds("gateway_misroute", "Service/shop/ts-route-service");
    }

    [Fact]
    public void A_network_policy_that_admits_no_caller()
    {
        Carts();
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR connect ETIMEDOUT carts:8080");
        this.cluster.Also = snapshot => snapshot with { NetworkPolicies = [Policy("carts", "gateway")] };
        this.cluster.Finds("network_policy_denies", "NetworkPolicy/shop/carts-allow");
    }

    [Fact]
    public void A_network_policy_that_admits_the_caller_is_no_cause()
    {
        Carts();
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR connect ETIMEDOUT carts:8080");
        this.cluster.Also = snapshot => snapshot with { NetworkPolicies = [Policy("carts", "web")] };
        this.cluster.DoesNotFind("network_policy_denies");
    }

    [Fact]
    public void An_egress_policy_without_port_53()
    {
        Carts();
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR getaddrinfo EAI_AGAIN carts");
        this.cluster.Also = snapshot => snapshot with
        {
            NetworkPolicies =
            [
                new()
                {
                    Metadata = new() { Name = "web-egress", NamespaceProperty = SmallCluster.Home },
                    Spec = new()
                    {
                        PodSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } }, PolicyTypes = ["Egress"],
                        Egress = [new() { Ports = [new() { Port = 8080 }] }],
                    },
                },
            ],
        };
        this.cluster.Finds("network_policy_denies_dns", "NetworkPolicy/shop/web-egress");
    }

    [Fact]
    public void A_mesh_policy_that_denies()
    {
        Carts();
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR GET http://carts:8080/items: 403 RBAC: access denied");
        this.cluster.Custom("security.istio.io/v1", "AuthorizationPolicy", "carts-callers", """{"selector":{"matchLabels":{"app":"carts"}}}""");
        this.cluster.Finds("mesh_policy_denies", "AuthorizationPolicy/shop/carts-callers");
    }

    [Fact]
    public void A_nameserver_of_its_own_that_does_not_answer()
    {
        Carts();
        var pay = this.cluster.Deployment("pay", ready: 0);
        pay.Spec.Template.Spec.DnsPolicy = "None";
        pay.Spec.Template.Spec.DnsConfig = new() { Nameservers = ["203.0.113.9"] };
        this.cluster.Asked = "pay";
        this.cluster.Log("pay", "java.net.UnknownHostException: carts: Temporary failure in name resolution");
        this.cluster.Finds("service_dns_resolution_failure", "Deployment/shop/pay");
    }

    [Fact]
    public void The_clusters_dns_is_down()
    {
        Carts();
        this.cluster.Deployment("coredns", 2, 0, home: "kube-system").Spec.Template.Metadata.Labels["k8s-app"] = "kube-dns";
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR lookup carts: Temporary failure in name resolution");
        this.cluster.Finds("cluster_dns_down", "Deployment/kube-system/coredns");
    }

    [Fact]
    public void The_clusters_dns_is_overloaded()
    {
        Carts();
        this.cluster.Deployment("search");
        this.cluster.Deployment("coredns", 2, home: "kube-system").Spec.Template.Metadata.Labels["k8s-app"] = "kube-dns";
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR lookup carts on 10.96.0.10:53: read udp 10.244.0.2:5000->10.96.0.10:53: i/o timeout");
        this.cluster.Log("search", "2026-05-04T11:59:10Z ERROR getaddrinfo EAI_AGAIN carts");
        this.cluster.Finds("cluster_dns_overloaded", "Deployment/kube-system/coredns");
        Assert.Contains("overloaded", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public void One_workload_whose_lookups_time_out_says_nothing_of_the_clusters_dns()
    {
        Carts();
        this.cluster.Deployment("coredns", 2, home: "kube-system").Spec.Template.Metadata.Labels["k8s-app"] = "kube-dns";
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR lookup carts on 10.96.0.10:53: read udp 10.244.0.2:5000->10.96.0.10:53: i/o timeout");
        this.cluster.DoesNotFind("cluster_dns_overloaded");
    }

    [Fact]
    public void A_service_that_somebody_deleted()
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR lookup carts: no such host");
        this.cluster.Finds("service_missing", "Deployment/shop/carts");
    }

    [Theory]
    [InlineData("web: public address times out for some clients", true)]
    [InlineData("High error rate on carts", false)]
    public void Traffic_from_outside_is_dropped_on_nodes_without_a_local_pod(string title, bool isSaid)
    {
        Carts();
        this.cluster.Title = title;
        var outside = this.cluster.Service("edge", selects: "web");
        (outside.Spec.Type, outside.Spec.ExternalTrafficPolicy) = ("LoadBalancer", "Local");
        this.cluster.Also = snapshot => snapshot with
        {
            Nodes = [.. new[] { "node-0", "node-1" }.Select(name => new V1Node { Metadata = new() { Name = name }, Spec = new(), Status = new() })],
        };
        this.cluster.Asked = isSaid ? "web" : "carts";
        if (isSaid) this.cluster.Finds("external_traffic_policy_local", "Service/shop/edge");
        else this.cluster.DoesNotFind("external_traffic_policy_local");
    }

    private void Carts()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts");
    }

    private static V1NetworkPolicy Policy(string on, string from) => new()
    {
        Metadata = new() { Name = $"{on}-allow", NamespaceProperty = SmallCluster.Home },
        Spec = new()
        {
            PodSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = on } }, PolicyTypes = ["Ingress"],
            Ingress = [new() { FromProperty = [new() { PodSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = from } } }] }],
        },
    };
}

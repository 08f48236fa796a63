using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class IngressRulesTests
{
    private readonly SmallCluster cluster = new();

    public IngressRulesTests()
    {
        this.cluster.Deployment("web");
        this.cluster.Service("web");
    }

    [Fact]
    public void An_ingress_that_is_served_has_no_fault() => Assert.Empty(With(Ingress("web", 8080)).Explained());

    [Fact]
    public void The_backend_does_not_exist() => With(Ingress("web-svc", 8080)).Finds("ingress_backend_missing", "Ingress/shop/web");

    [Fact]
    public void The_backend_does_not_offer_the_port() => With(Ingress("web", 80)).Finds("ingress_backend_missing", "Ingress/shop/web");

    [Fact]
    public void The_class_does_not_exist() => With(Ingress("web", 8080, "haproxy")).Finds("ingress_class_missing", "Ingress/shop/web");

    [Fact]
    public void The_tls_secret_does_not_exist()
    {
        this.cluster.Event("Ingress", "web", "Rejected", "secret \"shop/web-tls\" does not exist");
        With(Ingress("web", 8080)).Finds("ingress_tls_secret_missing", "Ingress/shop/web");
    }

    [Fact]
    public void Whoever_asks_is_shown_the_controllers_own_certificate()
    {
        this.cluster.Title = "web: public address shows a default certificate";
        With(Ingress("web", 8080)).Finds("ingress_tls_secret_missing", "Ingress/shop/web");
    }

    [Theory]
    [InlineData("""{"gatewayClassName":"envoy"}""", """{"conditions":[{"type":"Accepted","status":"Unknown","reason":"Pending"}]}""")]
    [InlineData("""{"gatewayClassName":"envoy"}""", """
        {"conditions":[{"type":"Accepted","status":"True"}],
         "listeners":[{"name":"https","conditions":[{"type":"ResolvedRefs","status":"False","reason":"InvalidCertificateRef"}]}]}
        """)]
    public void The_gateway_is_not_taken_up_or_one_of_its_listeners_is_not(string spec, string status)
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", spec, status);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route("edge", "web", 8080));
        this.cluster.Finds("gateway_not_accepted", "Gateway/shop/edge");
    }

    [Theory]
    [InlineData("""{"from":"Selector","selector":{"matchLabels":{"edge":"yes"}}}""", true)]
    [InlineData("""{"from":"Same"}""", true)]
    [InlineData("""{"from":"All"}""", false)]
    public void A_listener_takes_routes_of_some_namespaces_only(string allowed, bool isRefused)
    {
        var listeners = """{"gatewayClassName":"envoy","listeners":[{"name":"http","allowedRoutes":{"namespaces":""" + allowed + "}}]}";
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", listeners, home: "infra");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web",
            """{"parentRefs":[{"name":"edge","namespace":"infra"}],"rules":[{"backendRefs":[{"name":"web","port":8080}]}]}""");
        this.cluster.Also = snapshot => snapshot with
        {
            Namespaces = [new() { Metadata = new() { Name = "shop", Labels = new Dictionary<string, string> { ["edge"] = "no" } } }],
        };
        if (isRefused) this.cluster.Finds("http_route_broken", "HTTPRoute/shop/web");
        else this.cluster.DoesNotFind("http_route_broken");
    }

    [Fact]
    public void The_gateway_is_not_accepted()
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", """{"gatewayClassName":"envoy"}""",
            """{"conditions":[{"type":"Accepted","status":"False","reason":"Invalid","message":"listener conflict"}]}""");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route("edge", "web", 8080));
        this.cluster.Finds("gateway_not_accepted", "Gateway/shop/edge");
    }

    [Fact]
    public void The_class_of_a_gateway_does_not_exist()
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", """{"gatewayClassName":"envoy"}""");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route("edge", "web", 8080));
        this.cluster.Finds("gateway_not_accepted", "Gateway/shop/edge");
    }

    [Fact]
    public void The_class_is_not_accepted()
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", "{}",
            """{"conditions":[{"type":"Accepted","status":"False","reason":"InvalidParameters","message":"no such parameters"}]}""", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", """{"gatewayClassName":"envoy"}""");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route("edge", "web", 8080));
        this.cluster.Finds("gateway_class_not_accepted", "GatewayClass/envoy");
    }

    [Theory]
    [InlineData("edge", "shop-web", 8080)]
    [InlineData("edge", "web", 80)]
    [InlineData("other", "web", 8080)]
    public void A_route_leads_nowhere(string parent, string backend, int port)
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", """{"gatewayClassName":"envoy"}""");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route(parent, backend, port));
        this.cluster.Finds("http_route_broken", "HTTPRoute/shop/web");
    }

    [Fact]
    public void A_route_from_a_namespace_that_the_listener_does_not_admit()
    {
        this.cluster.Custom("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", home: null);
        this.cluster.Custom("gateway.networking.k8s.io/v1", "Gateway", "edge", """{"gatewayClassName":"envoy"}""");
        this.cluster.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", "web", Route("edge", "web", 8080),
            """{"parents":[{"conditions":[{"type":"Accepted","status":"False","reason":"NotAllowedByListeners"}]}]}""");
        this.cluster.Finds("http_route_broken", "HTTPRoute/shop/web");
    }

    private SmallCluster With(V1Ingress ingress)
    {
        this.cluster.Also = snapshot => snapshot with { Ingresses = [ingress], IngressClasses = [new() { Metadata = new() { Name = "nginx" } }] };
        return this.cluster;
    }

    private static V1Ingress Ingress(string backend, int port, string named = "nginx") => new()
    {
        Metadata = new() { Name = "web", NamespaceProperty = SmallCluster.Home },
        Spec = new()
        {
            IngressClassName = named, Tls = [new() { SecretName = "web-tls" }],
            Rules = [new() { Http =
                new() { Paths = [new() { Backend = new() { Service = new() { Name = backend, Port = new() { Number = port } } } }] } }],
        },
    };

    private static string Route(string parent, string backend, int port) =>
        $$"""{"parentRefs":[{"name":"{{parent}}"}],"rules":[{"backendRefs":[{"name":"{{backend}}","port":{{port}}}]}]}""";
}

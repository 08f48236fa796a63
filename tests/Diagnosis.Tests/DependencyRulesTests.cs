namespace AiSre.Diagnosis.Tests;

public sealed class DependencyRulesTests
{
    private readonly SmallCluster cluster = new();

    public DependencyRulesTests()
    {
        this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:8080"));
        this.cluster.Service("web");
        this.cluster.Service("carts");
    }

    [Fact]
    public void A_dependency_that_is_not_ready_is_named()
    {
        this.cluster.Deployment("carts", 2, 0);
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR call to http://carts:8080/v1 failed: Connection refused");
        this.cluster.Finds("dependency_down", "Deployment/shop/carts");
    }

    [Fact]
    public void A_dependency_whose_answers_take_seconds_is_slow()
    {
        this.cluster.Deployment("carts");
        this.cluster.Title = "High latency on web";
        this.cluster.Log("web", "2026-05-04T11:59:00Z WARN slow response from http://carts:8080/v1: took 4821ms");
        this.cluster.Finds("dependency_slow", "Deployment/shop/carts");
    }

    [Fact]
    public void Something_outside_the_cluster_is_down()
    {
        this.cluster.Deployment("carts");
        var line = "2026-05-04T11:59:00Z ERROR POST https://api.payments.example/v1/charges 503 Service Unavailable";
        this.cluster.Log("web", line, line);
        this.cluster.Finds("external_dependency_down", "External/api.payments.example");
    }

    [Fact]
    public void A_service_of_another_namespace_is_not_outside()
    {
        this.cluster.Deployment("carts");
        var line = "2026-05-04T11:59:00Z ERROR POST http://mail.post.svc.cluster.local:8080/v1 503 Service Unavailable";
        this.cluster.Log("web", line, line);
        this.cluster.DoesNotFind("external_dependency_down");
    }

    [Fact]
    public void A_dependency_that_is_ready_and_does_not_answer_is_slow()
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR Post \"http://carts:8080/v1\": context deadline exceeded");
        this.cluster.Finds("dependency_slow", "Deployment/shop/carts");
    }

    [Theory]
    [InlineData("GET https://api.maps.example/v3 failed: Request failed with status code 429 (Too Many Requests), retry-after: 60")]
    [InlineData("requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://api.maps.example/v3")]
    [InlineData("openai.RateLimitError: Error code: 429")]
    public void A_third_party_limits_the_rate(string line)
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:58:00Z ERROR " + line, "2026-05-04T11:59:00Z ERROR " + line);
        this.cluster.Finds("upstream_rate_limited", "Deployment/shop/web");
    }

    [Theory]
    [InlineData("call to http://carts:8080/v1 returned 401 Unauthorized")]
    [InlineData("rpc error: code = PermissionDenied desc = caller may not read")]
    [InlineData("oauth2: \"invalid_client\" \"client secret has expired\"")]
    public void A_dependency_refuses_the_caller(string line)
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:58:00Z ERROR " + line, "2026-05-04T11:59:00Z ERROR " + line);
        this.cluster.Finds("upstream_refuses_identity", "Deployment/shop/web");
    }

    [Fact]
    public void What_the_service_itself_answered_is_no_refusal()
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "203.0.113.9 - - [04/May/2026:11:59:00 +0000] \"GET /admin HTTP/1.1\" 401 12");
        Assert.Empty(this.cluster.Explained());
    }

    [Theory]
    [InlineData("[Producer clientId=p-1] Connection to node -1 (queue/10.244.4.11:9092) could not be established. Node may not be available.")]
    [InlineData("kafka: client has run out of available brokers to talk to: dial tcp queue:9092: connect: connection refused")]
    [InlineData("NoBrokersAvailable: NoBrokersAvailable")]
    public void The_broker_is_down(string line)
    {
        this.cluster.Deployment("carts");
        this.cluster.Deployment("queue", ready: 0, image: "apache/kafka:3.9", port: 9092);
        this.cluster.Service("queue", 9092);
        this.cluster.Log("web", "2026-05-04T11:59:00Z WARN " + line);
        Assert.Contains(this.cluster.Explained(), answer => answer is { Cause: "broker_unreachable", Confidence: >= 0.5 });
    }

    [Fact]
    public void A_consumer_falls_behind()
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web",
            "2026-05-04T11:59:00Z WARN consumer poll timeout has expired: increase max.poll.interval.ms or reduce max.poll.records");
        this.cluster.Finds("consumer_too_slow", "Deployment/shop/web");
    }

    [Theory]
    [InlineData("Post \"https://carts:8080/v1\": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current "
        + "time 2026-05-04T11:59:00Z is after 2026-05-01T00:00:00Z")]
    [InlineData("request to https://carts:8080/ failed, reason: CERT_HAS_EXPIRED")]
    public void The_servers_certificate_ran_out(string line)
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR " + line);
        this.cluster.Finds("certificate_expired", "Deployment/shop/carts");
    }

    [Fact]
    public void The_servers_certificate_is_not_trusted()
    {
        this.cluster.Deployment("carts");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR Get \"https://carts:8080\": x509: certificate signed by unknown authority");
        this.cluster.Finds("certificate_not_trusted", "Deployment/shop/carts");
    }

    [Fact]
    public void A_certificate_was_not_renewed()
    {
        this.cluster.Deployment("carts").Spec.Template.Spec.Volumes = [new() { Name = "tls", Secret = new() { SecretName = "carts-tls" } }];
        this.cluster.Custom("cert-manager.io/v1", "Certificate", "carts", """{"secretName":"carts-tls"}""",
            """{"notAfter":"2026-05-01T00:00:00Z","conditions":[{"type":"Ready","status":"False","reason":"Expired"}]}""");
        this.cluster.Finds("certificate_not_renewed", "Certificate/shop/carts");
    }
}

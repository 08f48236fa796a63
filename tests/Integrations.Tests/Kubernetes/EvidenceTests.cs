using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class EvidenceTests
{
    [Fact]
    public async Task Events_are_those_of_the_object_in_the_last_hour_newest_first()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        var (pod, other) = (cluster.Stub.PodsOf("shop", "checkout")[0], cluster.Stub.PodsOf("shop", "checkout")[1]);
        var now = TimeProvider.System.GetUtcNow();
        cluster.Stub.Event(pod, "BackOff", "Back-off\nrestarting", now.AddMinutes(-5));
        cluster.Stub.Event(pod, "Unhealthy", "probe failed", now.AddMinutes(-1));
        cluster.Stub.Event(pod, "Scheduled", "long ago", now.AddHours(-2));
        cluster.Stub.Event(other, "BackOff", "another's", now);

        var events = (await cluster.Evidence.EventsAsync("prod", StubbedCluster.Ref(pod), default)).Value!.Value;

        Assert.Equal([("Unhealthy", "probe failed"), ("BackOff", "Back-off restarting")], events.Select(one => (one.Reason, one.Message)));
        Assert.Equal((3, "Warning", pod.Uid()), (events[0].Count, events[0].Type, events[0].About.Uid));
    }

    [Fact]
    public async Task Of_many_events_the_newest_fifty_are_kept()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 60; i++) cluster.Stub.Event(pod, $"R{i}", "", now.AddSeconds(-10 * i));

        var events = (await cluster.Evidence.EventsAsync("prod", StubbedCluster.Ref(pod), default)).Value!.Value;

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"R{i}"), events.Select(one => one.Reason));
    }

    [Fact]
    public async Task Logs_are_the_last_lines_and_those_before_the_last_restart()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Logs.Write(pod, "main", "one\ntwo\nthree\n");
        cluster.Stub.Logs.Write(pod, "main", "fatal: out of memory\n", previous: true);

        var current = await cluster.Evidence.LogsAsync("prod", "shop", pod.Name(), 2, false, default);
        var none = await cluster.Evidence.LogsAsync("prod", "shop", pod.Name(), 2, true, default);
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.OutOfMemory(one, 3, DateTimeOffset.UnixEpoch));
        var before = await cluster.Evidence.LogsAsync("prod", "shop", pod.Name(), 2, true, default);

        Assert.Equal([new("main", "two\nthree\n", false)], current.Value!.Value);
        Assert.Empty(none.Value!.Value);
        Assert.Equal("fatal: out of memory\n", Assert.Single(before.Value!.Value).Text);
    }

    [Fact]
    public async Task Of_a_long_log_the_end_is_kept_from_the_beginning_of_a_line()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Logs.Write(pod, "main", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"line {i} {new string('ä', 50)}\n")));

        var log = Assert.Single((await cluster.Evidence.LogsAsync("prod", "shop", pod.Name(), 1_000, false, default)).Value!.Value);

        Assert.True(log.IsCut);
        Assert.StartsWith("line ", log.Text, StringComparison.Ordinal);
        Assert.EndsWith($"line 999 {new string('ä', 50)}\n", log.Text, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(log.Text), 32_000, 32 * 1024);
    }

    [Fact]
    public async Task Rollout_history_has_the_images_newest_first()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Edit("Deployment", "shop", "checkout",
            one => one.Spec()["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example.com/checkout:2.0.0");

        var revisions = (await cluster.Evidence.RolloutHistoryAsync("prod", "shop", "checkout", default)).Value!.Value;

        Assert.Equal([("2", "registry.example.com/checkout:2.0.0", 1), ("1", "registry.example.com/checkout:1.0.0", 0)],
            revisions.Select(one => (one.Revision, one.Images.Single(), one.Desired)));
    }

    [Fact]
    public async Task What_surrounds_a_workload_is_read()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var stub = cluster.Stub;
        stub.Node("node-1", isReady: false, taints: [new { key = "node.kubernetes.io/unreachable", effect = "NoExecute" }]);
        stub.Add(new
        {
            kind = "Service", metadata = new { name = "checkout", @namespace = "shop" },
            spec = new { type = "ClusterIP", selector = new { app = "checkout" }, ports = new[] { new { port = 80, protocol = "TCP" } } },
        });
        stub.Add(new
        {
            kind = "EndpointSlice", addressType = "IPv4",
            metadata = new Dictionary<string, object>
            {
                ["name"] = "checkout-1", ["namespace"] = "shop",
                ["labels"] = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "checkout" },
            },
            endpoints = new[]
            {
                new { addresses = new[] { "10.0.0.1" }, conditions = new { ready = true } },
                new { addresses = new[] { "10.0.0.2" }, conditions = new { ready = false } },
            },
        });
        stub.Add(new
        {
            kind = "PersistentVolumeClaim", metadata = new { name = "data", @namespace = "shop" }, spec = new { storageClassName = "fast" },
            status = new { phase = "Pending" },
        });
        stub.Add(new
        {
            kind = "Ingress", metadata = new { name = "shop", @namespace = "shop" },
            spec = new
            {
                ingressClassName = "nginx",
                rules = new[]
                {
                    new
                    {
                        host = "shop.example.com",
                        http = new
                        {
                            paths = new[]
                            {
                                new
                                {
                                    path = "/", pathType = "Prefix",
                                    backend = new { service = new { name = "checkout", port = new { number = 80 } } },
                                },
                            },
                        },
                    },
                },
            },
        });
        stub.Add(new
        {
            kind = "NetworkPolicy", metadata = new { name = "default-deny", @namespace = "shop" },
            spec = new { podSelector = new { }, policyTypes = new[] { "Ingress", "Egress" } },
        });
        stub.Add(new
        {
            kind = "ValidatingWebhookConfiguration", metadata = new { name = "policy" },
            webhooks = new[]
            {
                new
                {
                    name = "policy.example.com", failurePolicy = "Fail", timeoutSeconds = 5, sideEffects = "None",
                    admissionReviewVersions = new[] { "v1" },
                    clientConfig = new { service = new { @namespace = "policy", name = "webhook" } },
                },
            },
        });

        var evidence = cluster.Evidence;
        var node = Assert.Single((await evidence.NodesAsync("prod", default)).Value!.Value);
        Assert.Equal((false, "Kubelet stopped posting node status.", "node.kubernetes.io/unreachable:NoExecute"),
            (node.IsReady, node.Reason, node.Taints.Single()));
        var service = Assert.Single((await evidence.ServicesAsync("prod", "shop", default)).Value!.Value);
        Assert.Equal(("checkout", "80/TCP", 1, 1), (service.Name, service.Ports.Single(), service.Ready, service.NotReady));
        Assert.Equal(new("data", "Pending", "fast", null), Assert.Single((await evidence.VolumeClaimsAsync("prod", "shop", default)).Value!.Value));
        var ingress = Assert.Single((await evidence.IngressesAsync("prod", "shop", default)).Value!.Value);
        Assert.Equal("shop.example.com/ -> checkout:80", ingress.Rules[0]);
        var policy = Assert.Single((await evidence.NetworkPoliciesAsync("prod", "shop", default)).Value!.Value);
        Assert.Equal(("default-deny", "", 0), (policy.Name, policy.Selects, policy.Allows));
        Assert.Equal(new("policy", "policy.example.com", "Validating", "Fail", "policy/webhook", 5),
            Assert.Single((await evidence.WebhooksAsync("prod", default)).Value!.Value));
    }

    [Fact]
    public async Task Long_lists_are_read_to_their_end_and_anew_where_their_token_is_too_old()
    {
        await using var cluster = await StubbedCluster.StartAsync(limits: new() { Page = 7 });
        for (var i = 0; i < 20; i++) cluster.Stub.Node($"node-{i:00}");

        var nodes = (await cluster.Evidence.NodesAsync("prod", default)).Value!.Value;

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"node-{i:00}"), nodes.Select(node => node.Name));
        Assert.Equal(3, cluster.Stub.Calls.Count(call => call.Resource is "nodes"));

        cluster.Stub.ExpireListsAfter(1);
        Assert.Equal(20, (await cluster.Evidence.NodesAsync("prod", default)).Value!.Value.Length);
        Assert.Equal(3 + 1 + 1 + 3, cluster.Stub.Calls.Count(call => call.Resource is "nodes"));
    }

    [Fact]
    public async Task A_list_without_end_is_unreadable()
    {
        await using var cluster = await StubbedCluster.StartAsync(limits: new() { Page = 5, Listed = 10 });
        for (var i = 0; i < 20; i++) cluster.Stub.Node($"node-{i:00}");

        Assert.Contains("more than 10 of them", (await cluster.Evidence.NodesAsync("prod", default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_read_is_a_secret()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        await cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "checkout").Single().Name());
        await cluster.DeploymentAsync("shop", "checkout");

        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Resource.StartsWith("secrets", StringComparison.Ordinal));
    }
}

using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Tests.Kubernetes;
using AiSre.KubernetesStub;
using AiSre.TestHost;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Diagnosis;

public sealed class GatheringTests
{
    [Fact]
    public async Task What_shows_the_symptom_is_read_with_what_belongs_to_the_whole_cluster()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Deployment("billing", "invoices", 1);
        cluster.Stub.Node("node-1");
        cluster.Stub.Pod("kube-system", "coredns-1");
        cluster.Stub.Add(new { kind = "StorageClass", metadata = new { name = "fast" }, provisioner = "csi.example.com" });
        cluster.Stub.Add(new
        {
            kind = "ScaledObject", metadata = new { name = "checkout", @namespace = "shop" }, spec = new { maxReplicaCount = 3 },
        });

        var (scene, report) = await cluster.LookAsync();

        Assert.Equal(["checkout"], scene.Workloads.Where(workload => workload.Namespace == "shop").Select(workload => workload.Name));
        Assert.Equal(2, scene.Workloads.Single(workload => workload.Name == "checkout").Pods.Length);
        Assert.Equal(["coredns-1"], scene.Cluster.Pods.Where(pod => pod.Namespace() == "kube-system").Select(pod => pod.Name()));
        Assert.DoesNotContain(scene.Cluster.Pods, pod => pod.Namespace() == "billing");
        Assert.Equal(("node-1", "fast"), (scene.Cluster.Nodes.Single().Name(), scene.Cluster.StorageClasses.Single().Name()));
        var custom = Assert.Single(scene.Cluster.Customs);
        Assert.Equal(("ScaledObject", 3), (custom.Kind, custom.Spec.GetProperty("maxReplicaCount").GetInt32()));
        Assert.Equal(["metrics"], scene.Cluster.Unavailable.Keys);
        Assert.Equal("prod", report.Cluster);
        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Resource.StartsWith("secrets", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Verb is not ("get" or "list"));
    }

    [Fact]
    public async Task What_may_not_be_read_says_so_and_costs_nothing_else()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Break(new("list", "resourcequotas", FaultKind.Forbidden));

        var (scene, report) = await cluster.LookAsync();

        Assert.False(scene.IsKnown("resourcequotas"));
        Assert.True(scene.IsKnown("pods"));
        Assert.Single(scene.Cluster.Deployments);
        var missing = Assert.Single(report.Evidence, item => item.Source == "resourcequotas");
        Assert.Equal(EvidenceKind.Unavailable, missing.Kind);
        Assert.Contains("cannot list resourcequotas in shop of cluster prod: forbidden (403)", missing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_never_comes_is_given_up()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var cluster = await StubbedCluster.StartAsync(clock: clock);
        cluster.Stub.Break(new("list", "resourcequotas", FaultKind.Hangs));

        var look = cluster.LookAsync();
        await Poll.UntilAsync("the list to hang", () => Task.FromResult(cluster.Stub.Held.Count == 1));
        clock.Advance(TimeSpan.FromSeconds(5));
        var (scene, _) = await look;

        Assert.Contains("no answer within 5 s", scene.Cluster.Unavailable["resourcequotas"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_lists_are_read_in_pages_to_their_end()
    {
        await using var cluster = await StubbedCluster.StartAsync(limits: new() { Page = 7 });
        for (var i = 0; i < 20; i++)
            cluster.Stub.Add(new { kind = "Service", metadata = new { name = $"s-{i:00}", @namespace = "shop" }, spec = new { type = "ClusterIP" } });

        var (scene, _) = await cluster.LookAsync();

        Assert.Equal(20, scene.Cluster.Services.Length);
    }

    [Fact]
    public async Task Of_a_large_cluster_only_what_matters_is_asked_for()
    {
        await using var cluster = await StubbedCluster.StartAsync(new() { ControllersRun = false });
        cluster.Stub.Become(
            Enumerable.Range(0, 10_000).Select(i => Recorded("Pod", i < 1_200 ? "shop" : $"other-{i % 50}", $"pod-{i:00000}", isReady: i != 1_199))
                .Append(Recorded("Namespace", "", "shop", isReady: true)));

        var (scene, _) = await cluster.LookAsync();

        Assert.All(scene.Cluster.Pods, pod => Assert.Equal("shop", pod.Namespace()));
        // Of so many that are well some are enough, but the one that is not must be among them.
        Assert.Equal(1_001, scene.Cluster.Pods.Length);
        Assert.Contains(scene.Cluster.Pods, pod => pod.Name() == "pod-01199");
        Assert.DoesNotContain(cluster.Stub.Calls, call => call is { Resource: "pods", Namespace: "" });
    }

    [Fact]
    public async Task No_secret_gets_into_what_is_looked_at()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1, annotations: new Dictionary<string, string>
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = "{\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2\"}]}",
        });
        cluster.Stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["template"]!["spec"]!["containers"]![0]!["env"] =
            new System.Text.Json.Nodes.JsonArray(
                KubeJson.Of(new { name = "DB_PASSWORD", value = "hunter2" }), KubeJson.Of(new { name = "DB_HOST", value = "db:5432" }),
                KubeJson.Of(new { name = "DB_URL", value = "postgres://app:hunter2@db/app" })));
        cluster.Stub.Add(new
        {
            kind = "ConfigMap", metadata = new { name = "settings", @namespace = "shop" },
            data = new Dictionary<string, string> { ["app.properties"] = "password=hunter2\ncolour=red", ["api_token"] = "hunter2" },
        });
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Logs.Write(pod, "main", "starting\npassword: hunter2 refused\n");
        cluster.Stub.Event(pod, "Failed", "login with password=hunter2 failed", TimeProvider.System.GetUtcNow());

        var (scene, _) = await cluster.LookAsync();

        var env = scene.Cluster.Deployments.Single().Spec.Template.Spec.Containers.Single().Env.ToDictionary(one => one.Name, one => one.Value);
        Assert.Equal(("[REDACTED:secret]", "db:5432", "postgres://[REDACTED:login]@db/app"), (env["DB_PASSWORD"], env["DB_HOST"], env["DB_URL"]));
        Assert.DoesNotContain("hunter2", k8s.KubernetesJson.Serialize(scene.Cluster), StringComparison.Ordinal);
        Assert.Equal(["starting", "password: [REDACTED:secret] refused"], scene.Logs.Single().Lines);
    }

    [Fact]
    public async Task Who_changed_an_object_and_when_is_kept_and_not_what_the_change_held()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Add(new
        {
            kind = "ConfigMap", data = new Dictionary<string, string> { ["colour"] = "red" },
            metadata = new
            {
                name = "settings", @namespace = "shop",
                managedFields = new[]
                {
                    new { manager = "kubectl-edit", operation = "Update", time = "2026-01-02T03:04:05Z", fieldsV1 = new Dictionary<string, object>
                    {
                        ["f:data"] = new Dictionary<string, object> { ["v:hunter2"] = new { } },
                    } },
                },
            },
        });

        var (scene, _) = await cluster.LookAsync();

        var change = Assert.Single(scene.Cluster.ConfigMaps.Single().Metadata.ManagedFields);
        Assert.Equal(("kubectl-edit", "Update", new DateTime(2026, 1, 2, 3, 4, 5)), (change.Manager, change.Operation, change.Time));
        Assert.Null(change.FieldsV1);
    }

    [Fact]
    public async Task Services_of_another_namespace_are_followed_where_it_is_the_workspaces_own()
    {
        await using var cluster = await StubbedCluster.StartAsync(shares: new([new("acme", ["shop", "data"]), new("default", ["*"])]));
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["template"]!["spec"]!["containers"]![0]!["env"] =
            new System.Text.Json.Nodes.JsonArray(
                KubeJson.Of(new { name = "DB", value = "db.data:5432" }),
                KubeJson.Of(new { name = "BILLS", value = "http://invoices.billing.svc/" })));
        cluster.Stub.StatefulSet("data", "db", 1);
        cluster.Stub.Deployment("billing", "invoices", 1);

        var (scene, _) = await cluster.LookAsync(workspace: "acme");

        Assert.Equal(["checkout", "db"], scene.Workloads.Select(workload => workload.Name).Order());
        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Namespace == "billing");
    }

    [Fact]
    public async Task In_a_namespace_of_somebody_else_nothing_is_read()
    {
        await using var cluster = await StubbedCluster.StartAsync(shares: new([new("acme", ["data"]), new("default", ["*"])]));
        cluster.Stub.Deployment("shop", "checkout", 1);

        var (scene, _) = await cluster.LookAsync(workspace: "acme");

        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Namespace == "shop");
        Assert.False(scene.IsKnown("pods"));
    }

    [Fact]
    public async Task Where_the_alert_names_no_namespace_the_workload_is_looked_for()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);

        var (scene, _) = await cluster.LookAsync(Looks.OfShop with { Namespace = null });

        Assert.Equal("shop", scene.Workloads.Single().Namespace);
    }

    [Fact]
    public async Task Logs_are_those_of_now_and_of_before_the_last_restart()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Deployment("shop", "cart", 3);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.OutOfMemory(one, 3, DateTimeOffset.UtcNow));
        cluster.Stub.Logs.Write(pod, "main", "starting\n");
        cluster.Stub.Logs.Write(pod, "main", "\u001b[31mfatal\u001b[0m: out of memory\n", previous: true);
        foreach (var other in cluster.Stub.PodsOf("shop", "cart")) cluster.Stub.Logs.Write(other, "main", "ready\n");

        var (scene, report) = await cluster.LookAsync();

        Assert.Equal([(false, "starting"), (true, "fatal: out of memory")],
            scene.LogsOf(scene.Cluster.Pods.Single(one => one.Name() == pod.Name())).Select(log => (log.IsPrevious, log.Lines.Single())));
        Assert.Equal(("CrashLoopBackOff", 3, "OOMKilled", "checkout"),
            (report.Pod!.Status, report.Pod.RestartCount, report.Pod.LastTerminationReason, report.Pod.Workload));
        Assert.Equal("fatal: out of memory", report.LogExcerpt);
        // One of the others speaks for all of them.
        Assert.Single(scene.Logs, log => log.Lines is ["ready"]);
    }

    [Theory]
    [InlineData(null, "acme")]
    [InlineData("west", "default")]
    public async Task Without_a_cluster_the_alert_alone_is_explained_and_not_too_surely(string? name, string workspace)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var alone = Looks.Rule(scene =>
        [
            new Finding
            {
                Component = new("External", "", "checkout"), Confidence = 0.9,
                RootCause = Statement.That($"It is said to be down.", Sighting.Of(scene.Symptom)),
            },
        ]);
        var blind = Looks.Rule(scene => throw new InvalidOperationException("It looks at pods."), "pods");

        var report = await cluster.Diagnostician(alone, blind).ExplainAsync(workspace, name, Looks.OfShop, 50);

        Assert.Equal(0.5, Assert.Single(report.Hypotheses).Confidence);
        Assert.Null(report.Cluster);
        Assert.Contains(report.Evidence, item => item.Kind is EvidenceKind.Unavailable && item.Source == ClusterSnapshot.Whole);
        Assert.Empty(cluster.Stub.Calls);
    }

    private static System.Text.Json.Nodes.JsonObject Recorded(string kind, string ns, string name, bool isReady) => KubeJson.Of(new
    {
        kind, metadata = new { name, @namespace = ns }, spec = new { containers = Array.Empty<object>() },
        status = new { phase = "Running", conditions = new[] { new { type = "Ready", status = isReady ? "True" : "False" } } },
    });
}

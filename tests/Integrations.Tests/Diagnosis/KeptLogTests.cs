using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Tests.Kubernetes;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Diagnosis;

/// <summary>What a cluster no longer has of its logs.</summary>
public sealed class KeptLogTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_backend_has_the_logs_of_pods_that_are_no_more_and_of_before_a_restart()
    {
        await using var cluster = await StartAsync(Kept("checkout-59f8d-abcde", "out of memory"), Kept("checkout-admin-59f8d-abcde", "not ours"));
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Logs.Write(pod, "main", "starting\n");

        var (scene, _) = await cluster.LookAsync();

        var gone = Assert.Single(scene.Logs, log => log.Pod == "checkout-59f8d-abcde");
        Assert.Equal(("checkout", "out of memory"), (gone.Keeper!.Name, gone.Lines.Single()));
        Assert.Equal("checkout", Assert.Single(scene.Said(new("out of memory"))).Workload!.Name);
        Assert.DoesNotContain(scene.Logs, log => log.Pod.StartsWith("checkout-admin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_that_both_have_are_there_once_and_secrets_not_at_all()
    {
        await using var cluster = await StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Logs.Write(pod, "main", "starting\nready\n");
        await File.WriteAllLinesAsync(folder.File("logs"), [Kept(pod.Name(), "password=hunter2 refused"), Kept(pod.Name(), "starting")]);

        var (scene, _) = await cluster.LookAsync();

        Assert.Equal(["password=[REDACTED:secret] refused", "starting", "ready"], scene.Logs.Single().Lines);
    }

    [Fact]
    public async Task A_log_that_nobody_has_is_said_to_be_missing_and_silences_no_rule()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Deployment("shop", "cart", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.OutOfMemory(one, 3, DateTimeOffset.UtcNow));
        cluster.Stub.Logs.Write(pod, "main", "starting\n");

        var (scene, report) = await cluster.LookAsync();

        Assert.True(scene.IsKnown("logs"));
        var missing = Assert.Single(report.Evidence, item => item.Source == "some logs");
        Assert.Equal(EvidenceKind.Unavailable, missing.Kind);
        Assert.Equal($"cannot read logs of cluster prod: shop/{pod.Name()}/main before its last restart: it is gone; no backend keeps its logs",
            missing.Text);
    }

    [Fact]
    public async Task A_backend_that_fails_is_an_item_of_its_own()
    {
        await using var cluster = await StubbedCluster.StartAsync(
            logs: one => one with { Loki = new(new("http://127.0.0.1:1"), null, null, null, null, null) });
        cluster.Stub.Deployment("shop", "checkout", 1);

        var (scene, report) = await cluster.LookAsync();

        Assert.True(scene.IsKnown("logs"));
        Assert.StartsWith("cannot read logs of shop from Loki: it cannot be reached",
            Assert.Single(report.Evidence, item => item.Source == "Loki").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_lines_those_are_kept_that_complain_however_long_ago()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var chatter = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"served {i}"));
        cluster.Stub.Logs.Write(cluster.Stub.PodsOf("shop", "checkout").Single(), "main", $"cannot reach db:5432\n{chatter}\n");

        var (scene, _) = await cluster.LookAsync();

        Assert.Equal(["cannot reach db:5432", "served 197", "served 198", "served 199"], scene.Logs.Single().Lines);
    }

    [Fact]
    public async Task In_a_large_namespace_what_the_alert_depends_on_is_read_before_what_is_well_elsewhere()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        for (var i = 0; i < 60; i++) cluster.Stub.Deployment("shop", $"a-{i:00}", 1);
        foreach (var name in new[] { "checkout", "zeta", "zulu" }) cluster.Stub.Deployment("shop", name, 1);
        cluster.Stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["template"]!["spec"]!["containers"]![0]!["env"] =
            new System.Text.Json.Nodes.JsonArray(KubeJson.Of(new { name = "ZETA", value = "http://zeta:80" })));
        foreach (var name in new[] { "zeta", "zulu" })
        {
            cluster.Stub.Add(new { kind = "Service", metadata = new { name, @namespace = "shop" }, spec = new { selector = new { app = name } } });
            cluster.Stub.Logs.Write(cluster.Stub.PodsOf("shop", name).Single(), "main", $"{name} cannot go on\n");
        }

        cluster.Stub.Logs.Write(cluster.Stub.PodsOf("shop", "checkout").Single(), "main", "connection to zulu:80 refused\n");

        var (scene, _) = await cluster.LookAsync();

        // One is named in its settings, the other only in its log.
        Assert.Equal(2, scene.Said(new("cannot go on")).Select(hit => hit.Workload!.Name).Intersect(["zeta", "zulu"]).Count());
    }

    public void Dispose() => folder.Dispose();

    private async Task<StubbedCluster> StartAsync(params string[] lines)
    {
        await File.WriteAllLinesAsync(folder.File("logs"), lines);
        return await StubbedCluster.StartAsync(logs: one => one with { Mock = folder.File("logs") });
    }

    private static string Kept(string pod, string text) =>
        FormattableString.Invariant($"shop/{pod}/main {Looks.OfShop.StartedAt.AddSeconds(-30):O} {text}");
}

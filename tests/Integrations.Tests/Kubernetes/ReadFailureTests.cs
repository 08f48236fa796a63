using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Kubernetes;
using AiSre.KubernetesStub;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class ReadFailureTests
{
    [Fact]
    public async Task A_right_that_is_missing_costs_its_fact_and_no_other()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("list", "poddisruptionbudgets", FaultKind.Forbidden));

        var facts = await cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "checkout")[0].Name());

        Assert.False(facts.Budgets.IsKnown);
        Assert.StartsWith(
            "cannot list poddisruptionbudgets in shop of cluster prod: forbidden (403)", facts.Budgets.Problem, StringComparison.Ordinal);
        Assert.True(facts.Pod.IsKnown && facts.Workload.IsKnown && facts.Siblings.IsKnown && facts.Autoscalers.IsKnown && facts.Namespace.IsKnown);
        Assert.NotNull(facts.Workload.Value);
    }

    [Theory]
    [InlineData("get", "pods"), InlineData("get", "replicasets"), InlineData("get", "deployments"), InlineData("list", "replicasets")]
    public async Task Who_owns_the_pod_is_unknown_where_a_link_cannot_be_read(string verb, string resource)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new(verb, resource, FaultKind.Forbidden));

        var facts = await cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "checkout")[0].Name());

        Assert.Contains("403", facts.Workload.Problem, StringComparison.Ordinal);
        Assert.Contains("403", facts.Siblings.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_does_not_answer_ends_with_its_own_time_limit()
    {
        var clock = new FakeTimeProvider();
        // One place for the list that hangs, and one for all else, in turn: the last list is asked for when the budgets have been read.
        await using var cluster = await StubbedCluster.StartAsync(limits: new() { Concurrent = 2, Read = TimeSpan.FromSeconds(3) }, clock: clock);
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("list", "horizontalpodautoscalers", FaultKind.Hangs));
        var reading = cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "checkout")[0].Name());
        await TestHost.Poll.UntilAsync(
            "the list of pods to be asked for", () => cluster.Stub.Calls.Any(call => call is { Verb: "list", Resource: "pods" }));

        var facts = await cluster.RunOutOfTimeAsync(reading, "horizontalpodautoscalers", clock);

        Assert.Contains("no answer within 3 s", facts.Autoscalers.Problem, StringComparison.Ordinal);
        Assert.True(facts.Budgets.IsKnown);
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_all_of_it()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Break(new("*", "*", FaultKind.Hangs));
        using var step = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.Gateway.TargetAsync("prod", new("shop", "web-0", null), step.Token));
    }

    [Fact]
    public async Task Credentials_that_are_refused_are_said_and_read_anew()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var cluster = await StubbedCluster.StartAsync(clock: clock);
        Assert.True((await cluster.PodAsync("shop", "web-0")).Pod.IsKnown);
        cluster.Stub.Settings.Token = "exchanged";
        cluster.Stub.WriteKubeconfig(cluster.Kubeconfig);
        clock.Advance(TimeSpan.FromSeconds(11));

        // Of reads side by side those that come after the first refusal may have the new ones already.
        var refused = await cluster.PodAsync("shop", "web-0");
        Assert.Contains(new[] { refused.Pod.Problem, refused.Budgets.Problem, refused.Autoscalers.Problem, refused.Namespace.Problem },
            problem => problem?.Contains("does not accept the credentials (401)", StringComparison.Ordinal) is true);
        Assert.True((await cluster.PodAsync("shop", "web-0")).Pod.IsKnown);
    }

    [Fact]
    public async Task Too_many_requests_are_a_reason_like_any_other()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Break(new("get", "namespaces", FaultKind.Throttled) { RetryAfter = 1 });

        Assert.Contains("come again later (429): Too many requests, please try again later.",
            (await cluster.PodAsync("shop", "web-0")).Namespace.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_away_or_slow_costs_no_other()
    {
        await using var good = await StubCluster.StartAsync();
        await using var bad = await StubCluster.StartAsync();
        bad.Break(new("*", "*", FaultKind.Hangs));
        using var folder = new TestHost.TempFolder();
        using var clusters = new Clusters(
            [
                new("good", good.WriteKubeconfig(Path.Combine(folder.Path, "good")), null),
                new("bad", bad.WriteKubeconfig(Path.Combine(folder.Path, "bad")), null),
            ], new([new() { Name = "good", IsDefault = true }, new() { Name = "bad" }]), new() { Concurrent = 2, Read = TimeSpan.FromMinutes(1) },
            TimeProvider.System);
        var gateway = clusters.Gateway("default");
        good.Deployment("shop", "checkout", 1);
        using var stop = new CancellationTokenSource();
        var stuck = Enumerable.Range(0, 20).Select(_ => gateway.TargetAsync("bad", new("shop", "web-0", null), stop.Token)).ToArray();

        var facts = await gateway.TargetAsync("good", new("shop", null, "checkout"), default);

        Assert.NotNull(facts.Workload.Value);
        Assert.All(stuck, task => Assert.False(task.IsCompleted));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(stuck));
    }

    [Fact]
    public async Task Whoever_gives_up_while_credentials_are_read_is_told_of_no_failure()
    {
        using var folder = new TestHost.TempFolder();
        // Reading it takes until somebody writes.
        var pipe = Path.Combine(folder.Path, "kubeconfig");
        await RunAsync("mkfifo", pipe);
        using var clusters = new Clusters(
            [new("slow", pipe, null)], new([new() { Name = "slow", IsDefault = true }]), new() { Read = TimeSpan.FromMinutes(1) },
            TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var stuck = clusters.Gateway("default").TargetAsync("slow", new("shop", "web-0", null), stop.Token);
        Assert.False(stuck.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
        await RunAsync("timeout", "10", "bash", "-c", $"echo > '{pipe}'");
    }

    [Fact]
    public async Task Calls_that_find_no_place_say_so_when_their_time_is_over()
    {
        await using var cluster = await StubbedCluster.StartAsync(
            limits: new() { Concurrent = 1, Read = TimeSpan.FromSeconds(0.2), Write = TimeSpan.FromMinutes(1) });
        var deployment = cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Break(new("patch", "*", FaultKind.Hangs));
        using var stop = new CancellationTokenSource();
        var write = cluster.ScaleAsync(deployment, 2, cancellation: stop.Token);

        var facts = await cluster.PodAsync("shop", "web-0");

        Assert.All([facts.Pod.Problem, facts.Budgets.Problem, facts.Autoscalers.Problem, facts.Namespace.Problem],
            problem => Assert.Contains("too many calls", problem, StringComparison.Ordinal));
        await stop.CancelAsync();
        Assert.Equal(Domain.Actions.ProviderOutcome.Unknown, (await write).Outcome);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_out_of_reach()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        await cluster.Stub.DisposeAsync();

        Assert.Contains("it cannot be reached", (await cluster.PodAsync("shop", "web-0")).Pod.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10, -1, "it has expired at"), InlineData(1, 10, "it is not valid before"), InlineData(-1, 10, null)]
    public async Task A_certificate_is_refused_with_the_reason(int from, int until, string? reason)
    {
        using var certificate = TestCertificates.Make(from, until);
        await using var cluster = await StubbedCluster.StartAsync(new() { Certificate = certificate });

        var facts = await cluster.PodAsync("shop", "web-0");

        if (reason is null) Assert.True(facts.Pod.IsKnown, facts.Pod.Problem);
        else Assert.Contains(reason, facts.Pod.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cluster_everything_is_unavailable()
    {
        using var clusters = new Clusters([], ClusterDefinitions.None, new(), TimeProvider.System);
        var (gateway, evidence) = (clusters.Gateway("default"), clusters.Evidence("default"));

        Assert.Null(gateway.Resolve(null));
        Assert.Null(gateway.Resolve("prod"));
        var facts = await gateway.TargetAsync("prod", new("shop", "web-0", null), default);
        Assert.Equal("unavailable: no cluster is configured", facts.Pod.Problem);
        Assert.All([facts.Workload.Problem, facts.Siblings.Problem, facts.Budgets.Problem, facts.Autoscalers.Problem, facts.Quotas.Problem,
            facts.Nodes.Problem, facts.Namespace.Problem], problem => Assert.Equal(facts.Pod.Problem, problem));
        Assert.Equal(facts.Pod.Problem, (await evidence.NodesAsync("prod", default)).Problem);
        Assert.Equal(facts.Pod.Problem, (await gateway.FateAsync("prod", new("Pod", "shop", "web-0", "1"), default)).Problem);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

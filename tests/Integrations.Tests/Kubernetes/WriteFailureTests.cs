using AiSre.Domain.Actions;
using AiSre.Domain.Kubernetes;
using AiSre.KubernetesStub;
using AiSre.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class WriteFailureTests
{
    [Theory, InlineData(null), InlineData(7)]
    public async Task Throttling_is_no_budget(int? retryAfter)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("create", "pods/eviction", FaultKind.Throttled) { RetryAfter = retryAfter });

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal((ProviderOutcome.Throttled, retryAfter), (result.Outcome, (int?)result.RetryAfter?.TotalSeconds));
        Assert.Empty(cluster.Stub.Writes.All);
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, "forbidden (403): pods \"checkout")]
    [InlineData(FaultKind.WebhookDead, "failed calling webhook \"policy.example.com\"")]
    public async Task A_refusal_is_a_failure_with_its_reason(FaultKind fault, string reason)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("create", "pods/eviction", fault));

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Stub.Writes.All);
    }

    [Fact]
    public async Task What_a_webhook_says_is_shown_in_one_clean_line()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 2);
        var said = "no\r\n\u001b[31mred\u001b[0m \u202Eturned\u200B" + new string('x', 2_000);
        cluster.Stub.Break(new("patch", "deployments/scale", FaultKind.Denied) { Message = said });

        var result = await cluster.ScaleAsync(deployment, 3);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Contains(
            "admission webhook \"policy.example.com\" denied the request: no [31mred [0m turnedxxx", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Message, char.IsControl);
        Assert.InRange(result.Message.Length, 500, 650);
    }

    [Fact]
    public async Task A_namespace_that_is_going_away_takes_no_eviction()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Terminate("Namespace", "", "shop");

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Contains("because it is being terminated", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_credentials_are_a_failure()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Settings.Token = "exchanged";

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Contains("(401)", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_yet_is_a_failure_with_both_times()
    {
        using var certificate = TestCertificates.Make(1, 10);
        await using var cluster = await StubbedCluster.StartAsync(new() { Certificate = certificate });
        cluster.Stub.Deployment("shop", "checkout", 2);

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Matches(@"it is not valid before \d{4}-\d\d-\d\dT[\d:]+Z, and here it is \d{4}-\d\d-\d\dT[\d:]+Z; compare the clocks", result.Message);
    }

    [Fact]
    public async Task What_was_never_sent_has_not_happened()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        await cluster.Stub.DisposeAsync();

        Assert.Equal(ProviderOutcome.Failed, (await cluster.RestartAsync(pod)).Outcome);
        Assert.Equal(ProviderOutcome.Failed, (await cluster.RestartAsync(pod, cancellation: new(canceled: true))).Outcome);
    }

    [Theory]
    [InlineData(FaultKind.BreaksAfterwards), InlineData(FaultKind.GatewayTimeout)]
    public async Task An_eviction_whose_answer_is_lost_is_unknown_until_it_is_read(FaultKind fault)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Break(new("create", "pods/eviction", fault));

        var result = await cluster.RestartAsync(pod);

        Assert.Equal(ProviderOutcome.Unknown, result.Outcome);
        Assert.Single(cluster.Stub.Writes.All);
        Assert.Equal(PodFate.Gone, (await cluster.Gateway.FateAsync("prod", StubbedCluster.Ref(pod), default)).Value);
        Assert.Single(cluster.Stub.Calls, call => call.Resource is "pods/eviction");
    }

    [Theory]
    [InlineData(FaultKind.HangsAfterwards, PodFate.Gone), InlineData(FaultKind.Hangs, PodFate.Stays)]
    public async Task An_eviction_that_is_not_answered_in_time_is_unknown_and_reading_shows_what_came_of_it(FaultKind fault, PodFate fate)
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await StubbedCluster.StartAsync(clock: clock);
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Break(new("create", "pods/eviction", fault));
        var eviction = cluster.RestartAsync(pod);
        if (fate is PodFate.Gone) await Poll.UntilAsync("the eviction", () => Task.FromResult(cluster.Stub.Writes.All.Count > 0));

        Assert.Equal(ProviderOutcome.Unknown, (await cluster.RunOutOfTimeAsync(eviction, "pods/eviction", clock)).Outcome);
        Assert.Equal(fate, (await cluster.Gateway.FateAsync("prod", StubbedCluster.Ref(pod), default)).Value);
    }

    [Fact]
    public async Task A_scale_whose_answer_is_lost_shows_in_replicas_and_generation()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("patch", "deployments/scale", FaultKind.BreaksAfterwards));

        Assert.Equal(ProviderOutcome.Unknown, (await cluster.ScaleAsync(deployment, 4)).Outcome);

        var workload = (await cluster.Gateway.WorkloadAsync("prod", StubbedCluster.Ref(deployment), default)).Workload.Value!;
        Assert.Equal((4, 2L), (workload.DesiredReplicas, workload.Generation));
    }

    [Fact]
    public async Task A_step_whose_time_is_over_ends_and_does_not_claim_to_know()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Break(new("create", "pods/eviction", FaultKind.HangsAfterwards));
        using var step = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        Assert.Equal(ProviderOutcome.Unknown,
            (await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0], cancellation: step.Token)).Outcome);
    }
}

using AiSre.Domain.Actions;
using AiSre.Domain.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class RestartTests
{
    [Fact]
    public async Task A_pod_is_evicted_and_its_owner_makes_another()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];

        var result = await cluster.RestartAsync(pod);

        Assert.Equal(ProviderOutcome.Succeeded, result.Outcome);
        var write = Assert.Single(cluster.Stub.Writes.All);
        Assert.Equal(($"create pods/eviction shop/{pod.Name()}", pod.Uid()), (write.ToString(), write.Uid));
        Assert.Equal(2, cluster.Stub.PodsOf("shop", "checkout").Count);
        Assert.DoesNotContain(cluster.Stub.PodsOf("shop", "checkout"), one => one.Uid() == pod.Uid());
        Assert.Equal(PodFate.Gone, (await cluster.Gateway.FateAsync("prod", StubbedCluster.Ref(pod), default)).Value);
    }

    [Fact]
    public async Task A_dry_run_asks_and_changes_nothing()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];

        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.RestartAsync(pod, dryRun: true)).Outcome);
        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.RestartAsync(pod, dryRun: true, force: true)).Outcome);

        Assert.Empty(cluster.Stub.Writes.All);
        Assert.Contains(cluster.Stub.Calls, call => call.Resource is "pods/eviction");
        Assert.Contains(cluster.Stub.PodsOf("shop", "checkout"), one => one.Uid() == pod.Uid());
        Assert.Equal("1", KubeJson.Text(cluster.Stub.Find("PodDisruptionBudget", "shop", "checkout")!["status"]!["disruptionsAllowed"]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_namesake_of_the_pod_that_was_meant_is_left_alone(bool force)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.StatefulSet("shop", "web", 1);
        var before = cluster.Stub.PodsOf("shop", "web").Single();
        cluster.Stub.Remove("Pod", "shop", "web-0");
        var after = cluster.Stub.PodsOf("shop", "web").Single();
        Assert.Equal(before.Name(), after.Name());

        var result = await cluster.RestartAsync(before, force: force);

        Assert.Equal(ProviderOutcome.TargetChanged, result.Outcome);
        Assert.Contains("Target changed", result.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Stub.Writes.All);
        Assert.Equal(after.Uid(), cluster.Stub.PodsOf("shop", "web").Single().Uid());
        Assert.Equal(PodFate.Gone, (await cluster.Gateway.FateAsync("prod", StubbedCluster.Ref(before), default)).Value);
    }

    [Fact]
    public async Task A_pod_that_is_gone_is_not_found()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Remove("Pod", "shop", pod.Name());

        Assert.Equal(ProviderOutcome.NotFound, (await cluster.RestartAsync(pod)).Outcome);
    }

    [Theory, InlineData(null), InlineData(10)]
    public async Task A_budget_that_allows_none_blocks_and_nothing_is_deleted_instead(int? retryAfter)
    {
        await using var cluster = await StubbedCluster.StartAsync(new() { BudgetRetryAfter = retryAfter });
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];

        foreach (var dryRun in new[] { true, false })
        {
            var result = await cluster.RestartAsync(pod, dryRun);
            Assert.Equal((ProviderOutcome.PdbBlocked, retryAfter), (result.Outcome, (int?)result.RetryAfter?.TotalSeconds));
            Assert.Contains("The disruption budget checkout needs 2 healthy pods and has 2 currently", result.Message, StringComparison.Ordinal);
        }
        Assert.Empty(cluster.Stub.Writes.All);
        Assert.DoesNotContain(cluster.Stub.Calls, call => call.Verb is "delete");
    }

    [Fact]
    public async Task A_budget_that_is_still_being_processed_blocks()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 1);
        cluster.Stub.Settings.DisruptionControllerRuns = false;
        cluster.Stub.Edit("PodDisruptionBudget", "shop", "checkout", budget => budget.Spec()["minAvailable"] = 0);

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal((ProviderOutcome.PdbBlocked, TimeSpan.FromSeconds(10)), (result.Outcome, result.RetryAfter));
    }

    [Theory]
    [InlineData(null, ProviderOutcome.PdbBlocked), InlineData("IfHealthyBudget", ProviderOutcome.PdbBlocked)]
    [InlineData("AlwaysAllow", ProviderOutcome.Succeeded)]
    public async Task A_sick_pod_whose_budget_is_used_up_goes_only_where_its_budget_always_allows_it(string? policy, ProviderOutcome expected)
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 2, policy);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.MakeReady(one, false));

        Assert.Equal(expected, (await cluster.RestartAsync(pod)).Outcome);
    }

    [Fact]
    public async Task A_sick_pod_goes_while_enough_others_are_healthy()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 3);
        cluster.Stub.Budget("shop", "checkout", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.MakeReady(one, false));

        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.RestartAsync(pod)).Outcome);
    }

    [Fact]
    public async Task Two_budgets_on_one_pod_are_named_as_what_is_wrong()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 1);
        cluster.Stub.Budget("shop", "everything", "checkout", 0);

        var result = await cluster.RestartAsync(cluster.Stub.PodsOf("shop", "checkout")[0]);

        Assert.Equal(ProviderOutcome.Failed, result.Outcome);
        Assert.Contains("2 PodDisruptionBudgets (checkout, everything)", result.Message, StringComparison.Ordinal);
        Assert.Single(cluster.Stub.Calls, call => call.Resource is "pods/eviction");
    }

    [Fact]
    public async Task A_forced_restart_deletes_whatever_the_budget_says()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Budget("shop", "checkout", "checkout", 1);
        var pod = cluster.Stub.PodsOf("shop", "checkout").Single();

        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.RestartAsync(pod, force: true)).Outcome);

        Assert.Equal([$"delete pods shop/{pod.Name()}"], cluster.Stub.Writes.Lines);
        Assert.NotEqual(pod.Uid(), cluster.Stub.PodsOf("shop", "checkout").Single().Uid());
    }

    [Fact]
    public async Task A_pod_that_a_finalizer_or_a_dead_kubelet_holds_is_terminating_until_it_is_gone()
    {
        await using var cluster = await StubbedCluster.StartAsync(new() { KubeletsAnswer = false });
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        var fate = async () => (await cluster.Gateway.FateAsync("prod", StubbedCluster.Ref(pod), default)).Value;

        Assert.Equal(PodFate.Stays, await fate());
        Assert.Equal(ProviderOutcome.Succeeded, (await cluster.RestartAsync(pod)).Outcome);
        Assert.Equal(PodFate.Terminating, await fate());
        cluster.Stub.Settings.KubeletsAnswer = true;
        cluster.Stub.Step();
        Assert.Equal(PodFate.Gone, await fate());
    }

    [Fact]
    public async Task Nothing_is_done_to_a_target_without_a_UID_or_of_another_kind()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 1);
        var pod = StubbedCluster.Ref(cluster.Stub.PodsOf("shop", "checkout").Single());

        var nameless = await cluster.Gateway.ActAsync(
            StubbedCluster.Permit(ActionName.RestartPod, pod with { Uid = "" }, null, 1, false, false), default);
        var wrong = await cluster.Gateway.ActAsync(
            StubbedCluster.Permit(ActionName.RestartPod, StubbedCluster.Ref(deployment), null, 1, false, false), default);
        var elsewhere = await cluster.Gateway.ActAsync(
            StubbedCluster.Permit(ActionName.RestartPod, pod, null, 1, false, false, cluster: "other"), default);

        Assert.All([nameless, wrong, elsewhere], result => Assert.Equal(ProviderOutcome.Failed, result.Outcome));
        Assert.Contains("unknown cluster 'other'", elsewhere.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Stub.Calls);
    }
}

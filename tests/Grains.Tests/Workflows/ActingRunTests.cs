using System.Text.Json;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Workflows;
using AiSre.KubernetesStub;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>From the order to the look afterwards, with the guard and a cluster.</summary>
public sealed class ActingRunTests : IAsyncLifetime
{
    private StubbedRuns runs = null!;
    private RunStory story = null!;

    public async ValueTask InitializeAsync()
    {
        runs = await StubbedRuns.StartAsync();
        story = runs.NewStory();
    }

    public ValueTask DisposeAsync() => runs.DisposeAsync();

    [Fact]
    public async Task A_recovery_evicts_once_and_looks_at_the_new_pod()
    {
        var old = runs.Stub.Find("Pod", story.Namespace, story.Pod)!.Uid();
        await ApprovedAsync();
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Succeeded, true), (done.Status, done.Steps[^1].Verified));
        Assert.Equal([story.Eviction], story.Writes);

        var entry = (await runs.Silo.Grains.GetGrain<IActionQueries>(0).FindAsync(story.Workspace, done.Steps[3].ActionId!))!;
        Assert.Equal(($"wf:{story.Id}:restart:1", "alice", "bob", old),
            (entry.Attempt.IdempotencyKey, entry.Attempt.Caller.Name, entry.Attempt.Grant?.Approver.Name, entry.Answer.Decision?.Plan?.Target?.Uid));
        var seen = await GatherAsync([done.Steps[3].ActionId!], EvidenceKinds.Pod, EvidenceKinds.Workload);
        Assert.NotEqual(old, seen.GetProperty("pod").GetProperty("uid").GetString());
        Assert.True(seen.GetProperty("pod").GetProperty("ready").GetBoolean());
        Assert.Equal((2, 2), (Number(seen, "workload", "ready_replicas"), Number(seen, "workload", "desired_replicas")));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        await story.StartAsync(dryRun: true);
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Empty(runs.Stub.Writes.All);
        Assert.Contains(runs.Stub.Calls, call => call.Resource is "pods/eviction");
    }

    [Fact]
    public async Task The_kill_switch_holds_it_until_it_is_off()
    {
        var kill = runs.Silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(story.Workspace));
        await kill.TurnAsync(true, "carol", "maintenance");
        await ApprovedAsync();
        var held = await story.UntilAsync(RunStatus.WaitingTimer);
        Assert.Contains("The kill switch is on (by carol: maintenance)", held.Reason, StringComparison.Ordinal);
        Assert.Empty(runs.Stub.Writes.All);
        await kill.TurnAsync(false, "carol", null);
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_asks_does_not_approve_where_a_policy_wants_four_eyes(bool beforehand)
    {
        AskForFourEyes();
        await story.StartAsync(autoApprove: beforehand);
        if (!beforehand)
        {
            await story.UntilAsync(RunStatus.WaitingApproval);
            Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync("alice"));
        }
        var refused = await story.EndAsync();
        Assert.Equal((RunStatus.Failed, "The step restart failed: alice asked for it; somebody else must approve it."),
            (refused.Status, refused.Reason));
        Assert.Empty(runs.Stub.Writes.All);
    }

    [Fact]
    public async Task Another_person_approves_where_a_policy_wants_four_eyes()
    {
        AskForFourEyes();
        await ApprovedAsync();
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Theory]
    [InlineData(FaultKind.HangsAfterwards)]
    [InlineData(FaultKind.BreaksAfterwards)]
    [InlineData(FaultKind.GatewayTimeout)]
    public async Task A_lost_answer_is_found_out_by_reading_and_nothing_is_done_twice(FaultKind fault)
    {
        runs.Stub.Break(new("create", "pods/eviction", fault) { Times = 1 });
        await ApprovedAsync();
        await TestSilo.UntilAsync(() => Task.FromResult(story.Writes.Count == 1), "it is evicted");
        if (fault is FaultKind.HangsAfterwards) runs.Silo.Clock.Advance(TimeSpan.FromSeconds(11));
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Succeeded, true), (done.Status, done.Steps[^1].Verified));
        Assert.Equal([story.Eviction], story.Writes);
        var entry = (await runs.Silo.Grains.GetGrain<IActionQueries>(0).FindAsync(story.Workspace, done.Steps[3].ActionId!))!;
        Assert.StartsWith("Found by reading", entry.Answer.Result!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_its_step_is_waited_for_and_not_done_again()
    {
        runs.Stub.Break(new("create", "pods/eviction", FaultKind.HangsAfterwards) { Times = 1 });
        await ApprovedAsync();
        await TestSilo.UntilAsync(() => Task.FromResult(story.Writes.Count == 1), "it is evicted");
        // Longer than the step may take, all at once: the run asks what became of it while the gate is still finding out.
        runs.Silo.Clock.Advance(TimeSpan.FromSeconds(31));
        await TestSilo.UntilAsync(
            async () => (await story.Run.GetAsync()) is not { Status: RunStatus.Running, Steps: [_, _, _, { IsSettling: false }, ..] },
            "the step is over, or asks");
        var done = await TickedToEndAsync();
        Assert.Equal((RunStatus.Succeeded, true), (done.Status, done.Steps[^1].Verified));
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Fact]
    public async Task A_new_pod_that_does_not_get_ready_is_no_success()
    {
        runs.Stub.Settings.ReadyAfterSteps = -1;
        await ApprovedAsync();
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Failed, (bool?)false), (done.Status, done.Steps[^1].Verified));
    }

    [Fact]
    public async Task What_cannot_be_seen_afterwards_is_no_success_and_no_failure_either()
    {
        await ApprovedAsync();
        await story.UntilAsync(RunStatus.WaitingTimer);
        runs.Stub.Break(new("list", "pods", FaultKind.Forbidden));
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Failed, (bool?)null), (done.Status, done.Steps[^1].Verified));
        Assert.Contains("It cannot be seen whether pod.ready == true", done.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_stays_after_its_eviction_is_not_taken_for_its_successor()
    {
        runs.Stub.Settings.KubeletsAnswer = false;
        await ApprovedAsync();
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Failed, (bool?)false), (done.Status, done.Steps[^1].Verified));
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Fact]
    public async Task Every_kind_of_evidence_is_read_or_says_why_not()
    {
        runs.Stub.Node("node-1");
        runs.Stub.Autoscaler(story.Namespace, "cart", "cart", 2, 5);
        runs.Stub.Event(runs.Stub.Find("Pod", story.Namespace, story.Pod)!, "BackOff", "Back-off restarting", runs.Silo.Clock.GetUtcNow());
        var seen = await GatherAsync([], [.. EvidenceKinds.All]);
        var pod = seen.GetProperty("pod_status");
        Assert.Equal(("Running", false, 4, "OOMKilled", 137, "CrashLoopBackOff", "512Mi", "registry.example.com/cart:1.0.0"),
            (pod.GetProperty("phase").GetString(), pod.GetProperty("ready").GetBoolean(), pod.GetProperty("restarts").GetInt32(),
                pod.GetProperty("last_termination_reason").GetString(), pod.GetProperty("last_exit_code").GetInt32(),
                pod.GetProperty("waiting_reason").GetString(), pod.GetProperty("memory_limit").GetString(), pod.GetProperty("image").GetString()));
        Assert.Equal((2, 1), (Number(seen, "workload_status", "desired_replicas"), Number(seen, "workload_status", "ready_replicas")));
        Assert.Equal("BackOff", seen.GetProperty("events")[0].GetProperty("reason").GetString());
        Assert.Equal("cart", seen.GetProperty("autoscalers")[0].GetProperty("name").GetString());
        Assert.Equal("1", seen.GetProperty("rollout_history")[0].GetProperty("revision").GetString());
        Assert.Equal("node-1", seen.GetProperty("nodes")[0].GetProperty("name").GetString());
        Assert.Equal(0, seen.GetProperty("recent_deploys").GetArrayLength());
    }

    [Fact]
    public async Task An_unknown_cluster_is_said_and_nothing_is_asked_of_another()
    {
        var evidence = runs.Silo.Service<IEvidence>();
        var gathered = await evidence.GatherAsync(
            new(story.Workspace, null, story.Target with { Cluster = "elsewhere" }, [EvidenceKinds.PodStatus, EvidenceKinds.Logs]), default);
        Assert.Equal(
            ("{}", 2, "pod_status: There is no cluster 'elsewhere'."), (gathered.Json, gathered.Unavailable.Length, gathered.Unavailable[0]));
        Assert.Empty(runs.Stub.Calls);
    }

    private async Task ApprovedAsync()
    {
        await story.StartAsync();
        await story.UntilAsync(RunStatus.WaitingApproval);
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
    }

    /// <summary>As <see cref="RunStory.EndAsync"/>, where what is being done waits for time itself.</summary>
    private async Task<WorkflowRun> TickedToEndAsync()
    {
        WorkflowRun? run = null;
        await TestSilo.UntilAsync(async () =>
        {
            if ((run = await story.Run.GetAsync()) is { IsOver: true }) return true;
            if (run is { Status: RunStatus.Running, Steps: [_, _, _, { IsSettling: true }, ..] }) await Task.Delay(100);
            runs.Silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        }, "the run is over");
        return run!;
    }

    private void AskForFourEyes() => runs.Silo.Definitions.Put(story.Workspace, WorkspaceDefinitions.Empty with
    {
        Sections = SectionValues.Empty.With(ActionPolicySection.Key, [BuiltInActionPolicy.Value with { FourEyes = true }]),
    });

    private async Task<JsonElement> GatherAsync(string[] done, params string[] kinds)
    {
        var gathered = await runs.Silo.Service<IEvidence>().GatherAsync(
            new(story.Workspace, null, story.Target, [.. kinds]) { Done = [.. done] }, default);
        Assert.Empty(gathered.Unavailable);
        return JsonSerializer.Deserialize<JsonElement>(gathered.Json);
    }

    private static int Number(JsonElement seen, string kind, string name) => seen.GetProperty(kind).GetProperty(name).GetInt32();
}

using System.Text.Json;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Workflows;
using AiSre.KubernetesStub;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>From the order to the look afterwards, with the guard and a cluster.</summary>
[Collection(OnStubbedRuns.Name)]
public sealed class ActingRunTests(StubbedRuns runs) : IDisposable
{
    private readonly RunStory story = runs.NewStory();

    public void Dispose() => runs.Restore();

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
        Assert.Empty(story.Writes);
        Assert.Contains(story.Calls, call => call.Resource is "pods/eviction");
    }

    [Fact]
    public async Task The_kill_switch_holds_it_until_it_is_off()
    {
        var kill = runs.Silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(story.Workspace));
        await kill.TurnAsync(true, "carol", "maintenance");
        await ApprovedAsync();
        var held = await story.UntilAsync(RunStatus.WaitingTimer);
        Assert.Contains("The kill switch is on (by carol: maintenance)", held.Reason, StringComparison.Ordinal);
        Assert.Empty(story.Writes);
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
        Assert.Empty(story.Writes);
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
        await AskedAsync();
        runs.Stub.Break(new("create", "pods/eviction", fault) { Times = 1, Namespace = story.Namespace });
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        await TestSilo.UntilAsync(() => Task.FromResult(story.Writes.Count == 1), "it is evicted");
        if (fault is FaultKind.HangsAfterwards) runs.Silo.Clock.Advance(TimeSpan.FromSeconds(11));
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Succeeded, true), (done.Status, done.Steps[^1].Verified));
        Assert.Equal([story.Eviction], story.Writes);
        var entry = (await runs.Silo.Grains.GetGrain<IActionQueries>(0).FindAsync(story.Workspace, done.Steps[3].ActionId!))!;
        Assert.StartsWith("Found by reading", entry.Answer.Result!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_cannot_see_is_asked_again_and_one_row_says_what_it_decided()
    {
        await AskedAsync();
        runs.Stub.Break(new("get", "pods", FaultKind.Forbidden) { Times = 2, Namespace = story.Namespace });
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        var done = await story.EndAsync();
        Assert.Equal((RunStatus.Succeeded, 1), (done.Status, done.Steps[3].Attempt));
        Assert.Equal([story.Eviction], story.Writes);
        Assert.Equal("action_executed", Assert.Single(await ActionsAsync()));
    }

    [Fact]
    public async Task A_guard_that_does_not_see_within_the_step_s_time_fails_the_step_with_what_it_could_not_see()
    {
        await AskedAsync();
        runs.Stub.Break(new("get", "pods", FaultKind.Forbidden) { Namespace = story.Namespace });
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        var waits = await story.UntilAsync(RunStatus.WaitingTimer);
        Assert.EndsWith("It is asked again.", waits.Reason, StringComparison.Ordinal);
        var failed = await story.EndAsync();
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Contains($"Pod {story.Pod} could not be read", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(story.Writes);
        Assert.Equal("action_denied", Assert.Single(await ActionsAsync()));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_its_guard_cannot_see_does_nothing_afterwards()
    {
        await AskedAsync();
        runs.Stub.Break(new("get", "pods", FaultKind.Forbidden) { Namespace = story.Namespace });
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        await story.UntilAsync(RunStatus.WaitingTimer);
        await story.Run.CancelAsync("carol");
        runs.Stub.Mend();
        Assert.Equal(RunStatus.Cancelled, (await story.EndAsync()).Status);
        Assert.Empty(story.Writes);
        Assert.Empty(await ActionsAsync());
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_its_step_is_waited_for_and_not_done_again()
    {
        await AskedAsync();
        runs.Stub.Break(new("create", "pods/eviction", FaultKind.HangsAfterwards) { Times = 1, Namespace = story.Namespace });
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
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
    public async Task A_guard_whose_silo_has_just_died_is_asked_again()
    {
        await AskedAsync();
        // The order, and the first question what became of it.
        runs.Guard.For(story.Workspace, 2);
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        await TestSilo.UntilAsync(() =>
        {
            var isAsked = runs.Guard.Asked >= 3;
            if (!isAsked) runs.Silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(isAsked);
        }, "it is asked again");
        var done = await TickedToEndAsync();
        Assert.True(done.Status is RunStatus.Succeeded, done.Reason);
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Fact]
    public async Task Clusters_that_do_not_answer_keep_nobody_else_waiting()
    {
        // One more than the places that a silo has for what waits for nobody.
        var others = Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ => runs.NewStory()).ToList();
        foreach (var other in others)
        {
            await other.StartAsync();
            await other.PlannedAsync();
            runs.Stub.Break(new("list", "pods", FaultKind.Hangs) { Namespace = other.Namespace });
            await other.ApproveAsync();
        }
        await TestSilo.UntilAsync(() => Task.FromResult(runs.Stub.Held.Count == others.Count), "all of them wait");
        await ApprovedAsync();
        await TestSilo.UntilAsync(() => Task.FromResult(story.Writes.Count == 1), "the one whose cluster answers has acted");
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_ends_the_step_in_its_time()
    {
        var incident = await IncidentAsync();
        await story.StartAsync(incident: incident);
        await story.PlannedAsync();
        runs.Stub.Break(new("list", "pods", FaultKind.Hangs) { Namespace = story.Namespace });
        await story.ApproveAsync();
        var ended = await TickedToEndAsync();
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("no answer within 5 s", ended.Reason, StringComparison.Ordinal);
        Assert.Empty(story.Writes);
        Assert.Equal(
            [
                "workflow_started", "workflow_approval_needed", "action_dry_run", "workflow_approval_answered", "action_denied", "workflow_action",
                "workflow_ended",
            ],
            (await story.Tenant.EventsAsync(incident.Id)).Where(type => type.StartsWith("workflow_", StringComparison.Ordinal)
                || type.StartsWith("action_", StringComparison.Ordinal)));
        Assert.Equal(["workflow_started", "action_dry_run", "workflow_approved", "action_denied"], await story.AuditAsync());
    }

    [Fact]
    public async Task A_run_that_rests_for_days_goes_on_after_them_wherever_it_is_by_then()
    {
        var patient = RunbookText.Read(new("runbooks/patient.yaml", """
            id: patient
            kind: runbook
            name: Patient
            timeout_minutes: 6000
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: rest, type: wait, minutes: 4320}
              - {id: ok, type: approval}
              - {id: restart, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
            """)).Runbook!;
        var incident = await IncidentAsync();
        await story.StartAsync(patient, $$"""{"namespace":"{{story.Namespace}}","pod_name":"{{story.Pod}}"}""", incident: incident);
        await story.UntilAsync(RunStatus.WaitingTimer);
        await runs.Silo.RestartAsync(TimeSpan.FromHours(47));
        await story.UntilAsync(RunStatus.WaitingTimer);
        await runs.Silo.RestartAsync(TimeSpan.FromHours(26));
        await story.PlannedAsync();
        Assert.Empty(story.Writes);
        await story.ApproveAsync();
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
        Assert.Single(await story.Tenant.EventsAsync(incident.Id), "action_executed");
        Assert.Equal(["workflow_started", "action_dry_run", "workflow_approved", "action_executed"], await story.AuditAsync());
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
        runs.Stub.Break(new("list", "pods", FaultKind.Forbidden) { Namespace = story.Namespace });
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
        Assert.Empty(story.Calls);
    }

    /// <summary>What the audit has of actions that were really asked for.</summary>
    private async Task<IEnumerable<string>> ActionsAsync() =>
        (await story.AuditAsync()).Where(action => action.StartsWith("action_", StringComparison.Ordinal) && action is not "action_dry_run");

    /// <summary>One that does not end by itself because nobody sends it any more.</summary>
    private async Task<Incident> IncidentAsync() =>
        await story.Tenant.IncidentAsync((await story.Tenant.SendAsync(Signals.Generic("A pod is sick", "a"))).IncidentId);

    private async Task AskedAsync()
    {
        await story.StartAsync();
        await story.PlannedAsync();
    }

    private async Task ApprovedAsync()
    {
        await AskedAsync();
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

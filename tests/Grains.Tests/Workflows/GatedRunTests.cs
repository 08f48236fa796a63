using System.Text.Json;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Ledger;
using AiSre.KubernetesStub;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>What a gate shows, how long a yes at it lasts, and what it covers.</summary>
[Collection(OnStubbedRuns.Name)]
public sealed class GatedRunTests(StubbedRuns runs) : IDisposable
{
    private readonly RunStory story = runs.NewStory();

    public void Dispose() => runs.Restore();

    [Fact]
    public async Task A_gate_says_what_exactly_would_happen_and_nothing_has_happened_by_then()
    {
        await story.StartAsync();
        var plan = Assert.Single((await story.PlannedAsync()).Plans);
        Assert.Equal(
            ($"Would delete pod {story.Pod} in namespace {story.Namespace}", Uid, "prod", true, null),
            (plan.Preview, plan.Target?.Uid, plan.Cluster, plan.IsKnown, plan.Refusal));
        Assert.NotEqual("", plan.PolicyRevision);
        Assert.Empty(story.Writes);
    }

    [Fact]
    public async Task A_yes_that_could_not_be_carried_out_in_its_time_is_over()
    {
        var kill = runs.Silo.Grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(story.Workspace));
        await kill.TurnAsync(true, "carol", null);
        await story.StartAsync();
        await story.PlannedAsync();
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        await story.UntilAsync(RunStatus.WaitingTimer);
        runs.Silo.Clock.Advance(TimeSpan.FromMinutes(31));
        await kill.TurnAsync(false, "carol", null);
        var refused = await story.EndAsync();
        Assert.Equal(RunStatus.Failed, refused.Status);
        Assert.Contains("The approval expired at", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(story.Writes);
    }

    [Theory]
    [InlineData(true, "workflow_approved")]
    [InlineData(false, "workflow_denied")]
    public async Task The_audit_has_what_was_said_at_a_gate_and_to_what(bool approved, string action)
    {
        await story.StartAsync();
        var plan = Assert.Single((await story.PlannedAsync()).Plans);
        await story.Run.AnswerAsync(
            new() { StepId = "ok", Approved = approved, By = "bob", Role = ApproverRole.Operator, Comment = "as agreed" });
        // Said again, it changes nothing and is not in the audit again.
        await story.Run.AnswerAsync(new() { StepId = "ok", Approved = approved, By = "carol", Role = ApproverRole.Operator });
        var rows = await runs.Silo.Service<IActionReads>().AuditAfterAsync(story.Workspace, 0, 100);
        var row = Assert.Single(rows, row => row.Action == action);
        var said = JsonElement.Parse(row.Detail);
        Assert.Equal(("bob", story.Id, "ok", "operator", "as agreed", "alice", plan.PolicyRevision), (
            row.Actor, row.Id, Text("gate"), Text("role"), Text("comment"), Text("requester"), Text("policy_revision")));
        Assert.Equal($"restart: {plan.ArgumentsHash}", Assert.Single(said.GetProperty("arguments_hash").EnumerateArray()).GetString());
        Assert.Equal("restart: restart_pod", Assert.Single(said.GetProperty("actions").EnumerateArray()).GetString());

        string? Text(string name) => said.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Where_nobody_can_see_what_would_be_acted_on_a_yes_is_not_taken_and_the_question_stands()
    {
        runs.Stub.Break(new("*", "pods", FaultKind.Forbidden) { Namespace = story.Namespace });
        var plan = await UnreadAsync();
        Assert.Contains("could not be read", plan.Refusal, StringComparison.Ordinal);
        Assert.Equal(AnswerOutcome.NotSeen, await story.ApproveAsync());
        Assert.Equal(RunStatus.WaitingApproval, (await story.Run.GetAsync())!.Status);
        Assert.Empty(story.Writes);
        Assert.DoesNotContain("workflow_approved", await story.AuditAsync());
        runs.Stub.Mend();
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_could_not_be_read_while_the_cluster_was_away_is_asked_again(bool waits)
    {
        runs.Stub.Break(new("*", "pods", FaultKind.Forbidden) { Namespace = story.Namespace });
        await UnreadAsync();
        runs.Stub.Mend();
        if (waits)
        {
            await runs.Silo.AfterTicksAsync(async () => await story.Run.GetAsync() is { Gate.IsPlanned: true }, "it is asked again");
            Assert.Equal(Uid, Assert.Single((await story.PlannedAsync()).Plans).Target?.Uid);
        }
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
    }

    [Fact]
    public async Task What_is_undone_soon_after_is_not_kept_from_it_by_its_own_cooldown()
    {
        runs.Stub.Settings.ReadyAfterSteps = -1;
        await story.StartAsync(
            WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "high_cpu_scale_out"),
            $$"""{"namespace":"{{story.Namespace}}","deployment_name":"cart","replicas":"3"}""");
        var plan = Assert.Single((await story.PlannedAsync()).Plans);
        Assert.Equal((2, "Deployment"), (plan.ReplicasBefore, plan.Target?.Kind));
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        var undone = await story.EndAsync();
        Assert.True(undone.Status is RunStatus.RolledBack, $"{undone.Status}: {undone.Reason} {Assert.Single(undone.Rollbacks).Message}");
        Assert.Equal(2, story.Writes.Count);
    }

    [Fact]
    public async Task A_yes_to_an_action_is_none_to_another_that_is_called_its_undoing()
    {
        var sly = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "high_cpu_scale_out");
        sly = sly with
        {
            Steps = [.. sly.Steps.Select(step => step.Rollback is not { } undo ? step
                : step with { Rollback = undo with { Args = undo.Args.SetItem("replicas", "1") } })],
        };
        runs.Stub.Settings.ReadyAfterSteps = -1;
        await story.StartAsync(sly, $$"""{"namespace":"{{story.Namespace}}","deployment_name":"cart","replicas":"3"}""");
        await story.PlannedAsync();
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        var ended = await story.EndAsync();
        Assert.Equal(RunStatus.RollbackFailed, ended.Status);
        Assert.Single(story.Writes);
    }

    [Fact]
    public async Task Who_starts_a_run_for_an_incident_that_is_over_already_wants_it_all_the_same()
    {
        var tenant = story.Tenant;
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await tenant.SendAsync(Signals.Resolved("a"));
        await story.StartAsync(incident: await tenant.IncidentAsync(id));
        await story.PlannedAsync();
        Assert.Equal(AnswerOutcome.Accepted, await story.ApproveAsync());
        Assert.Equal(RunStatus.Succeeded, (await story.EndAsync()).Status);
        Assert.Equal([story.Eviction], story.Writes);
    }

    /// <summary>A run that asks at once, and whose guard could not read what it asks about.</summary>
    private async Task<PlannedAction> UnreadAsync()
    {
        var definition = RunbookText.Read(new("runbooks/short.yaml", """
            id: short
            kind: runbook
            name: Short
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: ok, type: approval}
              - {id: restart, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
            """)).Runbook!;
        await story.StartAsync(definition, $$"""{"namespace":"{{story.Namespace}}","pod_name":"{{story.Pod}}"}""");
        RunGate? gate = null;
        await TestSilo.UntilAsync(async () => (gate = (await story.Run.GetAsync())?.Gate) is { Plans.Length: 1 }, "the guard has been asked");
        Assert.Equal((false, false, true), (gate!.IsPlanned, gate.Plans[0].IsKnown, gate.Plans[0].IsUnread));
        return gate.Plans[0];
    }

    private string Uid => runs.Stub.Find("Pod", story.Namespace, story.Pod)!.Uid();
}

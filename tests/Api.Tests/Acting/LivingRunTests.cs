using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Acting;

/// <summary>What happens around a run, or an action, while it is under way.</summary>
[Collection(OnActingHost.Name)]
public sealed class LivingRunTests(ActingHost acting)
{
    private const string Policy =
        "action_policies: [{name: free, actions: [restart_pod, scale_deployment], namespaces: [NAMESPACE], approval: not_required}]\n";

    private const string TwoActions = Policy + """
        workflows:
          both:
            name: Both
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
              - {id: more, type: action, action: scale_deployment, args: {namespace: "{{inputs.namespace}}", deployment_name: cart, replicas: "4"}}
          rest:
            name: Rest
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: rest, type: wait, minutes: 60}
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
        """;

    private const string OtherSteps = """
        action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE]}]
        workflows: {act_asked: {name: Asked, inputs: {namespace: {required: true}, pod_name: {required: true}}, steps: [{id: rest, type: wait, minutes: 9}]}}
        """;

    [Theory]
    [InlineData("action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE]}]", 404)]
    [InlineData(OtherSteps, 200)]
    public async Task A_run_keeps_the_definition_that_it_began_with(string definitions, int whoBeginsNow)
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var incident = await place.IncidentAsync();
        var run = await place.StartAsync("act_asked", incident);
        await place.AskedAsync(run);
        await place.DefineAsync(definitions);
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", """{"approved":true,"gate":"ok"}""")) { }
        await place.RunUntilAsync(run, "succeeded");
        Assert.Equal([place.Eviction], place.Writes);
        Assert.Equal("succeeded", Assert.Single(await place.PayloadsAsync(incident, "workflow_ended")).Text("status"));
        foreach (var kind in new[] { "workflow_started", "workflow_approved", "action_executed" }) Assert.Single(await place.AuditAsync(kind));
        using var next = await place.Guest.PostAsync("/workflows/act_asked/execute", $$"""{"context":{{place.Inputs()}},"dry_run":false}""");
        Assert.Equal(whoBeginsNow, (int)next.StatusCode);
    }

    [Fact]
    public async Task What_is_cancelled_while_it_acts_ends_its_step_and_begins_no_other_and_the_workload_is_free()
    {
        var place = await acting.PlaceAsync(TwoActions);
        var incident = await place.IncidentAsync();
        place.Stub.Break(new("create", "pods/eviction", FaultKind.Hangs) { Namespace = place.Namespace });
        var run = await place.StartAsync("both", incident);
        await HeldAsync(place);
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/cancel", "{}")) { }
        Assert.Empty(place.Writes);
        place.Stub.Mend();
        var ended = await place.RunUntilAsync(run, "cancelled");
        Assert.Equal([place.Eviction], place.Writes);
        Assert.Equal(("succeeded", "cancelled"), (ended.At("steps", 0, "status").GetString(), ended.At("steps", 1, "status").GetString()));
        Assert.Single(await place.EventsAsync(incident), "action_executed");
        Assert.Equal("cancelled", Assert.Single(await place.PayloadsAsync(incident, "workflow_ended")).Text("status"));
        Assert.Equal("ops", Assert.Single(await place.AuditAsync("workflow_cancelled")).Text("actor"));
        Assert.Single(await place.AuditAsync("action_executed"));

        // Nobody holds the workload any more, when its cooldown is over.
        acting.Clock.Advance(TimeSpan.FromMinutes(11));
        using var free = await place.DoAsync(place.Scale(4), incident);
        Assert.Equal("success", (await free.JsonAsync()).Text("status"));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_at_once()
    {
        var place = await acting.PlaceAsync(TwoActions);
        var incident = await place.IncidentAsync();
        var run = await place.StartAsync("rest", incident);
        await place.RunUntilAsync(run, "waiting_timer");
        using (var answer = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/cancel", "{}"))
            Assert.Equal("cancelled", (await answer.JsonAsync()).Text("status"));
        using (await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/cancel", "{}")) { }
        Assert.Empty(place.Writes);
        Assert.Equal("cancelled", Assert.Single(await place.PayloadsAsync(incident, "workflow_ended")).Text("status"));
        Assert.Equal("ops", Assert.Single(await place.AuditAsync("workflow_cancelled")).Text("actor"));
    }

    [Fact]
    public async Task A_workload_is_held_by_the_one_who_acts_and_set_free_by_no_other()
    {
        var place = await acting.PlaceAsync(TwoActions);
        var incident = await place.IncidentAsync();
        place.Stub.Break(new("create", "pods/eviction", FaultKind.Hangs) { Namespace = place.Namespace });
        var first = place.DoAsync(place.Restart(), incident);
        await HeldAsync(place);
        // Were it free after the first refusal, the second would be none.
        for (var i = 0; i < 2; i++)
        {
            using var second = await place.DoAsync(place.Scale(4), incident);
            await second.ProblemAsync(409, "action_in_progress");
        }
        Assert.Empty(place.Writes);
        place.Stub.Mend();
        using (var done = await first) Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal([place.Eviction], place.Writes);
        Assert.Equal(2, (await place.AuditAsync("action_denied")).Count(row => row.At("detail", "code").GetString() is "action_in_progress"));
        Assert.Equal(2, (await place.PayloadsAsync(incident, "action_denied")).Count);
        Assert.Single(await place.AuditAsync("action_executed"));
        Assert.Single(await place.EventsAsync(incident), "action_executed");
    }

    private static Task HeldAsync(ActingPlace place) =>
        Poll.UntilAsync("the eviction to be asked for", () => Task.FromResult(place.Stub.Held.Any(call => call.Namespace == place.Namespace)));
}

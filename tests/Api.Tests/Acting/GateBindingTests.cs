using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>A yes is for what was there when it was asked for: that object, as it was, under those policies, for what was wrong then.</summary>
[Collection(OnActingHost.Name)]
public sealed class GateBindingTests(ActingHost acting)
{
    private const string Policy = "action_policies: [{name: asked, actions: [restart_pod, scale_deployment], namespaces: [NAMESPACE]}]\n";

    private const string Asked = Policy + """
        workflows:
          restart:
            name: Restart
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: ok, type: approval}
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
          later:
            name: Later
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: rest, type: wait, minutes: 1}
              - {id: ok, type: approval}
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
          scale:
            name: Scale
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: ok, type: approval}
              - {id: act, type: action, action: scale_deployment, args: {namespace: "{{inputs.namespace}}", deployment_name: cart, replicas: "5"}}
        """;

    [Fact]
    public async Task A_pod_that_was_made_anew_under_its_name_is_not_the_one_that_was_meant()
    {
        var (place, incident) = await PlaceAsync();
        var run = await ToGateAsync(place, "restart", "db-0", incident);
        place.Stub.Remove("Pod", place.Namespace, "db-0");
        await RefusedAsync(place, run, incident, "target_changed", "is another object now: it was uid .* and is uid");
    }

    [Fact]
    public async Task An_early_yes_is_for_the_pod_that_was_there_when_it_was_given()
    {
        var (place, incident) = await PlaceAsync();
        var run = await StartAsync(place, "later", "db-0", incident);
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", """{"approved":true,"gate":"ok"}""")) { }
        place.Stub.Remove("Pod", place.Namespace, "db-0");
        acting.Clock.Advance(TimeSpan.FromSeconds(61));
        await EndsRefusedAsync(place, run, incident, "target_changed", "is another object now");
    }

    [Fact]
    public async Task A_yes_to_more_replicas_is_none_to_fewer()
    {
        var (place, incident) = await PlaceAsync();
        var run = await ToGateAsync(place, "scale", "db-0", incident);
        Rescale(place, 7);
        await RefusedAsync(place, run, incident, "target_changed", "had 3 replicas when it was planned and has 7 now");
    }

    [Fact]
    public async Task A_yes_under_older_policies_is_refused()
    {
        var (place, incident) = await PlaceAsync();
        var run = await ToGateAsync(place, "restart", place.Pod, incident);
        await place.DefineAsync(Policy.Replace("}]", ", limits: {max_replicas: 9}}]", StringComparison.Ordinal));
        await RefusedAsync(place, run, incident, "approval_outdated", "The policies have changed since it was approved");
    }

    [Fact]
    public async Task What_is_over_is_not_mended_any_more()
    {
        var (place, incident) = await PlaceAsync();
        var run = await ToGateAsync(place, "restart", place.Pod, incident);
        await place.Guest.SendAsync($"/incidents/{incident}/resolve", "{}");
        await RefusedAsync(place, run, incident, "incident_over", $"^{incident} is over: the service has recovered by itself", "cancelled");
    }

    /// <summary>The same of a question that no run asks.</summary>
    [Fact]
    public async Task A_yes_to_more_replicas_is_none_to_fewer_where_no_run_asks()
    {
        var (place, incident) = await PlaceAsync();
        using var asked = await place.Guest.PostAsync("/actions/execute", $$"""
            {"action":"scale_deployment","namespace":"{{place.Namespace}}","deployment_name":"cart","replicas":5,
            "dry_run":false,"request_approval":true,"incident_id":"{{incident}}"}
            """);
        var id = (await asked.JsonAsync()).Text("approval_id");
        Rescale(place, 7);
        using (await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", """{"approved":true}""")) { }
        Assert.Empty(place.Writes);
        Assert.Equal("target_changed", (await place.AuditAsync("action_denied"))[0].At("detail", "code").GetString());
        // The first is that it was asked for without a yes.
        Assert.Equal(
            ["approval_required", "target_changed"], (await place.PayloadsAsync(incident, "action_denied")).Select(said => said.Text("code")));
    }

    private async Task<(ActingPlace Place, string Incident)> PlaceAsync()
    {
        var place = await acting.PlaceAsync(Asked);
        place.Stub.StatefulSet(place.Namespace, "db", 2);
        return (place, await place.IncidentAsync());
    }

    private static void Rescale(ActingPlace place, int replicas) =>
        place.Stub.Edit("Deployment", place.Namespace, "cart", one => one["spec"]!["replicas"] = replicas);

    private static async Task<string> StartAsync(ActingPlace place, string workflow, string pod, string incident) => (await place.Guest.SendAsync(
        $"/workflows/{workflow}/execute",
        $$"""{"context":{"namespace":"{{place.Namespace}}","pod_name":"{{pod}}"},"dry_run":false,"incident_id":"{{incident}}"}""")).Text("run_id")!;

    private static async Task<string> ToGateAsync(ActingPlace place, string workflow, string pod, string incident)
    {
        var run = await StartAsync(place, workflow, pod, incident);
        await place.AskedAsync(run);
        return run;
    }

    private static async Task RefusedAsync(ActingPlace place, string run, string incident, string code, string says, string status = "failed")
    {
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", """{"approved":true,"gate":"ok"}""")) { }
        await EndsRefusedAsync(place, run, incident, code, says, status);
    }

    /// <summary>By the guard, with its reason.</summary>
    private static async Task EndsRefusedAsync(ActingPlace place, string run, string incident, string code, string says, string status = "failed")
    {
        var ended = await place.RunUntilAsync(run, "failed", "succeeded", "timed_out", "cancelled", "rejected");
        Assert.Equal(status, ended.Text("status"));
        Assert.Matches(says, ended.Text("reason"));
        Assert.Empty(place.Writes);
        Assert.Equal(code, (await place.AuditAsync("action_denied"))[0].At("detail", "code").GetString());
        Assert.Single(await place.EventsAsync(incident), "action_denied");
        Assert.Equal(status, Assert.Single(await place.PayloadsAsync(incident, "workflow_ended")).Text("status"));
    }
}

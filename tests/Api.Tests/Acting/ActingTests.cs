using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>The whole way: a request, the guard, a cluster, and what is written of it. The verdicts are those of a careful person.</summary>
[Collection(OnActingHost.Name)]
public sealed class ActingTests(ActingHost acting) : IAsyncLifetime
{
    private ActingPlace place = null!;

    public async ValueTask InitializeAsync() => place = await acting.PlaceAsync();

    public ValueTask DisposeAsync() => default;

    private Guest Guest => place.Guest;

    private StubCluster Stub => place.Stub;

    private IEnumerable<ApiCall> Calls => Stub.Calls.Where(call => call.Namespace == place.Namespace);

    private string Pod => Stub.PodsOf(place.Namespace, "cart").Select(pod => pod.Name()).First(name => name != place.Pod);

    [Fact]
    public async Task A_dry_run_asks_the_API_server_and_writes_nothing()
    {
        var answer = await Guest.SendAsync("/actions/execute", Restart(Pod, dryRun: true));
        Assert.Equal(("dry_run", $"Would delete pod {Pod} in namespace {place.Namespace}"), (answer.Text("status"), answer.Text("message")));
        Assert.True(answer.At("policy", "allowed").GetBoolean(), answer.GetRawText());
        Assert.Equal("single_pod", answer.At("policy", "blast_radius").GetString());
        Assert.Contains(Calls, call => call.Resource is "pods/eviction");
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task A_restart_evicts_once_and_is_on_the_timeline_and_in_the_audit()
    {
        var (pod, incident) = (Pod, await place.IncidentAsync());
        var answer = await Guest.SendAsync("/actions/execute", Restart(pod, incident: incident), ("Idempotency-Key", "a"));
        Assert.Equal(("success", $"Pod {pod} deleted in namespace {place.Namespace}"), (answer.Text("status"), answer.Text("message")));
        var again = await Guest.SendAsync("/actions/execute", Restart(pod, incident: incident), ("Idempotency-Key", "a"));
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal([$"create pods/eviction {place.Namespace}/{pod}"], place.Writes);

        var timeline = (await Guest.GetAsync($"/incidents/{incident}/timeline")).GetProperty("events").EnumerateArray();
        Assert.Contains("action_executed", timeline.Select(e => e.Text("event_type")));
        Assert.Single((await Guest.GetAsync("/audit?action=action_executed")).GetProperty("entries").EnumerateArray());
        Assert.Equal(1, (await Guest.GetAsync($"/incidents/{incident}")).At("metrics", "actions_taken").GetInt32());

        using var soon = await Guest.PostAsync("/actions/execute", Restart(Pod));
        await soon.ProblemAsync(429, "cooldown");
        Assert.NotNull(soon.Header("Retry-After"));
        Assert.Single(place.Writes);
    }

    [Fact]
    public async Task Without_a_yes_and_with_the_kill_switch_nothing_is_done()
    {
        using var none = await Guest.PostAsync("/actions/execute", Restart(Pod).Replace(""","approved":true""", "", StringComparison.Ordinal));
        await none.ProblemAsync(403, "approval_required");
        await Guest.SendAsync("/autonomy/kill-switch", """{"enabled":true}""");
        using var stopped = await Guest.PostAsync("/actions/execute", Restart(Pod));
        await stopped.ProblemAsync(403, "kill_switch");
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task A_cluster_is_for_the_workspaces_that_it_names_and_each_has_its_own_namespaces_there()
    {
        var calls = Calls.Count();
        // A workspace that has nothing of it does not know of it.
        var rival = new Guest(place.Host);
        using var unknown = await rival.PostAsync("/actions/execute", Restart(Pod).Replace("{", "{\"cluster\":\"stub\",", StringComparison.Ordinal));
        await unknown.ProblemAsync(404, "unknown_cluster");
        using var none = await rival.PostAsync("/actions/execute", Restart(Pod));
        Assert.False(none.IsSuccessStatusCode);
        // One that has other namespaces there has these ones not.
        var rest = new Guest(place.Host) { Workspace = "default" };
        using var foreign = await rest.PostAsync("/actions/execute", Restart(Pod));
        Assert.Contains("does not belong", (await foreign.ProblemAsync(403, "policy_denied")).Text("detail"), StringComparison.Ordinal);
        Assert.Equal(calls, Calls.Count());
    }

    [Fact]
    public async Task A_budget_that_allows_nothing_is_predicted_and_never_passed_over()
    {
        Stub.Budget(place.Namespace, "cart", "cart", 3);
        var answer = await Guest.SendAsync("/actions/execute", Restart(Pod, dryRun: true));
        Assert.Equal("pdb_blocked", answer.At("policy", "code").GetString());
        Assert.Contains("answered with 429", answer.At("policy", "policy_reason").GetString(), StringComparison.Ordinal);
        using var real = await Guest.PostAsync("/actions/execute", Restart(Pod));
        await real.ProblemAsync(409, "pdb_blocked");
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task A_deployment_is_scaled_and_not_under_an_autoscaler()
    {
        var answer = await Guest.SendAsync("/actions/execute", Scale(4));
        Assert.Equal("success", answer.Text("status"));
        Assert.Equal(4, Stub.PodsOf(place.Namespace, "cart").Count);
        Assert.Equal("noop", (await Guest.SendAsync("/actions/execute", Scale(4))).Text("status"));
        Assert.Single(place.Writes);

        Stub.Autoscaler(place.Namespace, "web", "web", 2, 9);
        using var managed = await Guest.PostAsync("/actions/execute", Scale(3).Replace("\"cart\"", "\"web\"", StringComparison.Ordinal));
        Assert.Contains("between 2 and 9", (await managed.ProblemAsync(409, "hpa_managed")).Text("detail"), StringComparison.Ordinal);
        Assert.Single(place.Writes);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_an_approval_is_carried_out()
    {
        using var nobody = await Guest.PostAsync("/actions/execute", Restart("nobody"));
        await nobody.ProblemAsync(404, "target_not_found");

        var pod = Pod;
        var wanted = $$"""{"action":"restart_pod","namespace":"{{place.Namespace}}","pod_name":"{{pod}}","dry_run":false,"request_approval":true}""";
        using var asked = await Guest.PostAsync("/actions/execute", wanted);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var id = (await asked.JsonAsync()).Text("approval_id");
        Assert.Empty(place.Writes);
        var decided = await Guest.SendAsync($"/approvals/{id}", """{"approved":true,"comment":"seen it"}""");
        Assert.Equal(("approved", "success"), (decided.Text("state"), decided.Text("outcome")));
        var twice = await Guest.SendAsync($"/approvals/{id}", """{"approved":true}""");
        Assert.Contains("was first", twice.Text("message"), StringComparison.Ordinal);
        Assert.Equal([$"create pods/eviction {place.Namespace}/{pod}"], place.Writes);
    }

    private string Restart(string pod, bool dryRun = false, string incident = "") =>
        $$"""{"action":"restart_pod","namespace":"{{place.Namespace}}","pod_name":"{{pod}}","dry_run":{{(dryRun ? "true" : "false")}},"incident_id":"{{incident}}","approved":true}""";

    private string Scale(int replicas) =>
        $$"""{"action":"scale_deployment","namespace":"{{place.Namespace}}","deployment_name":"cart","replicas":{{replicas}},"dry_run":false,"approved":true}""";
}

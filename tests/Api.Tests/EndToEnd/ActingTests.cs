using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>The whole way: a request, the guard, a cluster, and what is written of it. The verdicts are those of a careful person.</summary>
public sealed class ActingTests : IAsyncLifetime
{
    private StubbedHost stubbed = null!;
    private Guest guest = null!;

    public async ValueTask InitializeAsync()
    {
        stubbed = await StubbedHost.StartAsync();
        guest = new(Host);
        Stub.Deployment("shop", "cart", 2);
    }

    public ValueTask DisposeAsync() => stubbed.DisposeAsync();

    private StubCluster Stub => stubbed.Stub;

    private EmbeddedHost Host => stubbed.Host;

    private string Pod => Stub.PodsOf("shop", "cart")[0].Name();

    [Fact]
    public async Task A_dry_run_asks_the_API_server_and_writes_nothing()
    {
        var answer = await guest.SendAsync("/actions/execute", Restart(Pod, dryRun: true));
        Assert.Equal(("dry_run", $"Would delete pod {Pod} in namespace shop"), (answer.Text("status"), answer.Text("message")));
        Assert.True(answer.At("policy", "allowed").GetBoolean(), answer.GetRawText());
        Assert.Equal("single_pod", answer.At("policy", "blast_radius").GetString());
        Assert.Contains(Stub.Calls, call => call.Resource is "pods/eviction");
        Assert.Empty(Stub.Writes.All);
    }

    [Fact]
    public async Task A_restart_evicts_once_and_is_on_the_timeline_and_in_the_audit()
    {
        var (pod, incident) = (Pod, await guest.IncidentAsync());
        var answer = await guest.SendAsync("/actions/execute", Restart(pod, incident: incident), ("Idempotency-Key", "a"));
        Assert.Equal(("success", $"Pod {pod} deleted in namespace shop"), (answer.Text("status"), answer.Text("message")));
        var again = await guest.SendAsync("/actions/execute", Restart(pod, incident: incident), ("Idempotency-Key", "a"));
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal([$"create pods/eviction shop/{pod}"], Stub.Writes.Lines);

        var timeline = (await guest.GetAsync($"/incidents/{incident}/timeline")).GetProperty("events").EnumerateArray();
        Assert.Contains("action_executed", timeline.Select(e => e.Text("event_type")));
        Assert.Single((await guest.GetAsync("/audit?action=action_executed")).GetProperty("entries").EnumerateArray());
        Assert.Equal(1, (await guest.GetAsync($"/incidents/{incident}")).At("metrics", "actions_taken").GetInt32());

        using var soon = await guest.PostAsync("/actions/execute", Restart(Pod));
        await soon.ProblemAsync(429, "cooldown");
        Assert.NotNull(soon.Header("Retry-After"));
        Assert.Single(Stub.Writes.All);
    }

    [Fact]
    public async Task Without_a_yes_and_with_the_kill_switch_nothing_is_done()
    {
        using var none = await guest.PostAsync("/actions/execute", Restart(Pod).Replace(""","approved":true""", "", StringComparison.Ordinal));
        await none.ProblemAsync(403, "approval_required");
        await guest.SendAsync("/autonomy/kill-switch", """{"enabled":true}""");
        using var stopped = await guest.PostAsync("/actions/execute", Restart(Pod));
        await stopped.ProblemAsync(403, "kill_switch");
        Assert.Empty(Stub.Writes.All);
    }

    [Fact]
    public async Task A_budget_that_allows_nothing_is_predicted_and_never_passed_over()
    {
        Stub.Budget("shop", "cart", "cart", 2);
        var answer = await guest.SendAsync("/actions/execute", Restart(Pod, dryRun: true));
        Assert.Equal("pdb_blocked", answer.At("policy", "code").GetString());
        Assert.Contains("answered with 429", answer.At("policy", "policy_reason").GetString(), StringComparison.Ordinal);
        using var real = await guest.PostAsync("/actions/execute", Restart(Pod));
        await real.ProblemAsync(409, "pdb_blocked");
        Assert.Empty(Stub.Writes.All);
    }

    [Fact]
    public async Task A_deployment_is_scaled_and_not_under_an_autoscaler()
    {
        var answer = await guest.SendAsync("/actions/execute", Scale(3));
        Assert.Equal("success", answer.Text("status"));
        Assert.Equal(3, Stub.PodsOf("shop", "cart").Count);
        Assert.Equal("noop", (await guest.SendAsync("/actions/execute", Scale(3))).Text("status"));
        Assert.Single(Stub.Writes.All);

        Stub.Deployment("shop", "web", 2);
        Stub.Autoscaler("shop", "web", "web", 2, 9);
        using var managed = await guest.PostAsync("/actions/execute", Scale(3).Replace("\"cart\"", "\"web\"", StringComparison.Ordinal));
        Assert.Contains("between 2 and 9", (await managed.ProblemAsync(409, "hpa_managed")).Text("detail"), StringComparison.Ordinal);
        Assert.Single(Stub.Writes.All);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_an_approval_is_carried_out()
    {
        using var nobody = await guest.PostAsync("/actions/execute", Restart("nobody"));
        await nobody.ProblemAsync(404, "target_not_found");

        var pod = Pod;
        var wanted = $$"""{"action":"restart_pod","namespace":"shop","pod_name":"{{pod}}","dry_run":false,"request_approval":true}""";
        using var asked = await guest.PostAsync("/actions/execute", wanted);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var id = (await asked.JsonAsync()).Text("approval_id");
        Assert.Empty(Stub.Writes.All);
        var decided = await guest.SendAsync($"/approvals/{id}", """{"approved":true,"comment":"seen it"}""");
        Assert.Equal(("approved", "success"), (decided.Text("state"), decided.Text("outcome")));
        var twice = await guest.SendAsync($"/approvals/{id}", """{"approved":true}""");
        Assert.Contains("was first", twice.Text("message"), StringComparison.Ordinal);
        Assert.Equal([$"create pods/eviction shop/{pod}"], Stub.Writes.Lines);
    }

    private static string Restart(string pod, bool dryRun = false, string incident = "") =>
        $$"""{"action":"restart_pod","namespace":"shop","pod_name":"{{pod}}","dry_run":{{(dryRun ? "true" : "false")}},"incident_id":"{{incident}}","approved":true}""";

    private static string Scale(int replicas) =>
        $$"""{"action":"scale_deployment","namespace":"shop","deployment_name":"cart","replicas":{{replicas}},"dry_run":false,"approved":true}""";
}

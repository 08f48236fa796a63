using System.Net;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Where no cluster is configured: what can be said without one is said, and nothing is done.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ActionTests(SharedHost shared)
{
    private const string Restart = """{"action":"restart_pod","namespace":"production","pod_name":"cart-1" """;
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_dry_run_is_answered_in_the_words_of_the_reference_and_says_what_the_guard_thinks()
    {
        var answer = await guest.SendAsync("/actions/execute", Restart + "}");
        Assert.Equal(
            ("dry_run", "restart_pod", "Would delete pod cart-1 in namespace production", "production", "cart-1"),
            (answer.Text("status"), answer.Text("action"), answer.Text("message"), answer.Text("namespace"), answer.Text("pod_name")));
        var policy = answer.GetProperty("policy");
        Assert.Equal((false, "cluster_unavailable"), (policy.GetProperty("allowed").GetBoolean(), policy.Text("code")));
        Assert.Contains(
            policy.GetProperty("checks").EnumerateArray(), check => check.Text("name") == "kill_switch" && check.Text("outcome") == "passed");
    }

    [Theory]
    [InlineData("""{"action":"restart_pods"}""", "body.action")]
    [InlineData("""{"action":"restart_pod","namespace":"production"}""", "body.pod_name")]
    [InlineData("""{"action":"restart_pod","pod_name":"cart-1"}""", "body.namespace")]
    [InlineData("""{"action":"scale_deployment","namespace":"a","deployment_name":"cart","replicas":51}""", "body.replicas")]
    [InlineData("""{"action":"scale_deployment","namespace":"a","deployment_name":"$(id)"}""", "body.deployment_name")]
    [InlineData("""{"action":"restart_pod","namespace":"a","pod_name":"b","aproved":true}""", "body.aproved")]
    public async Task What_is_wrong_with_a_request_is_told_by_its_field(string body, string field)
    {
        using var response = await guest.PostAsync("/actions/execute", body);
        Assert.Equal(field, (await response.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData(""","dry_run":false,"approved":true}""", 409, "cluster_unavailable")]
    [InlineData(""","dry_run":false,"approved":true,"cluster":"west"}""", 404, "unknown_cluster")]
    public async Task Without_a_cluster_nothing_is_done(string rest, int status, string error)
    {
        using var response = await guest.PostAsync("/actions/execute", Restart + rest);
        await response.ProblemAsync(status, error);
    }

    [Fact]
    public async Task A_protected_namespace_is_a_matter_of_policy()
    {
        using var response = await guest.PostAsync(
            "/actions/execute", """{"action":"restart_pod","namespace":"kube-system","pod_name":"dns","dry_run":false,"approved":true}""");
        Assert.Contains("protected", (await response.ProblemAsync(403, "policy_denied")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_fix_is_a_diff_and_an_unreadable_spec_is_refused_at_its_line()
    {
        var answer = await guest.SendAsync(
            "/actions/execute",
            """{"action":"suggest_config_fix","component":"cart","issue":"OOMKilled","current_spec":"limits:\n  memory: 512Mi\n","dry_run":false}""");
        Assert.Equal("success", answer.Text("status"));
        Assert.Equal("limits:\n  memory: 768Mi\n", answer.At("suggestion", "changed_spec").GetString());
        Assert.Contains("+  memory: 768Mi", answer.At("suggestion", "diff").GetString(), StringComparison.Ordinal);
        using var wrong = await guest.PostAsync(
            "/actions/execute", """{"action":"suggest_config_fix","issue":"OOMKilled","current_spec":"a: 1\na: 2\n"}""");
        var problem = await wrong.ProblemAsync(422, "validation_error");
        Assert.Equal(("body.current_spec", 2), (problem.Loc(), problem.GetProperty("errors")[0].GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task The_same_key_is_answered_alike()
    {
        const string body = """{"action":"suggest_config_fix","issue":"cpu","current_spec":"limits: {cpu: 1}","dry_run":false}""";
        var first = await guest.SendAsync("/actions/execute", body, ("Idempotency-Key", "one"));
        var second = await guest.SendAsync("/actions/execute", body, ("Idempotency-Key", "one"));
        Assert.Equal((first.Text("action_id"), true), (second.Text("action_id"), second.GetProperty("repeated").GetBoolean()));
        using var other = await guest.PostAsync(
            "/actions/execute", """{"action":"suggest_config_fix","issue":"memory","dry_run":false}""", ("Idempotency-Key", "one"));
        await other.ProblemAsync(409, "idempotency_key_used");
    }

    [Fact]
    public async Task An_incident_shows_what_was_tried_for_it_and_counts_what_was_done()
    {
        var id = await guest.IncidentAsync();
        await guest.SendAsync("/actions/execute", Restart + $$""","incident_id":"{{id}}"}""");
        await guest.SendAsync("/actions/execute", $$"""{"action":"suggest_config_fix","issue":"cpu","incident_id":"{{id}}","dry_run":false}""");
        var actions = (await guest.GetAsync($"/incidents/{id}/actions")).GetProperty("actions");
        Assert.Equal(
            ["restart_pod dry_run True", "suggest_config_fix success False"],
            actions.EnumerateArray().Select(row => $"{row.Text("action")} {row.Text("outcome")} {row.GetProperty("dry_run").GetBoolean()}"));
        Assert.Equal(1, (await guest.GetAsync($"/incidents/{id}")).At("metrics", "actions_taken").GetInt32());
        var timeline = await guest.GetAsync($"/incidents/{id}/timeline");
        var events = timeline.GetProperty("events").EnumerateArray().Select(e => e.Text("event_type")).ToList();
        Assert.Contains("action_dry_run", events);
        Assert.Contains("action_executed", events);
        using var unknown = await guest.PostAsync("/actions/execute", Restart + ""","incident_id":"inc-nobody"}""");
        await unknown.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task The_kill_switch_is_turned_by_admins_and_refuses_what_is_real()
    {
        Assert.False((await guest.GetAsync("/autonomy/kill-switch")).GetProperty("enabled").GetBoolean());
        var on = await guest.SendAsync("/autonomy/kill-switch", """{"enabled":true,"reason":"a bad day"}""");
        Assert.Equal((true, "a bad day"), (on.GetProperty("enabled").GetBoolean(), on.At("workspace", "reason").GetString()));
        using var refused = await guest.PostAsync("/actions/execute", """{"action":"suggest_config_fix","issue":"cpu","dry_run":false}""");
        await refused.ProblemAsync(403, "kill_switch");
        await guest.SendAsync("/autonomy/kill-switch", """{"enabled":false}""");
        using var wrong = await guest.PostAsync("/autonomy/kill-switch", """{"enabled":true,"scope":"world"}""");
        Assert.Equal("body.scope", (await wrong.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task The_audit_has_every_attempt_and_verifies()
    {
        await guest.SendAsync("/actions/execute", Restart + "}");
        var rows = await guest.GetAsync("/audit?action=action_dry_run");
        var row = Assert.Single(rows.GetProperty("entries").EnumerateArray());
        Assert.Equal(("root", "action_dry_run", "restart_pod"), (row.Text("actor"), row.Text("action"), row.At("detail", "action").GetString()));
        Assert.Contains("kill_switch: passed", row.At("detail", "checks").GetRawText(), StringComparison.Ordinal);
        Assert.True((await guest.GetAsync("/audit/verify")).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task The_platforms_audit_is_for_keys_that_belong_to_no_workspace()
    {
        await guest.SendAsync("/autonomy/kill-switch", """{"enabled":true,"scope":"platform","reason":"drill"}""");
        await guest.SendAsync("/autonomy/kill-switch", """{"enabled":false,"scope":"platform"}""");
        var rows = (await guest.GetAsync("/audit?scope=platform")).GetProperty("entries").EnumerateArray();
        Assert.Equal(["kill_switch_off", "kill_switch_on"], rows.Take(2).Select(row => row.Text("action")));
        Assert.True((await guest.GetAsync("/audit/verify?scope=platform")).GetProperty("intact").GetBoolean());
        foreach (var path in new[] { "/audit", "/audit/verify" })
        {
            using var bound = await shared.Host.SendAsync(HttpMethod.Get, $"{path}?scope=platform", key: EdgeHost.Zoe);
            await bound.ProblemAsync(403, "forbidden");
            using var wrong = await shared.Host.SendAsync(HttpMethod.Get, $"{path}?scope=world", key: EdgeHost.Root);
            await wrong.ProblemAsync(422, "validation_error");
        }
    }

    [Fact]
    public async Task An_approval_that_nobody_asked_for_is_not_found()
    {
        Assert.Empty((await guest.GetAsync("/approvals")).GetProperty("approvals").EnumerateArray());
        using var unknown = await guest.PostAsync("/approvals/apr-01jh8k6z5v3qm", """{"approved":true}""");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}

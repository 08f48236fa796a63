using System.Net;
using System.Text;
using System.Text.Json;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Workflows and runbooks over the wire; no cluster is connected.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WorkflowTests(SharedHost shared)
{
    private const string Context = """
        {"namespace":"production","pod_name":"payments-api-1","deployment_name":"payments-api","service":"payments-api"}
        """;

    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_catalogue_is_listed()
    {
        var list = await guest.GetAsync("/workflows");
        Assert.Equal(14, list.GetProperty("count").GetInt32());
        var oom = list.GetProperty("workflows").EnumerateArray().Single(item => item.Text("id") == "oom_recovery");
        Assert.Equal(("OOMKilled Recovery Workflow", 5), (oom.Text("name"), oom.GetProperty("step_count").GetInt32()));
        var runbooks = await guest.GetAsync("/runbooks");
        Assert.Equal(14, runbooks.GetProperty("count").GetInt32());
        var first = runbooks.GetProperty("runbooks").EnumerateArray().Single(item => item.Text("id") == "oom-recovery");
        Assert.Equal(("builtin", "oomkilled"), (first.Text("source"), first.At("match", "patterns", 0).GetString()));
    }

    [Fact]
    public async Task A_dry_run_answers_with_how_far_it_came()
    {
        var run = await guest.SendAsync("/workflows/oom_recovery/execute", $$"""{"context":{{Context}},"dry_run":true}""");
        Assert.Equal(("oom_recovery", true, JsonValueKind.Null),
            (run.Text("workflow_id"), run.GetProperty("dry_run").GetBoolean(), run.GetProperty("incident_id").ValueKind));
        Assert.Equal(["evidence", "is_oom", "ok", "restart", "check"], run.GetProperty("steps").EnumerateArray().Select(step => step.Text("id")));
        var id = run.Text("run_id")!;
        Assert.StartsWith("run-", id, StringComparison.Ordinal);
        var status = await guest.GetAsync($"/workflows/{id}/status");
        Assert.Equal(id, status.Text("run_id"));
        var listed = await guest.GetAsync("/workflows/runs");
        Assert.Equal((1, id), (listed.GetProperty("count").GetInt32(), listed.At("runs", 0).Text("run_id")));
    }

    [Theory]
    [InlineData("""{"context":{"namespace":"a"}}""", "body.context.pod_name", "needs the input 'pod_name'")]
    [InlineData("""{"context":{"namespace":"a","pod_name":"b","pod":"c"}}""", "body.context.pod", "did you mean 'pod_name'?")]
    [InlineData("""{"contxt":{}}""", "body.contxt", "context")]
    [InlineData("""{"context":{"namespace":"a","pod_name":["b"]}}""", "body.context.pod_name", "a text, a number")]
    [InlineData("""{"context":{"namespace":"a","pod_name":"b"},"incident_id":"inc-none"}""", "body.incident_id", "There is no incident")]
    public async Task What_is_wrong_with_a_request_is_named(string body, string loc, string says)
    {
        using var answer = await guest.PostAsync("/workflows/oom_recovery/execute", body);
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Equal(loc, problem.Loc());
        Assert.Contains(says, problem.At("errors", 0).Text("msg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        using var workflow = await guest.PostAsync("/workflows/oom_recovry/execute");
        Assert.Contains("oom_recovery", (await workflow.ProblemAsync(404, "not_found")).Text("detail"), StringComparison.Ordinal);
        foreach (var path in new[] { "/workflows/run-none/status", "/workflows/nonsense/status" })
        {
            using var run = await guest.AskAsync(path);
            await run.ProblemAsync(404, "not_found");
        }
        using var cancel = await guest.PostAsync("/workflows/run-none/cancel");
        await cancel.ProblemAsync(404, "not_found");
        using var approve = await guest.PostAsync("/workflows/run-none/approve", """{"approved":true}""");
        await approve.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_gate_is_answered_once_and_by_who_may()
    {
        await DefineAsync();
        var run = (await guest.SendAsync("/workflows/ask/execute", """{"dry_run":false}""")).Text("run_id");
        Assert.Equal("waiting_approval", (await guest.GetAsync($"/workflows/{run}/status")).Text("status"));
        using (var ops = await shared.Host.SendAsync(HttpMethod.Post, $"/workflows/{run}/approve", """{"approved":true}""", guest.Workspace,
            EdgeHost.Ops))
            await ops.ProblemAsync(403, "approval_role");
        using (var eyes = await shared.Host.SendAsync(HttpMethod.Post, $"/workflows/{run}/approve", """{"approved":true}""", guest.Workspace,
            EdgeHost.Eyes))
            await eyes.ProblemAsync(403, "insufficient_role");
        using (var other = await guest.PostAsync($"/workflows/{run}/approve", """{"approved":true,"gate":"nowhere"}"""))
            Assert.Equal("body.gate", (await other.ProblemAsync(422, "validation_error")).Loc());
        Assert.Equal("succeeded", (await guest.SendAsync($"/workflows/{run}/approve", """{"approved":true,"gate":"ok","comment":"seen"}"""))
            .Text("status"));
        using var again = await guest.PostAsync($"/workflows/{run}/approve", """{"approved":true,"gate":"ok"}""");
        Assert.Contains("seen", (await again.ProblemAsync(409, "already_answered")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_has_one_run_at_a_time_and_cancelling_may_be_repeated()
    {
        await DefineAsync();
        var run = (await guest.SendAsync("/workflows/ask/execute", """{"dry_run":false}""")).Text("run_id");
        using (var second = await guest.PostAsync("/workflows/ask/execute", """{"dry_run":false}"""))
            Assert.Contains(run!, (await second.ProblemAsync(409, "run_in_progress")).Text("detail"), StringComparison.Ordinal);
        Assert.Equal("cancelled", (await guest.SendAsync($"/workflows/{run}/cancel", "{}")).Text("status"));
        Assert.Equal("cancelled", (await guest.SendAsync($"/workflows/{run}/cancel", "{}")).Text("status"));
        using var late = await guest.PostAsync($"/workflows/{run}/approve", """{"approved":true}""");
        await late.ProblemAsync(409, "run_is_over");
    }

    [Fact]
    public async Task Runbooks_are_matched_to_an_incident_and_run_for_it()
    {
        var incident = await guest.IncidentAsync("Pod payments-api-1 was OOMKilled",
            extra: ""","namespace":"production","pod":"payments-api-1","service":"payments-api" """);
        var matched = await guest.GetAsync($"/incidents/{incident}/runbooks");
        Assert.Equal(("oom-recovery", 1.0, "builtin"),
            (matched.At("runbooks", 0).Text("id"), matched.At("runbooks", 0, "score").GetDouble(), matched.At("runbooks", 0).Text("source")));
        var run = await guest.SendAsync($"/incidents/{incident}/runbooks/oom-recovery/execute?auto_approve=false",
            """{"context":{"pod_name":"payments-api-1"}}""");
        Assert.Equal((incident, "oom-recovery", true), (run.Text("incident_id"), run.Text("runbook_id"), run.GetProperty("dry_run").GetBoolean()));
        var events = await guest.GetAsync($"/incidents/{incident}/timeline");
        Assert.Contains(events.GetProperty("events").EnumerateArray(), item => item.Text("event_type") == "workflow_started");
    }

    [Fact]
    public async Task A_runbook_is_proposed_and_kept_once_it_is_approved()
    {
        var few = await guest.SendAsync("/runbooks/generate", """{"service":"payments-api","pattern":"oomkilled"}""");
        Assert.Equal((0, JsonValueKind.Null), (few.GetProperty("occurrences").GetInt32(), few.GetProperty("runbook").ValueKind));
        foreach (var key in new[] { "a", "b" })
        {
            var incident = await guest.IncidentAsync($"Pod payments-api-{key} was OOMKilled", key, ""","service":"payments-api" """);
            await guest.SendAsync($"/incidents/{incident}/resolve", "{}");
        }
        var generated = await guest.SendAsync("/runbooks/generate", """{"service":"payments-api","pattern":"oomkilled","min_incidents":2}""");
        Assert.Equal((2, "generated", "Generated runbook for 'oomkilled' pattern (seen 2x). Review and approve to save."),
            (generated.GetProperty("occurrences").GetInt32(), generated.Text("source"), generated.Text("message")));
        var runbook = generated.GetProperty("runbook");
        var saved = await guest.SendAsync("/runbooks/generate/approve", $$"""{"runbook":{{runbook.GetRawText()}}}""");
        Assert.Equal((true, "generated-oomkilled-payments-api", "config/runbooks/generated/generated-oomkilled-payments-api.yaml"),
            (saved.GetProperty("ok").GetBoolean(), saved.Text("runbook_id"), saved.Text("saved_path")));
        Assert.Equal(15, (await guest.GetAsync("/runbooks/all")).GetProperty("count").GetInt32());
        Assert.Equal(14, (await guest.GetAsync("/runbooks")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("../../etc/cron", 422)]
    [InlineData("a_b", 422)]
    [InlineData("oom-recovery", 409)]
    public async Task An_id_that_is_a_path_or_a_built_ins_is_not_saved(string id, int status)
    {
        using var answer = await guest.PostAsync(
            "/runbooks/generate/approve", $$$"""{"runbook":{"id":"{{{id}}}","name":"X","steps":[{"id":"a","type":"wait","seconds":1}]}}""");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(14, (await guest.GetAsync("/runbooks/all")).GetProperty("count").GetInt32());
    }

    private async Task DefineAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/definitions")
        {
            Content = new StringContent(
                "workflows: {ask: {name: Ask, steps: [{id: ok, type: approval, approver_role: admin}]}}", Encoding.UTF8, "application/yaml"),
        };
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.Add("X-Workspace-Id", guest.Workspace);
        using var put = await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(put.StatusCode is HttpStatusCode.OK, await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

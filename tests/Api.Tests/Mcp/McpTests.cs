using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Mcp;

/// <summary>What an engineer's assistant is offered and told, by the role and the workspace of its key.</summary>
[Collection(OnSharedHost.Name)]
public sealed class McpTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    private static readonly string[] Reading =
    [
        "explain_incident", "get_deploy_correlation", "get_handoff_digest", "get_incident", "get_incident_group", "get_incident_timeline",
        "get_on_call", "get_on_call_schedule", "list_deploys", "list_incident_actions", "list_incidents", "write_post_mortem",
    ];

    [Fact]
    public async Task Viewers_are_offered_what_reads_and_operators_what_tries_as_well()
    {
        var (eyes, ops) = (await NamesAsync(EdgeHost.Eyes), await NamesAsync(EdgeHost.Ops));
        Assert.Superset(Reading.ToHashSet(), eyes);
        Assert.DoesNotContain("try_action", eyes);
        Assert.Equal(eyes.Append("try_action").Order(), ops.Order());
        Assert.Equal(ops.Order(), (await NamesAsync(EdgeHost.Root)).Order());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("not-a-key-0123456789abcdef", HttpStatusCode.Unauthorized)]
    [InlineData(EdgeHost.Prom, HttpStatusCode.Forbidden)]
    public async Task Without_a_key_that_reads_nobody_is_told_anything(string? key, HttpStatusCode status)
    {
        const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";
        using var answer = await shared.Host.SendAsync(
            HttpMethod.Post, "/mcp", List, key: key, headers: ("Accept", "application/json, text/event-stream"));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_tool_says_what_it_takes_as_its_operation_has_declared_it()
    {
        await using var visitor = await McpVisitor.ConnectAsync(shared.Host);
        var tools = (await visitor.ToolsAsync()).ToDictionary(tool => tool.Name);
        var list = tools["list_incidents"].JsonSchema;
        Assert.Equal(
            ["open", "acknowledged", "resolved"],
            list.At("properties", "state", "items", "enum").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(100, list.At("properties", "limit", "maximum").GetInt32());
        Assert.Equal("incidentId", tools["get_incident"].JsonSchema.At("required", 0).GetString());
        var act = tools["try_action"].JsonSchema;
        Assert.Equal("action", Assert.Single(act.GetProperty("required").EnumerateArray()).GetString());
        foreach (var kept in new[] { "dry_run", "approved", "request_approval", "force" })
            Assert.False(act.GetProperty("properties").TryGetProperty(kept, out _), kept);
        Assert.All(tools.Values, tool => Assert.True(tool.ProtocolTool.Annotations is { ReadOnlyHint: true, DestructiveHint: false }, tool.Name));
    }

    [Fact]
    public async Task It_answers_what_the_api_answers()
    {
        var id = await guest.IncidentAsync("Disk full", extra: ""","service":"archive" """);
        await guest.SendAsync("/webhook/deploy", """{"service":"archive","actor":"mia"}""");
        await using var visitor = await McpVisitor.ConnectAsync(shared.Host, guest.Workspace);
        var (_, list) = await visitor.CallAsync("list_incidents", ("state", "open"), ("limit", 5));
        Assert.Equal([id], list.GetProperty("incidents").EnumerateArray().Select(item => item.Text("id")));
        foreach (var (tool, path) in new[]
        {
            ("get_incident", $"/incidents/{id}"), ("get_incident_timeline", $"/incidents/{id}/timeline"),
            ("explain_incident", $"/incidents/{id}/explain"),
        })
        {
            Assert.Equal((await guest.GetAsync(path)).GetRawText(), (await visitor.CallAsync(tool, ("incidentId", id))).Json.GetRawText());
        }
        Assert.Equal("archive", (await visitor.CallAsync("list_deploys")).Json.At("deploys", 0).Text("service"));
        Assert.Equal(1, (await visitor.CallAsync("get_handoff_digest", ("hours", 2))).Json.At("totals", "opened").GetInt32());
        Assert.Equal("draft", (await visitor.CallAsync("write_post_mortem", ("incidentId", id))).Json.Text("status"));
    }

    [Fact]
    public async Task What_is_wrong_is_refused_by_name_as_over_http()
    {
        await using var visitor = await McpVisitor.ConnectAsync(shared.Host, guest.Workspace);
        var (isRefused, problem) = await visitor.CallAsync("list_incidents", ("stat", "open"));
        Assert.True(isRefused);
        Assert.Contains("did you mean 'state'?", problem.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("validation_error", (await visitor.CallAsync("get_handoff_digest", ("hours", 99))).Json.Text("error"));
        Assert.Equal("validation_error", (await visitor.CallAsync("get_incident")).Json.Text("error"));
        Assert.True((await visitor.CallAsync("restart_everything")).IsRefused);
    }

    [Fact]
    public async Task A_bound_key_sees_its_workspace_and_no_other()
    {
        var id = await guest.IncidentAsync();
        await using var acme = await McpVisitor.ConnectAsync(shared.Host, key: EdgeHost.Acme);
        Assert.Equal("not_found", (await acme.CallAsync("get_incident", ("incidentId", id))).Json.Text("error"));
        Assert.Equal("foreign_workspace", (await acme.CallAsync("list_incidents", ("workspace_id", guest.Workspace))).Json.Text("error"));
        Assert.Equal("foreign_workspace", (await acme.CallAsync("get_handoff_digest", ("workspace_id", guest.Workspace))).Json.Text("error"));
    }

    private async Task<HashSet<string>> NamesAsync(string key)
    {
        await using var visitor = await McpVisitor.ConnectAsync(shared.Host, key: key);
        return [.. (await visitor.ToolsAsync()).Select(tool => tool.Name)];
    }
}

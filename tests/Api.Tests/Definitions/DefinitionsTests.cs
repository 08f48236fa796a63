using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Definitions;

/// <summary>What a workspace defines through the API.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DefinitionsTests(SharedHost shared)
{
    private const string Text = """
        # A comment with hunter2 in it.
        users: {dave: {email: dave@example.com}}
        teams: {payments-team: {services: [payments], layers: [{members: [dave]}]}}
        channels:
          slack: {webhook_url: "https://hooks.example.com/hunter2"}
        routes: {default_rules: {critical: [slack, log]}}
        """;

    private readonly string workspace = EmbeddedHost.NewWorkspace();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string text, string key = EdgeHost.Root,
        string type = "application/yaml", string? workspace = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(text) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Add("X-API-Key", key);
        request.Headers.Add("X-Workspace-Id", workspace ?? this.workspace);
        // Asks first, so that a refusal is read instead of a broken pipe.
        request.Headers.ExpectContinue = true;
        return await shared.Host.Client.SendAsync(request, Cancel);
    }

    private async Task<JsonElement> PutAsync(string text)
    {
        using var answer = await SendAsync(HttpMethod.Put, "/definitions", text);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.JsonAsync();
    }

    private async Task<JsonElement> GetAsync(string path, string? workspace = null)
    {
        using var answer = await shared.Host.SendAsync(HttpMethod.Get, path, workspace: workspace ?? this.workspace, key: EdgeHost.Eyes);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    [Fact]
    public async Task The_protection_of_a_namespace_is_lifted_by_keys_that_belong_to_no_workspace()
    {
        const string lifted = "users: {dave: {}}\nunprotected_namespaces: [kube-system]";
        foreach (var (method, path) in new[] { (HttpMethod.Put, "/definitions"), (HttpMethod.Post, "/definitions/check") })
        {
            using var own = await SendAsync(method, path, lifted, EdgeHost.Zoe, workspace: "ws-zoo");
            var error = (await own.ProblemAsync(422, "validation_error")).At("errors", 0);
            Assert.Contains("'unprotected_namespaces' is for the platform", error.Text("msg"), StringComparison.Ordinal);
            Assert.Equal(2, error.GetProperty("line").GetInt32());
        }
        Assert.True((await PutAsync(lifted)).GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task What_is_put_is_shown_without_its_secrets()
    {
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/definitions")).GetProperty("revision").ValueKind);
        var put = await PutAsync(Text);
        Assert.Equal((1, true), (put.GetProperty("revision").GetInt32(), put.GetProperty("changed").GetBoolean()));
        Assert.Equal("payments-team", put.At("summary", "teams", 0).GetString());
        Assert.Equal("built_in", put.At("summary").Text("default_policy"));

        var shown = await GetAsync("/definitions");
        Assert.DoesNotContain("hunter2", shown.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("webhook_url: \"***\"", shown.At("documents", 0).Text("text"), StringComparison.Ordinal);
        Assert.Equal((this.workspace, "api", "root"),
            (shown.Text("workspace_id"), shown.At("revision").Text("source"), shown.At("revision").Text("by")));
        Assert.True(shown.At("summary", "channels", 0, "configured").GetBoolean());
        Assert.Equal(0, shown.GetProperty("files").GetArrayLength());

        Assert.False((await PutAsync(Text)).GetProperty("changed").GetBoolean());
        Assert.Equal(2, (await PutAsync("users: {dave: {}}")).GetProperty("revision").GetInt32());
        var revisions = await GetAsync("/definitions/revisions");
        Assert.Equal([2, 1], revisions.GetProperty("revisions").EnumerateArray().Select(revision => revision.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_full_and_what_was_in_force_stays()
    {
        await PutAsync(Text);
        const string wrong =
            "users: {dave: {}}\nteams:\n  pay: {layers: [{members: [dav]}], time_zon: UTC}\nchannels: {slack: {webhook_url: \"http://10.0.0.1/\"}}\n";
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Put, "/definitions"), (HttpMethod.Post, "/definitions/check")])
        {
            using var answer = await SendAsync(method, path, wrong);
            var errors = (await answer.ProblemAsync(422, "validation_error")).GetProperty("errors");
            Assert.Equal(3, errors.GetArrayLength());
            Assert.Equal(("body", 3, 29),
                (errors[0].Text("file"), errors[0].GetProperty("line").GetInt32(), errors[0].GetProperty("column").GetInt32()));
            Assert.Equal("There is no user 'dav'; did you mean 'dave'? Allowed: dave.", errors[0].Text("msg"));
        }
        var shown = await GetAsync("/definitions");
        Assert.Equal(1, shown.At("revision", "number").GetInt32());
        Assert.Equal(3, shown.At("last_refused", "problems", 0, "line").GetInt32());
        // What was written may be a secret in the wrong place: only those who write are told.
        Assert.DoesNotContain("dav", shown.At("last_refused", "problems", 0).Text("message"), StringComparison.Ordinal);
        using var admins = await shared.Host.SendAsync(HttpMethod.Get, "/definitions", workspace: workspace);
        Assert.Contains("'dav'", (await admins.JsonAsync()).At("last_refused", "problems", 0).Text("message"), StringComparison.Ordinal);
        Assert.Equal("slack", (await GetAsync("/notifications/routes")).At("default_rules", "critical", 0).GetString());
    }

    [Fact]
    public async Task A_check_changes_nothing()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/definitions/check", Text);
        Assert.True((await answer.JsonAsync()).GetProperty("changed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/definitions")).GetProperty("revision").ValueKind);
    }

    [Theory]
    [InlineData(EdgeHost.Ops)]
    [InlineData(EdgeHost.Eyes)]
    [InlineData(EdgeHost.Prom)]
    public async Task Only_an_admin_may_put(string key)
    {
        using var put = await SendAsync(HttpMethod.Put, "/definitions", "{}", key);
        await put.ProblemAsync(403, "insufficient_role");
        using var check = await SendAsync(HttpMethod.Post, "/definitions/check", "{}", key);
        await check.ProblemAsync(403, "insufficient_role");
    }

    [Fact]
    public async Task A_workspace_sees_its_own_definitions_only()
    {
        await PutAsync(Text);
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/definitions", EmbeddedHost.NewWorkspace())).GetProperty("revision").ValueKind);
        foreach (var path in (string[])["/definitions", "/definitions/revisions", "/notifications/routes"])
        {
            using var foreign = await shared.Host.SendAsync(HttpMethod.Get, path, workspace: this.workspace, key: EdgeHost.Acme);
            await foreign.ProblemAsync(403, "foreign_workspace");
            using var own = await shared.Host.SendAsync(HttpMethod.Get, path, key: EdgeHost.Acme);
            var text = await own.Content.ReadAsStringAsync(Cancel);
            // Without routes of its own a workspace has the usual ones, which name a channel slack that it does not have.
            if (path == "/notifications/routes") Assert.Contains("\"registered_adapters\":[]", text, StringComparison.Ordinal);
            else Assert.DoesNotContain("slack", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_that_is_no_text_too_long_or_empty_is_refused()
    {
        using var content = new ByteArrayContent([(byte)'a', 0xFF, 0xFE]);
        content.Headers.ContentType = new("application/yaml");
        using var request =
            new HttpRequestMessage(HttpMethod.Put, "/definitions") { Content = content, Headers = { { "X-API-Key", EdgeHost.Root } } };
        using var binary = await shared.Host.Client.SendAsync(request, Cancel);
        await binary.ProblemAsync(400, "invalid_encoding");
        using var large = await SendAsync(HttpMethod.Put, "/definitions", new string('#', (256 << 10) + 1));
        await large.ProblemAsync(413, "payload_too_large");
        using var empty = await SendAsync(HttpMethod.Put, "/definitions", " ");
        await empty.ProblemAsync(422, "validation_error");
        using var image = await SendAsync(HttpMethod.Put, "/definitions", "{}", type: "image/png");
        await image.ProblemAsync(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Text_of_any_script_arrives_as_it_was_sent()
    {
        using var answer = await SendAsync(HttpMethod.Put, "/definitions", "users: {Дмитрий: {}}", type: "text/yaml");
        Assert.Equal("Дмитрий", (await answer.JsonAsync()).At("summary", "users", 0).GetString());
        Assert.Contains("Дмитрий",
            Encoding.UTF8.GetString(await (await shared.Host.SendAsync(HttpMethod.Get, "/definitions",
                workspace: this.workspace)).Content.ReadAsByteArrayAsync(Cancel)), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A workspace that is taken elsewhere.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WorkspaceTransferTests(SharedHost shared)
{
    private readonly EmbeddedHost host = shared.Host;
    private readonly Guest guest = new(shared.Host);
    private readonly Guest other = new(shared.Host);

    [Fact]
    public async Task What_was_exported_is_there_after_the_import()
    {
        var id = await guest.IncidentAsync();
        await guest.SendAsync($"/incidents/{id}/notes", """{"text":"The pool is exhausted."}""");
        await guest.DefineAsync("users: {dave: {slack: U1}}");
        await guest.SendAsync("/webhook/deploy", """{"service":"payments","version":"v2"}""");
        var export = await ExportAsync(guest);
        var lines = export.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("""{"record":"workspace","row":{"version":1,"id":""", lines[0], StringComparison.Ordinal);
        Assert.Equal($$$"""{"record":"end","row":{"rows":{{{lines.Length - 2}}}}}""", lines[^1]);

        await CreateAsync(other);
        using var imported = await ImportAsync(other, export);
        Assert.Equal(lines.Length - 2, (await imported.JsonAsync()).GetProperty("rows").GetInt32());
        Assert.Equal([id], await other.IdsAsync());
        Assert.Equal([id], await other.IdsAsync("?q=cpu"));
        // What is the same in both, less whose it is.
        foreach (var path in new[] { $"/incidents/{id}/timeline", "/definitions", $"/incidents/{id}/deliveries", "/webhook/deploy/recent" })
        {
            var (here, there) = (await guest.GetAsync(path), await other.GetAsync(path));
            Assert.Equal(here.ToString(), there.ToString().Replace(other.Workspace, guest.Workspace, StringComparison.Ordinal));
        }
        Assert.Equal(other.Workspace, (await other.GetAsync($"/incidents/{id}")).At("incident").Text("workspace_id"));
        // And it lives: its alerts are known, and people act on it.
        var repeat = await other.SendAsync("/webhook", """{"title":"High CPU","dedup_key":"k1"}""");
        Assert.Equal((id, true), (repeat.Text("incident_id"), repeat.GetProperty("deduplicated").GetBoolean()));
        Assert.Equal("acknowledged", (await other.SendAsync($"/incidents/{id}/acknowledge", "{}")).At("incident").Text("state"));
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        Assert.Contains("workspace_imported", (await other.GetAsync("/audit")).ToString(), StringComparison.Ordinal);
        Assert.Contains("workspace_exported", (await guest.GetAsync("/audit")).ToString(), StringComparison.Ordinal);
        await Poll.UntilAsync("the audit of the import is sealed", async () =>
            (await other.GetAsync("/audit/verify")).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task What_is_not_empty_takes_no_import()
    {
        await guest.IncidentAsync();
        var export = await ExportAsync(guest);
        using var answer = await ImportAsync(guest, export);
        await answer.ProblemAsync(409, "workspace_not_empty");
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_line()
    {
        const string Header = """{"record":"workspace","row":{"version":1,"id":"ws-from","created_at":"2026-01-15T10:30:00Z"}}""";
        await CreateAsync(other);
        foreach (var (text, line) in new[]
        {
            ("", "line 1"), ("{}", "line 1"), ("no json", "line 1"),
            (Header.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), "line 1"),
            (Header, "line 1"), (Header + "\nno json", "line 2"), (Header + "\n" + """{"record":"colours","row":{}}""", "line 2"),
            (Header + "\n" + """{"record":"deploys","row":{"id":"d","colour":"red"}}""", "line 2"),
            (Header + "\n" + """{"record":"deploys","row":{"id":"d"}}""", "line 2"),
            (Header + "\n" + """{"record":"end","row":{"rows":5}}""", "line 2"),
            // Halves of surrogate pairs, which are read as JSON and are no text, and what a document says twice.
            (Header.Replace("ws-from", @"\ud800", StringComparison.Ordinal), "line 1"),
            (Header + "\n" + """{"record":"\udc00","row":{}}""", "line 2"),
            (Header + "\n" + """{"record":"deploys","row":{"\udc00":"d"}}""", "line 2"),
            (Header + "\n" + Deploy("""{"service":"\ud800"}"""), "line 2"), (Header + "\n" + Deploy("""{"a":1,"a":2}"""), "line 2"),
            (Header + "\n" + Deploy("{}", at: 253_402_300_800_000), "line 2"), (Header + "\n" + Audit("[]"), "line 2"),
            (Header + "\n" + Audit("""{"a":"\ud800"}"""), "line 2"), (Header + "\n" + Audit("""{"a":""" + new string('[', 30)), "line 2"),
        })
        {
            using var answer = await ImportAsync(other, text);
            Assert.Contains(line, (await answer.ProblemAsync(422, "validation_error")).ToString(), StringComparison.Ordinal);
        }

        static string Deploy(string document, long at = 1) => $$$"""
            {"record":"deploys","row":{"id":"d","service":"s","workload":"w","at":{{{at}}},"document":{{{JsonSerializer.Serialize(document)}}}}}
            """;

        static string Audit(string detail) => $$$"""
            {"record":"audit","row":{"actor":"a","action":"b","kind":"c","id":"d","at":1,"detail":{{{JsonSerializer.Serialize(detail)}}}}}
            """;
    }

    [Fact]
    public async Task An_admin_exports_his_own_and_the_platform_imports()
    {
        using var sent = await host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"A lion is loose","dedup_key":"lion"}""", null, EdgeHost.Zoe);
        using var own = await host.SendAsync(HttpMethod.Get, "/workspaces/ws-zoo/export", key: EdgeHost.Zoe);
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (own.StatusCode, own.Content.Headers.ContentType?.MediaType));
        Assert.Contains("A lion is loose", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await guest.IncidentAsync();
        using var foreign = await host.SendAsync(HttpMethod.Get, $"/workspaces/{guest.Workspace}/export", key: EdgeHost.Zoe);
        await foreign.ProblemAsync(404, "workspace_not_found");
        using var import = await host.SendAsync(HttpMethod.Post, "/workspaces/ws-zoo/import", "{}", key: EdgeHost.Zoe);
        await import.ProblemAsync(403, "forbidden");
        using var role = await host.SendAsync(HttpMethod.Get, $"/workspaces/{guest.Workspace}/export", key: EdgeHost.Ops);
        await role.ProblemAsync(403, "insufficient_role");
    }

    private async Task<string> ExportAsync(Guest one)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, $"/workspaces/{one.Workspace}/export");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task CreateAsync(Guest one)
    {
        using var created = await host.SendAsync(HttpMethod.Post, "/workspaces", $$"""{"id":"{{one.Workspace}}"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private async Task<HttpResponseMessage> ImportAsync(Guest one, string export)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/workspaces/{one.Workspace}/import");
        request.Content = new StringContent(export, Encoding.UTF8, "application/x-ndjson");
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        return await host.Client.SendAsync(request);
    }
}

using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Workspaces;

/// <summary>Keys that workspaces hand out, over HTTP.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ManagedKeyTests(SharedHost shared)
{
    private const string Viewer = "\"role\":\"viewer\"";

    private readonly EmbeddedHost host = shared.Host;
    private readonly KeyHolder keys = new(shared.Host);

    [Fact]
    public async Task A_key_opens_its_workspace_at_once_and_no_other()
    {
        var (key, id) = await keys.MakeAsync(Viewer);
        Assert.StartsWith($"ais.{keys.Workspace}.{id}.", key, StringComparison.Ordinal);
        await keys.BecomesAsync(key, HttpStatusCode.OK);
        using (var foreign = await host.SendAsync(HttpMethod.Get, "/incidents", workspace: "ws-elsewhere", key: key))
            await foreign.ProblemAsync(403, "foreign_workspace");
        using (var more = await host.SendAsync(HttpMethod.Post, "/silences", "{}", key: key)) await more.ProblemAsync(403, "insufficient_role");

        var guest = new Guest(host) { Workspace = keys.Workspace };
        var own = await guest.IncidentAsync();
        var foreigner = await new Guest(host).IncidentAsync();
        using var list = await host.SendAsync(HttpMethod.Get, "/incidents", key: key);
        Assert.Equal([own], (await list.JsonAsync()).GetProperty("incidents").EnumerateArray().Select(incident => incident.Text("id")));
        using var absent = await host.SendAsync(HttpMethod.Get, $"/incidents/{foreigner}", key: key);
        await absent.ProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "GenieKey ")]
    [InlineData("X-API-Key", "")]
    public async Task It_is_presented_as_any_key_is(string header, string before)
    {
        var (key, _) = await keys.MakeAsync(Viewer);
        await keys.BecomesAsync(key, HttpStatusCode.OK);
        using var answer = await host.SendAsync(HttpMethod.Get, "/incidents", key: null, headers: (header, before + key));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var inAddress = await host.SendAsync(HttpMethod.Get, $"/incidents?api_key={key}", key: null);
        Assert.Equal(HttpStatusCode.OK, inAddress.StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_held_to_scopes_is_refused_elsewhere_by_the_scopes_name()
    {
        var (key, _) = await keys.MakeAsync("\"role\":\"operator\",\"scopes\":[\"ingest\"]");
        await keys.BecomesAsync(key, HttpStatusCode.Forbidden);
        using var sent = await host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"t","dedup_key":"t"}""", key: key);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        using var read = await host.SendAsync(HttpMethod.Get, "/incidents", key: key);
        var problem = await read.ProblemAsync(403, "insufficient_scope");
        Assert.Equal("This key is good for ingest only; this needs the scope read.", problem.Text("detail"));
        using var acted = await host.SendAsync(HttpMethod.Post, "/actions/execute", "{}", key: key);
        Assert.Contains("the scope act", (await acted.ProblemAsync(403, "insufficient_scope")).Text("detail"), StringComparison.Ordinal);
        using var page = await host.SendAsync(HttpMethod.Get, "/docs", key: key);
        await page.ProblemAsync(403, "insufficient_scope");
    }

    [Fact]
    public async Task Withdrawn_it_opens_nothing_any_more_and_is_shown_as_that()
    {
        var (key, id) = await keys.MakeAsync(Viewer);
        await keys.BecomesAsync(key, HttpStatusCode.OK);
        await keys.RevokeAsync(id);
        await keys.BecomesAsync(key, HttpStatusCode.Unauthorized);
        await keys.RevokeAsync(id);
        Assert.Equal("revoked", Assert.Single(await keys.ListAsync()).Text("status"));
    }

    [Fact]
    public async Task Rotated_both_open_until_the_overlap_is_over()
    {
        var (old, id) = await keys.MakeAsync("\"role\":\"operator\",\"scopes\":[\"read\",\"respond\"]");
        var (next, nextId) = await keys.RotateAsync(id, "");
        await keys.BecomesAsync(next, HttpStatusCode.OK);
        await keys.BecomesAsync(old, HttpStatusCode.OK);
        var listed = await keys.ListAsync();
        Assert.Equal([("replaced", nextId), ("active", null)], listed.Select(key => (key.Text("status"), key.Text("replaced_by"))));
        Assert.Equal(["read", "respond"], listed[1].GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        using (var again = await host.SendAsync(HttpMethod.Post, $"{keys.Path}/{id}/rotate"))
            Assert.Contains(nextId, (await again.ProblemAsync(409, "key_replaced")).Text("detail"), StringComparison.Ordinal);

        var (last, _) = await keys.RotateAsync(nextId, """{"overlap_hours":0}""");
        await keys.BecomesAsync(last, HttpStatusCode.OK);
        await keys.BecomesAsync(next, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_admin_of_a_workspace_hands_out_keys_of_it_alone()
    {
        var zoo = new KeyHolder(host, "ws-zoo");
        var (admin, id) = await zoo.MakeAsync("\"role\":\"admin\"", EdgeHost.Zoe);
        await zoo.BecomesAsync(admin, HttpStatusCode.OK);
        var (viewer, viewerId) = await zoo.MakeAsync(Viewer, admin);
        await zoo.BecomesAsync(viewer, HttpStatusCode.OK);

        // Absent and foreign are the same.
        foreach (var workspace in new[] { keys.Workspace, "ws-nobody-has-ever-heard-of", "a.b", "*" })
        {
            var made = await host.SendAsync(HttpMethod.Post, $"/workspaces/{workspace}/keys", """{"name":"x","role":"viewer"}""", key: admin);
            Assert.Equal($"Workspace {workspace} not found.", (await made.ProblemAsync(404, "workspace_not_found")).Text("detail"));
            var listed = await host.SendAsync(HttpMethod.Get, $"/workspaces/{workspace}/keys", key: admin);
            Assert.Equal($"Workspace {workspace} not found.", (await listed.ProblemAsync(404, "workspace_not_found")).Text("detail"));
            var withdrawn = await host.SendAsync(HttpMethod.Delete, $"/workspaces/{workspace}/keys/{viewerId}", key: admin);
            await withdrawn.ProblemAsync(404, "workspace_not_found");
            var rotated = await host.SendAsync(HttpMethod.Post, $"/workspaces/{workspace}/keys/{viewerId}/rotate", key: admin);
            await rotated.ProblemAsync(404, "workspace_not_found");
        }
        using (var unknown = await host.SendAsync(HttpMethod.Delete, $"{zoo.Path}/key-unknown", key: admin))
            await unknown.ProblemAsync(404, "not_found");
        using (var refused = await zoo.TryMakeAsync(Viewer, viewer)) await refused.ProblemAsync(403, "insufficient_role");
        using (var refused = await zoo.TryMakeAsync(Viewer, EdgeHost.Ops)) await refused.ProblemAsync(403, "insufficient_role");
        await zoo.RevokeAsync(id);
        await zoo.RevokeAsync(viewerId);
    }

    [Fact]
    public async Task Nobody_hands_out_more_than_his_own_key_is_good_for()
    {
        var (clerk, clerkId) = await keys.MakeAsync("\"role\":\"admin\",\"scopes\":[\"administer\",\"read\"]");
        await keys.BecomesAsync(clerk, HttpStatusCode.OK);
        using (var all = await keys.TryMakeAsync("\"role\":\"admin\"", clerk)) await all.ProblemAsync(403, "beyond_own_key");
        using (var more = await keys.TryMakeAsync("\"role\":\"operator\",\"scopes\":[\"read\",\"act\"]", clerk))
            await more.ProblemAsync(403, "beyond_own_key");
        var (_, other) = await keys.MakeAsync("\"role\":\"admin\"");
        using (var rotated = await host.SendAsync(HttpMethod.Post, $"{keys.Path}/{other}/rotate", key: clerk))
            await rotated.ProblemAsync(403, "beyond_own_key");
        using (var own = await host.SendAsync(HttpMethod.Post, $"{keys.Path}/{clerkId}/rotate", key: clerk))
            Assert.Equal(HttpStatusCode.Created, own.StatusCode);
        using var less = await keys.TryMakeAsync("\"role\":\"viewer\",\"scopes\":[\"read\"]", clerk);
        Assert.Equal(HttpStatusCode.Created, less.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"","role":"viewer"}""", "body.name")]
    [InlineData("""{"name":"a b","role":"viewer"}""", "body.name")]
    [InlineData("""{"name":"System","role":"viewer"}""", "body.name")]
    [InlineData("""{"name":"a","role":"owner"}""", "body.role")]
    [InlineData("""{"name":"a","role":"viewer","scopes":[]}""", "body.scopes")]
    [InlineData("""{"name":"a","role":"viewer","scopes":["*"]}""", "body.scopes.0")]
    [InlineData("""{"name":"a","role":"viewer","scopes":["read","act"]}""", "body.scopes.1")]
    [InlineData("""{"name":"a","role":"viewer","expires_at":"2020-01-01T00:00:00Z"}""", "body.expires_at")]
    [InlineData("""{"name":"a","role":"viewer","workspace":"*"}""", "body.workspace")]
    [InlineData("""{"role":"viewer"}""", "body.name")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        using var answer = await host.SendAsync(HttpMethod.Post, keys.Path, body);
        Assert.Equal(field, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData("""{"overlap_hours":-1}""")]
    [InlineData("""{"overlap_hours":721}""")]
    public async Task An_overlap_has_a_limit(string body)
    {
        var (_, id) = await keys.MakeAsync(Viewer);
        using var answer = await host.SendAsync(HttpMethod.Post, $"{keys.Path}/{id}/rotate", body);
        Assert.Equal("body.overlap_hours", (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Each_step_is_in_the_audit_by_the_name_of_the_key_that_took_it()
    {
        var (_, id) = await keys.MakeAsync(Viewer);
        await keys.RevokeAsync(id);
        using var answer = await host.SendAsync(HttpMethod.Get, "/audit", workspace: keys.Workspace);
        Assert.Equal(
            [("root", "key_revoked", id), ("root", "key_created", id)],
            (await answer.JsonAsync()).GetProperty("entries").EnumerateArray()
                .Select(row => (row.Text("actor"), row.Text("action"), row.Text("subject"))));
    }
}

using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Mcp;

namespace AiSre.Api.Tests.Workspaces;

/// <summary>Scopes hold on every way in: the console's forms, an assistant's tools, the bot.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ScopedPeopleTests(SharedHost shared)
{
    private readonly EmbeddedHost host = shared.Host;
    private readonly KeyHolder keys = new(shared.Host);

    [Fact]
    public async Task A_session_is_held_to_the_scopes_of_its_key_and_ends_with_it()
    {
        var id = await new Guest(host) { Workspace = keys.Workspace }.IncidentAsync();
        var (key, keyId) = await keys.MakeAsync("\"role\":\"operator\",\"scopes\":[\"read\",\"respond\"]");
        await keys.BecomesAsync(key, HttpStatusCode.OK);
        using var visitor = await ConsoleVisitor.SignInAsync(host, keys.Workspace, key);
        await visitor.GoAsync($"/incidents/{id}");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        await visitor.SendAsync($"/incidents/{id}/acknowledge");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        await visitor.GoAsync("/heartbeats");
        await visitor.PostAsync("/autonomy/run");
        Assert.Equal(HttpStatusCode.Forbidden, visitor.Status);
        Assert.Contains("needs the scope act", visitor.Text, StringComparison.Ordinal);

        await keys.RevokeAsync(keyId);
        await keys.BecomesAsync(key, HttpStatusCode.Unauthorized);
        await visitor.GoAsync("/incidents");
        Assert.Contains("/console/sign-in", visitor.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assistant_is_offered_what_its_keys_scopes_allow()
    {
        var (reader, _) = await keys.MakeAsync("\"role\":\"operator\",\"scopes\":[\"read\"]");
        var (actor, _) = await keys.MakeAsync("\"role\":\"operator\"");
        await keys.BecomesAsync(reader, HttpStatusCode.OK);
        await keys.BecomesAsync(actor, HttpStatusCode.OK);
        await using var reading = await McpVisitor.ConnectAsync(host, key: reader);
        await using var acting = await McpVisitor.ConnectAsync(host, key: actor);
        Assert.Contains("try_action", (await acting.ToolsAsync()).Select(tool => tool.Name));
        var offered = (await reading.ToolsAsync()).Select(tool => tool.Name).ToList();
        Assert.Contains("list_incidents", offered);
        Assert.DoesNotContain("try_action", offered);
        Assert.True((await reading.CallAsync("try_action", ("action", "restart_pod"))).IsRefused);
    }

    [Fact]
    public async Task The_bot_does_nothing_that_the_keys_scopes_do_not_allow()
    {
        var id = await new Guest(host) { Workspace = keys.Workspace }.IncidentAsync();
        var (reader, _) = await keys.MakeAsync("\"role\":\"operator\",\"scopes\":[\"read\"]");
        await keys.BecomesAsync(reader, HttpStatusCode.OK);
        using var asked = await host.SendAsync(
            HttpMethod.Post, "/bot/interact", $$"""{"message":"acknowledge","incident_id":"{{id}}","auto_apply":true}""", key: reader);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("the scope respond", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var incident = await host.SendAsync(HttpMethod.Get, $"/incidents/{id}", key: reader);
        Assert.Equal("open", (await incident.JsonAsync()).At("incident").Text("state"));
    }
}

using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What belongs to another workspace does not exist.</summary>
[Collection(OnSharedHost.Name)]
public sealed class TenancyTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "", null }, { "GET", "/timeline", null }, { "GET", "/metrics", null }, { "GET", "/group", null }, { "GET", "/actions", null },
            { "GET", "/explain", null },
        { "POST", "/acknowledge", "{}" }, { "POST", "/resolve", "{}" }, { "POST", "/reopen", "{}" }, { "POST", "/notes", """{"text":"x"}""" },
        { "POST", "/assign", """{"to":"x"}""" }, { "POST", "/snooze", """{"minutes":5}""" }, { "POST", "/unmerge", """{"alert_identity":"x"}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_foreign_id_is_404_on_every_route(string method, string route, string? body)
    {
        var id = await guest.IncidentAsync();
        var before = (await guest.GetAsync($"/incidents/{id}")).GetRawText();
        using var named = await shared.Host.SendAsync(new HttpMethod(method), $"/incidents/{id}{route}", body, "ws-elsewhere");
        await named.ProblemAsync(404, "not_found");
        using var bound = await shared.Host.SendAsync(new HttpMethod(method), $"/incidents/{id}{route}", body, null, EdgeHost.Acme);
        await bound.ProblemAsync(404, "not_found");
        using var unknown = await shared.Host.SendAsync(new HttpMethod(method), $"/incidents/inc-0000000000000{route}", body);
        await unknown.ProblemAsync(404, "not_found");
        using var nonsense = await shared.Host.SendAsync(new HttpMethod(method), $"/incidents/nonsense{route}", body);
        await nonsense.ProblemAsync(404, "not_found");
        Assert.Equal(before, (await guest.GetAsync($"/incidents/{id}")).GetRawText());
    }

    [Fact]
    public async Task A_bound_key_sees_its_own_workspace_without_naming_it()
    {
        using var sent = await shared.Host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"Mine","dedup_key":"mine"}""", null, EdgeHost.Acme);
        var id = (await sent.JsonAsync()).Text("incident_id");
        var foreign = await guest.IncidentAsync();
        using var list = await shared.Host.SendAsync(HttpMethod.Get, "/incidents?limit=100", null, null, EdgeHost.Acme);
        var incidents = (await list.JsonAsync()).GetProperty("incidents").EnumerateArray().ToList();
        Assert.Contains(incidents, incident => incident.Text("id") == id);
        Assert.All(incidents, incident => Assert.Equal("ws-acme", incident.Text("workspace_id")));
        Assert.DoesNotContain(incidents, incident => incident.Text("id") == foreign);
    }

    [Theory]
    [InlineData("/incidents")]
    [InlineData("/activity")]
    [InlineData("/webhook/dead-letter")]
    [InlineData("/platform/overview")]
    public async Task A_bound_key_may_not_filter_by_another_workspace(string path)
    {
        using var answer = await shared.Host.SendAsync(HttpMethod.Get, $"{path}?workspace_id=ws-other", null, null, EdgeHost.Acme);
        await answer.ProblemAsync(403, "foreign_workspace");
        using var header = await shared.Host.SendAsync(HttpMethod.Get, path, null, "ws-other", EdgeHost.Acme);
        await header.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task An_unbound_key_that_names_no_workspace_sees_and_opens_all()
    {
        var id = await guest.IncidentAsync();
        using var list = await shared.Host.SendAsync(HttpMethod.Get, $"/incidents?workspace_id={guest.Workspace}");
        Assert.Equal(id, (await list.JsonAsync()).At("incidents", 0).Text("id"));
        using var detail = await shared.Host.SendAsync(HttpMethod.Get, $"/incidents/{id}");
        Assert.Equal(guest.Workspace, (await detail.JsonAsync()).At("incident").Text("workspace_id"));
        using var acted = await shared.Host.SendAsync(HttpMethod.Post, $"/incidents/{id}/acknowledge", "{}");
        Assert.Equal("acknowledged", (await acted.JsonAsync()).At("incident").Text("state"));
    }

    [Fact]
    public async Task Equal_alerts_of_two_workspaces_are_two_incidents()
    {
        var other = new Guest(shared.Host);
        Assert.NotEqual(await guest.IncidentAsync(), await other.IncidentAsync());
        Assert.Single(await guest.IdsAsync());
        Assert.Single(await other.IdsAsync());
    }

    [Fact]
    public async Task Without_a_workspace_it_is_the_default_one()
    {
        using var sent = await shared.Host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"Nobody's","dedup_key":"default"}""");
        using var detail = await shared.Host.SendAsync(HttpMethod.Get, $"/incidents/{(await sent.JsonAsync()).Text("incident_id")}");
        Assert.Equal("default", (await detail.JsonAsync()).At("incident").Text("workspace_id"));
    }
}

using System.Net;
using System.Net.Http.Headers;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Tools that are known by their shape, and those that a workspace describes itself.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SourceTests(SharedHost shared)
{
    private const string Ovens = """
        sources:
          Ovens:
            title: "{$.oven}: {$.fault}"
            identity: $.oven
            state: {from: $.phase, words: {hot: firing, cold: resolved}}
            severity: [{from: $.grade, words: {"1": critical}}, high]
            service: "=bakery"
        """;

    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_known_tool_is_recognised_and_is_the_incidents_source()
    {
        const string Down =
            """{"check_id":5,"check_name":"Till","check_type":"HTTP","current_state":"DOWN","importance_level":"HIGH"}""";
        var opened = await guest.SendAsync("/webhook", Down);
        Assert.Equal("created", opened.Text("action"));
        var incident = (await guest.GetAsync($"/incidents/{opened.Text("incident_id")}")).GetProperty("incident");
        Assert.Equal(("Till", "pingdom", "high"), (incident.Text("title"), incident.Text("source"), incident.Text("severity")));
        Assert.Equal("deduplicated", (await guest.SendAsync("/webhook", Down, ("X-Source", "Pingdom"))).Text("action"));
        var up = Down.Replace("DOWN", "UP", StringComparison.Ordinal);
        Assert.Equal("resolved", (await guest.SendAsync("/webhook?source=pingdom", up)).Text("action"));
    }

    [Fact]
    public async Task A_header_says_whose_a_body_is()
    {
        var answer = await guest.SendAsync("/webhook", """{"action":"created","data":{"comment":"I look"}}""", ("Sentry-Hook-Resource", "comment"));
        Assert.Equal("ignored", answer.Text("action"));
    }

    [Fact]
    public async Task A_tool_of_the_workspaces_own_is_read_as_it_says()
    {
        using (var early = await guest.PostAsync("/webhook?source=ovens", "{}"))
            Assert.Contains("Use one of alertmanager", (await early.ProblemAsync(400, "unsupported_source")).Text("detail"));
        await PutAsync(Ovens);
        const string Hot = """{"oven":"Oven 3","fault":"too hot","phase":"hot","grade":1}""";
        var opened = await guest.SendAsync("/webhook?source=ovens", Hot);
        var incident = (await guest.GetAsync($"/incidents/{opened.Text("incident_id")}")).GetProperty("incident");
        Assert.Equal(
            ("Oven 3: too hot", "Ovens", "critical", "bakery"),
            (incident.Text("title"), incident.Text("source"), incident.Text("severity"), incident.Text("service")));
        Assert.Equal("deduplicated", (await guest.SendAsync("/webhook", Hot, ("X-Source", "ovens"))).Text("action"));
        var over = await guest.SendAsync("/webhook?source=OVENS", Hot.Replace("\"hot\"", "\"cold\"", StringComparison.Ordinal));
        Assert.Equal(("resolved", opened.Text("incident_id")), (over.Text("action"), over.Text("incident_id")));

        using var mistyped = await guest.PostAsync("/webhook?source=oven", Hot);
        Assert.Contains("Did you mean 'Ovens'?", (await mistyped.ProblemAsync(400, "unsupported_source")).Text("detail"), StringComparison.Ordinal);
        using var stranger = await new Guest(shared.Host).PostAsync("/webhook?source=ovens", Hot);
        await stranger.ProblemAsync(400, "unsupported_source");
    }

    [Fact]
    public async Task A_check_shows_where_each_field_came_from_and_stores_nothing()
    {
        await PutAsync(Ovens);
        var check = await guest.SendAsync("/sources/check?source=ovens", """{"oven":"Oven 3","phase":"cold"}""");
        Assert.Equal(("ovens", true), (check.Text("source"), check.GetProperty("recognised").GetBoolean()));
        var alert = check.At("alerts", 0);
        Assert.Equal(("resolved", "Oven 3", "high"), (alert.Text("state"), alert.Text("identity"), alert.Text("severity")));
        var fields = check.GetProperty("fields").EnumerateArray().ToDictionary(field => field.Text("field")!);
        Assert.Equal("$.phase", fields["state"].Text("from"));
        Assert.Equal((null, "{$.oven}: {$.fault}"), (fields["title"].Text("value"), fields["title"].Text("tried")));
        Assert.Empty(await guest.IdsAsync());
    }

    [Fact]
    public async Task Mistakes_are_told_with_their_place()
    {
        using var answer = await SendAsync("sources: {ovens: {title: $.a, states: $.b}}");
        var error = (await answer.ProblemAsync(422, "validation_error")).At("errors", 0);
        Assert.Contains("did you mean 'state'?", error.Text("msg"), StringComparison.Ordinal);
        Assert.Equal(31, error.GetProperty("column").GetInt32());
    }

    private async Task PutAsync(string text)
    {
        using var answer = await SendAsync(text);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/definitions") { Content = new StringContent(text) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/yaml");
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.Add("X-Workspace-Id", guest.Workspace);
        return await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

using System.Text.Json;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class CommandTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_life_of_an_incident_by_hand_is_on_its_timeline_and_in_the_activity()
    {
        var id = await guest.IncidentAsync();
        Assert.Equal(("acknowledged", "root"), State(await guest.SendAsync($"/incidents/{id}/acknowledge", "{}"), "acknowledged_by"));
        Assert.Equal(("acknowledged", "team-db"), State(await guest.SendAsync($"/incidents/{id}/assign", """{"to":"team-db"}"""), "assigned_to"));
        await guest.SendAsync($"/incidents/{id}/notes", """{"text":"looks like memory","actor":"dave"}""");
        Assert.EndsWith("Z", (await guest.SendAsync($"/incidents/{id}/snooze", """{"minutes":30}""")).At("incident").Text("snoozed_until"));
        Assert.Equal(("resolved", "scaled out"),
            State(await guest.SendAsync($"/incidents/{id}/resolve", """{"actor":"dave","resolution":"scaled out"}"""), "resolution"));
        Assert.Equal(("open", null), State(await guest.SendAsync($"/incidents/{id}/reopen", ""), "resolved_at"));

        var events = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray()
            .Select(e => (e.Text("event_type"), e.Text("actor"))).ToList();
        Assert.Equal(
            [("alert_received", "webhook:webhook"), ("incident_created", "system"), ("incident_acknowledged", "root"), ("incident_assigned", "root"),
                ("note_added", "dave"), ("incident_snoozed", "root"), ("incident_resolved", "dave"), ("incident_reopened", "root")], events);
        var activity = (await guest.GetAsync($"/activity?workspace_id={guest.Workspace}")).GetProperty("activity").EnumerateArray()
            .Select(item => item.Text("action"));
        Assert.Equal(["reopen", "resolve", "snooze", "note", "assign", "acknowledge"], activity);
    }

    [Fact]
    public async Task The_key_that_vouches_for_another_name_stands_beside_it()
    {
        var id = await guest.IncidentAsync();
        await guest.SendAsync($"/incidents/{id}/acknowledge", """{"actor":"dave","note":"mine"}""");
        await guest.SendAsync($"/incidents/{id}/notes", """{"text":"by the key itself"}""");
        await guest.SendAsync($"/incidents/{id}/notes", """{"text":"by its name","actor":"root"}""");
        await guest.SendAsync($"/incidents/{id}/resolve", """{"actor":"dave"}""");
        var vias = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray()
            .Skip(2)
            .Select(e => (e.Text("event_type"), e.Text("actor"), e.At("payload").TryGetProperty("via", out var via) ? via.GetString() : null));
        Assert.Equal(
            [
                ("incident_acknowledged", "dave", "root"), ("note_added", "root", null), ("note_added", "root", null),
                ("incident_resolved", "dave", "root"),
            ],
            vias);
    }

    [Theory]
    [InlineData("acknowledge", """{"actor":"system"}""", "body.actor")]
    [InlineData("acknowledge", """{"actor":"slack:ceo"}""", "body.actor")]
    [InlineData("resolve", """{"actor":"webhook:alertmanager"}""", "body.actor")]
    [InlineData("notes", """{"text":"x","actor":"dave\nsystem"}""", "body.actor")]
    [InlineData("snooze", """{"minutes":5,"actor":"Autonomy"}""", "body.actor")]
    [InlineData("unmerge", """{"alert_identity":"x","actor":"system"}""", "body.actor")]
    [InlineData("assign", """{"to":"system"}""", "body.to")]
    [InlineData("diagnosis/feedback", """{"correct":true,"actor":"system"}""", "body.actor")]
    public async Task Nobody_acts_in_the_platforms_name(string command, string body, string loc)
    {
        var id = await guest.IncidentAsync();
        using var refused = await guest.PostAsync($"/incidents/{id}/{command}", body);
        Assert.Equal(loc, (await refused.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData("/silences", "author")]
    [InlineData("/api/v2/silences", "createdBy")]
    public async Task Nor_silences_anything_in_it(string path, string field)
    {
        var now = DateTimeOffset.UtcNow;
        using var refused = await guest.PostAsync(path, $$"""
            {"matchers":[{"name":"service","value":"x","isRegex":false,"isEqual":true}],"startsAt":"{{now:o}}","endsAt":"{{now.AddHours(1):o}}",
             "{{field}}":"system","comment":"x"}
            """);
        Assert.Equal("body.author", (await refused.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Whoever_is_named_exists_where_people_are_defined()
    {
        await guest.DefineAsync("""
            users: {nina: {email: nina@x.test}}
            teams: {shop: {services: [cart]}}
            """);
        var id = await guest.IncidentAsync();
        foreach (var (command, body, loc, nearest) in new[]
        {
            ("assign", """{"to":"nima"}""", "body.to", "nina"), ("assign", """{"to":"shops"}""", "body.to", "shop"),
            ("assign", """{"to":"nina","actor":"boss"}""", "body.actor", null), ("acknowledge", """{"actor":"nima"}""", "body.actor", "nina"),
            ("notes", """{"text":"x","actor":"shop"}""", "body.actor", null), ("snooze", """{"minutes":5,"actor":"boss"}""", "body.actor", null),
        })
        {
            using var refused = await guest.PostAsync($"/incidents/{id}/{command}", body);
            var problem = await refused.ProblemAsync(422, "validation_error");
            Assert.Equal(loc, problem.Loc());
            Assert.Contains(nearest is null ? "Nobody here is called" : $"did you mean {nearest}?", problem.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(("open", "nina"), State(await guest.SendAsync($"/incidents/{id}/assign", """{"to":"Nina","actor":"NINA"}"""), "assigned_to"));
        Assert.Equal(("open", "shop"), State(await guest.SendAsync($"/incidents/{id}/assign", """{"to":"shop"}"""), "assigned_to"));
        // The key's own name is somebody's too.
        Assert.Equal(("open", "root"), State(await guest.SendAsync($"/incidents/{id}/assign", """{"to":"root"}"""), "assigned_to"));
        Assert.Equal(["nina", "root", "root"], (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray()
            .Where(e => e.Text("event_type") == "incident_assigned").Select(e => e.Text("actor")));
    }

    [Theory]
    [InlineData("acknowledge", """{"note":"on it"}""")]
    [InlineData("resolve", """{"resolution":"done"}""")]
    [InlineData("notes", """{"text":"x"}""")]
    [InlineData("assign", """{"to":"x"}""")]
    [InlineData("reopen", "{}")]
    public async Task A_command_sent_twice_answers_alike_and_happens_once(string command, string body)
    {
        var id = await guest.IncidentAsync();
        var first = await guest.SendAsync($"/incidents/{id}/{command}", body);
        var events = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("count").GetInt32();
        Assert.Equal(first.GetRawText(), (await guest.SendAsync($"/incidents/{id}/{command}", body)).GetRawText());
        Assert.Equal(events, (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("notes", "{}", "body.text")]
    [InlineData("notes", """{"text":""}""", "body.text")]
    [InlineData("notes", """{"text":"  "}""", "body.text")]
    [InlineData("notes", """{"text":null}""", "body.text")]
    [InlineData("notes", """{"text":7}""", "body.text")]
    [InlineData("assign", "{}", "body.to")]
    [InlineData("assign", """{"to":""}""", "body.to")]
    [InlineData("snooze", "{}", "body.minutes")]
    [InlineData("snooze", """{"minutes":0}""", "body.minutes")]
    [InlineData("snooze", """{"minutes":10081}""", "body.minutes")]
    [InlineData("snooze", """{"minutes":"10"}""", "body.minutes")]
    [InlineData("unmerge", "{}", "body.alert_identity")]
    [InlineData("acknowledge", """{"actor":7}""", "body.actor")]
    public async Task A_wrong_body_is_422_and_names_the_field(string command, string body, string loc)
    {
        var id = await guest.IncidentAsync();
        using var answer = await guest.PostAsync($"/incidents/{id}/{command}", body);
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
        Assert.Equal(2, (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("notes", "text", 8193)]
    [InlineData("acknowledge", "note", 8193)]
    [InlineData("resolve", "resolution", 8193)]
    [InlineData("assign", "to", 201)]
    public async Task What_is_too_long_is_422(string command, string field, int length)
    {
        var id = await guest.IncidentAsync();
        using var answer =
            await guest.PostAsync($"/incidents/{id}/{command}",
                JsonSerializer.Serialize(new Dictionary<string, string> { [field] = new('x', length) }));
        Assert.Equal($"body.{field}", (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData("acknowledge")]
    [InlineData("resolve")]
    [InlineData("reopen")]
    public async Task A_command_that_needs_nothing_needs_no_body(string command)
    {
        var id = await guest.IncidentAsync();
        using var answer = await shared.Host.SendAsync(HttpMethod.Post, $"/incidents/{id}/{command}", workspace: guest.Workspace);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_merged_alert_is_taken_out_by_the_identity_that_explain_shows()
    {
        // Alerts that name no service are spread by their identity, so their texts do not meet.
        var id = await OpenAsync("event-1");
        Assert.Equal(id, await OpenAsync("event-2"));
        var alerts = (await guest.GetAsync($"/incidents/{id}/explain")).GetProperty("alerts");
        Assert.Equal(2, alerts.GetArrayLength());
        await guest.SendAsync($"/incidents/{id}/unmerge", $$"""{"alert_identity":"{{alerts[1].Text("identity")}}"}""");
        Assert.Equal(2, (await guest.IdsAsync()).Count);
        using var again = await guest.PostAsync($"/incidents/{id}/unmerge", $$"""{"alert_identity":"{{alerts[1].Text("identity")}}"}""");
        await again.ProblemAsync(409, "not_merged");

        // An id may be one of the event and not of the problem, so two of them are no two problems.
        async Task<string> OpenAsync(string eventId) => (await guest.SendAsync(
            "/webhook", $$"""{"title":"Primary database down","id":"{{eventId}}","service":"db"}""")).Text("incident_id")!;
    }

    [Fact]
    public async Task Who_may_only_look_may_not_act()
    {
        var id = await guest.IncidentAsync();
        using var answer = await shared.Host.SendAsync(HttpMethod.Post, $"/incidents/{id}/resolve", "{}", guest.Workspace, EdgeHost.Eyes);
        await answer.ProblemAsync(403, "insufficient_role");
        using var sender = await shared.Host.SendAsync(HttpMethod.Get, $"/incidents/{id}", null, guest.Workspace, EdgeHost.Prom);
        await sender.ProblemAsync(403, "insufficient_role");
    }

    private static (string?, string?) State(JsonElement detail, string field) =>
        (detail.At("incident").Text("state"), detail.At("incident").Text(field));
}

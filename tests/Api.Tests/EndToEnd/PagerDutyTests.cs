using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class PagerDutyTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Every_kind_of_event_says_what_was_done()
    {
        var id = await ActAsync("incident.triggered", "created");
        foreach (var (type, action) in new[]
        {
            ("incident.triggered", "deduplicated"), ("incident.acknowledged", "acknowledged"), ("incident.acknowledged", "unchanged"),
            ("incident.unacknowledged", "unacknowledged"), ("incident.escalated", "updated"), ("incident.reassigned", "updated"),
            ("incident.priority_updated", "updated"), ("incident.resolved", "resolved"), ("incident.resolved", "unchanged"),
                ("incident.reopened", "reopened"),
        })
            Assert.Equal(id, await ActAsync(type, action));
        var incident = (await guest.GetAsync($"/incidents/{id}")).At("incident");
        Assert.Equal(("open", 1), (incident.Text("state"), incident.GetProperty("reopen_count").GetInt32()));
    }

    [Fact]
    public async Task A_note_arrives_on_the_timeline()
    {
        var id = await ActAsync("incident.triggered", "created");
        var answer = await guest.SendAsync("/webhook/pagerduty", """
            {"event":{"event_type":"incident.annotated","occurred_at":"2036-03-01T12:00:00Z","agent":{"summary":"Dave"},"data":{"type":"incident_note","id":"N1","incident":{"id":"PD1","summary":"x"},"content":"looking"}}}
            """);
        Assert.Equal((id, "noted", "PD1"), (answer.Text("local_incident_id"), answer.Text("action_taken"), answer.Text("pd_incident_id")));
        var note = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray().Last();
        Assert.Equal(("note_added", "Dave", "looking"), (note.Text("event_type"), note.Text("actor"), note.At("payload").Text("text")));
    }

    [Theory]
    [InlineData("incident.something_new")]
    [InlineData("incident.workflow.started")]
    [InlineData("service.updated")]
    [InlineData("pagey.ping")]
    public async Task An_authentic_event_that_means_nothing_here_is_200_ignored(string type)
    {
        Assert.Null(await ActAsync(type, "ignored"));
        Assert.Empty(await guest.IdsAsync());
    }

    [Fact]
    public async Task What_happens_to_an_unknown_incident_is_ignored()
    {
        Assert.Null(await ActAsync("incident.acknowledged", "ignored"));
        Assert.Null(await ActAsync("incident.resolved", "ignored"));
        Assert.Empty(await guest.IdsAsync());
    }

    [Theory]
    [InlineData("""{"event":{"event_type":"user.created","data":{"id":"x"}}}""", "unsupported_event")]
    [InlineData("""{"event":{"event_type":"incident.triggered","data":{}}}""", "unsupported_event")]
    [InlineData("""{"event":{"event_type":7}}""", "unsupported_event")]
    [InlineData("""{"event":"x"}""", "unsupported_event")]
    [InlineData("{}", "unsupported_event")]
    [InlineData("[]", "unsupported_event")]
    [InlineData("", "invalid_json")]
    public async Task What_is_no_event_is_400(string body, string error)
    {
        using var answer = await guest.PostAsync("/webhook/pagerduty", body);
        await answer.ProblemAsync(400, error);
    }

    [Fact]
    public async Task An_event_that_is_retried_is_processed_once()
    {
        const string Body = """{"event":{"id":"EV1","event_type":"incident.triggered","data":{"type":"incident","id":"PD1","title":"T"}}}""";
        var first = await guest.SendAsync("/webhook/pagerduty", Body);
        Assert.Equal(first.GetRawText(), (await guest.SendAsync("/webhook/pagerduty", Body)).GetRawText());
        Assert.Equal(1, (await guest.GetAsync($"/incidents/{first.Text("local_incident_id")}")).At("incident", "occurrence_count").GetInt32());
    }

    private async Task<string?> ActAsync(string type, string action)
    {
        var answer = await guest.SendAsync("/webhook/pagerduty", $$$$$"""
            {"event":{"event_type":"{{{{{type}}}}}","data":{"type":"incident","id":"PD1","title":"Database down","urgency":"high","service":{"summary":"db"}}}}
            """);
        Assert.Equal((true, type, action), (answer.GetProperty("ok").GetBoolean(), answer.Text("event_type"), answer.Text("action_taken")));
        return answer.Text("local_incident_id");
    }
}

using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class HeartbeatTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_first_beat_registers_and_the_list_shows_when_the_next_is_due()
    {
        using var first = await SendAsync(HttpMethod.Post, "/heartbeats/nightly-backup", key: EdgeHost.Prom);
        var beat = await first.JsonAsync();
        Assert.Equal(("nightly-backup", "up", 60, 30, "critical"),
            (beat.Text("name"), beat.Text("state"), beat.GetProperty("interval_seconds").GetInt32(), beat.GetProperty("grace_seconds").GetInt32(),
                beat.Text("severity")));
        var (seen, due) = (beat.GetProperty("last_seen").GetDateTimeOffset(), beat.GetProperty("due").GetDateTimeOffset());
        Assert.InRange(due - seen, TimeSpan.FromSeconds(89), TimeSpan.FromSeconds(91));

        var said = await guest.SendAsync("/heartbeats/cron.1?interval_seconds=600", """{"grace_seconds":30,"severity":"high","service":"billing"}""");
        Assert.Equal((600, 30, "high", "billing"),
            (said.GetProperty("interval_seconds").GetInt32(), said.GetProperty("grace_seconds").GetInt32(), said.Text("severity"),
                said.Text("service")));
        Assert.Equal(600, (await guest.GetAsync("/heartbeats/cron.1")).GetProperty("interval_seconds").GetInt32());
        var list = await guest.GetAsync("/heartbeats");
        Assert.Equal(["cron.1", "nightly-backup"], list.GetProperty("heartbeats").EnumerateArray().Select(item => item.Text("name")));
        Assert.Equal(2, list.GetProperty("count").GetInt32());

        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/cron.1");
        using var again = await SendAsync(HttpMethod.Delete, "/heartbeats/cron.1");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (gone.StatusCode, again.StatusCode));
        Assert.Equal(1, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("GET", "/heartbeats/a?interval_seconds=9", null, "query.interval_seconds")]
    [InlineData("GET", "/heartbeats/a?interval_seconds=604801", null, "query.interval_seconds")]
    [InlineData("GET", "/heartbeats/a?grace_seconds=4", null, "query.grace_seconds")]
    [InlineData("GET", "/heartbeats/a?severity=loud", null, "query.severity")]
    [InlineData("GET", "/heartbeats/a%20b", null, "path.name")]
    [InlineData("POST", "/heartbeats/a", """{"interval_seconds":9}""", "body.interval_seconds")]
    [InlineData("POST", "/heartbeats/a", """{"interval_seconds":"60"}""", "body.interval_seconds")]
    [InlineData("POST", "/heartbeats/a", """{"grace_seconds":604801}""", "body.grace_seconds")]
    [InlineData("POST", "/heartbeats/a", """{"severity":"loud"}""", "body.severity")]
    [InlineData("POST", "/heartbeats/a", """{"service":""}""", "body.service")]
    public async Task A_wrong_beat_is_422_and_registers_nothing(string method, string path, string? body, string loc)
    {
        using var answer = await SendAsync(new(method), path, body);
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
        Assert.Equal(0, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Who_sends_may_beat_and_not_look_and_who_looks_may_not_beat()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var beat = await SendAsync(method, "/heartbeats/a", key: EdgeHost.Prom);
            Assert.Equal(HttpStatusCode.OK, beat.StatusCode);
            using var refused = await SendAsync(method, "/heartbeats/a", key: EdgeHost.Eyes);
            await refused.ProblemAsync(403, "insufficient_role");
        }
        using var list = await SendAsync(HttpMethod.Get, "/heartbeats", key: EdgeHost.Prom);
        await list.ProblemAsync(403, "insufficient_role");
        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/a", key: EdgeHost.Eyes);
        await gone.ProblemAsync(403, "insufficient_role");
    }

    private static string Watchdog(string status) =>
        $$$"""{"version":"4","receiver":"r","status":"{{{status}}}","groupKey":"g","alerts":[{"status":"{{{status}}}","labels":{"alertname":"Watchdog"},"fingerprint":"w"}]}""";

    [Fact]
    public async Task An_alert_that_fires_is_a_beat_and_its_end_is_none()
    {
        Assert.Equal("up", (await guest.SendAsync("/heartbeats/prom?interval_seconds=300", Watchdog("firing"))).Text("state"));
        var seen = (await guest.GetAsync("/heartbeats")).At("heartbeats", 0).Text("last_seen");
        var end = await guest.SendAsync("/heartbeats/prom", Watchdog("resolved"));
        Assert.Equal((false, seen), (end.GetProperty("beat").GetBoolean(), end.Text("last_seen")));

        Assert.Equal("unknown", (await guest.SendAsync("/heartbeats/nobody", Watchdog("resolved"))).Text("state"));
        Assert.Equal("unknown", (await guest.GetAsync("/heartbeats/nobody?status=down")).Text("state"));
        Assert.Equal("unknown", (await guest.SendAsync("/heartbeats/nobody", """{"status":"fail"}""")).Text("state"));
        Assert.Equal(1, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
        Assert.Equal("up", (await guest.GetAsync("/heartbeats/job?status=up")).Text("state"));
    }

    [Fact]
    public async Task One_that_says_that_it_failed_opens_its_incident_at_once_and_the_next_beat_resolves_it()
    {
        var failed = await guest.SendAsync("/heartbeats/job/fail?severity=high&service=db", "pg_dump: no space left");
        Assert.Equal(("missing", JsonValueKind.Null), (failed.Text("state"), failed.GetProperty("last_seen").ValueKind));
        var incident = (await guest.GetAsync("/incidents")).At("incidents", 0);
        Assert.Equal(("Heartbeat job says that it failed", "high", "db", "pg_dump: no space left"),
            (incident.Text("title"), incident.Text("severity"), incident.Text("service"), incident.Text("description")));
        await guest.GetAsync("/heartbeats/job/fail");
        Assert.Single(await guest.IdsAsync());

        Assert.Equal("up", (await guest.SendAsync("/heartbeats/job", "{}")).Text("state"));
        Assert.Equal("resolved", (await guest.GetAsync($"/incidents/{incident.Text("id")}")).At("incident").Text("state"));
    }

    [Fact]
    public async Task Equal_names_of_two_workspaces_are_two_hearts()
    {
        var other = new Guest(shared.Host);
        await guest.SendAsync("/heartbeats/a?interval_seconds=100", "{}");
        await other.SendAsync("/heartbeats/a?interval_seconds=200", "{}");
        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/a");
        Assert.Equal(0, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
        Assert.Equal(200, (await other.GetAsync("/heartbeats")).At("heartbeats", 0, "interval_seconds").GetInt32());
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string key = EdgeHost.Root) =>
        shared.Host.SendAsync(method, path, body, guest.Workspace, key);
}

using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class HeartbeatTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Declared_it_is_waited_for_and_a_GET_only_looks()
    {
        const string Daily = """{"interval_seconds":86400,"severity":"high","service":"db"}""";
        var declared = await DeclareAsync("nightly-backup", Daily);
        Assert.Equal(("nightly-backup", "never", 86_400, 43_200, "high", "db"),
            (declared.Text("name"), declared.Text("state"), declared.GetProperty("interval_seconds").GetInt32(),
                declared.GetProperty("grace_seconds").GetInt32(), declared.Text("severity"), declared.Text("service")));
        Assert.Equal(declared.ToString(), (await guest.GetAsync("/heartbeats/nightly-backup")).ToString());
        Assert.Equal(declared.ToString(), (await DeclareAsync("nightly-backup", Daily)).ToString());

        using var first = await SendAsync(HttpMethod.Post, "/heartbeats/nightly-backup", key: EdgeHost.Prom);
        var beat = await first.JsonAsync();
        var (seen, due) = (beat.GetProperty("last_seen").GetDateTimeOffset(), beat.GetProperty("due").GetDateTimeOffset());
        Assert.Equal(("up", TimeSpan.FromHours(36)), (beat.Text("state"), due - seen));
        await guest.GetAsync("/heartbeats/nightly-backup");
        Assert.Equal(seen, (await guest.GetAsync("/heartbeats/nightly-backup")).GetProperty("last_seen").GetDateTimeOffset());

        await DeclareAsync("cron.1", """{"schedule":"@daily","time_zone":"Europe/Berlin"}""");
        var list = await guest.GetAsync("/heartbeats");
        Assert.Equal(["cron.1", "nightly-backup"], list.GetProperty("heartbeats").EnumerateArray().Select(item => item.Text("name")));

        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/cron.1");
        using var again = await SendAsync(HttpMethod.Delete, "/heartbeats/cron.1");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (gone.StatusCode, again.StatusCode));
        Assert.Equal(1, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_schedule_is_shown_as_it_was_declared()
    {
        var declared = await DeclareAsync(
            "job", """{"schedule":"0 3 * * *","time_zone":"Europe/Berlin","grace_seconds":600,"max_runtime_seconds":7200}""");
        Assert.Equal(("0 3 * * *", "Europe/Berlin", 600, 7_200, JsonValueKind.Null),
            (declared.Text("schedule"), declared.Text("time_zone"), declared.GetProperty("grace_seconds").GetInt32(),
                declared.GetProperty("max_runtime_seconds").GetInt32(), declared.GetProperty("interval_seconds").ValueKind));
        var due = declared.GetProperty("due").GetDateTimeOffset();
        Assert.Equal((10, 0), (due.Minute, due.Second));
        Assert.Equal("UTC", (await DeclareAsync("other", """{"schedule":"@monthly"}""")).Text("time_zone"));
    }

    [Theory]
    [InlineData("POST", "/heartbeats/nigthly-backup")]
    [InlineData("POST", "/heartbeats/nigthly-backup/success")]
    [InlineData("POST", "/heartbeats/nigthly-backup/start")]
    [InlineData("POST", "/heartbeats/nigthly-backup/fail")]
    [InlineData("POST", "/heartbeats/nigthly-backup/0")]
    [InlineData("POST", "/heartbeats/nigthly-backup/1")]
    [InlineData("POST", "/heartbeats/nigthly-backup?status=down")]
    [InlineData("GET", "/heartbeats/nigthly-backup/beat")]
    [InlineData("GET", "/heartbeats/nigthly-backup")]
    public async Task A_name_that_nobody_has_declared_is_404_with_the_nearest_and_leaves_no_trace(string method, string path)
    {
        await DeclareAsync("nightly-backup", """{"interval_seconds":86400}""");
        using var answer = await SendAsync(new(method), path);
        var detail = (await answer.ProblemAsync(404, "unknown_heartbeat")).Text("detail");
        Assert.Contains("Did you mean nightly-backup?", detail, StringComparison.Ordinal);
        Assert.Contains("PUT /heartbeats/nigthly-backup", detail, StringComparison.Ordinal);
        Assert.Equal(1, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
        Assert.Empty(await guest.IdsAsync());
    }

    [Theory]
    [InlineData("GET", "/heartbeats/a/beat?interval_seconds=9", null, "query.interval_seconds")]
    [InlineData("POST", "/heartbeats/a?interval_seconds=604801", null, "query.interval_seconds")]
    [InlineData("POST", "/heartbeats/a?grace_seconds=4", null, "query.grace_seconds")]
    [InlineData("POST", "/heartbeats/a?severity=loud", null, "query.severity")]
    [InlineData("GET", "/heartbeats/a%20b", null, "path.name")]
    [InlineData("POST", "/heartbeats/a/256", null, "path.exitCode")]
    [InlineData("POST", "/heartbeats/a/-1", null, "path.exitCode")]
    [InlineData("POST", "/heartbeats/a", """{"interval_seconds":9}""", "body.interval_seconds")]
    [InlineData("POST", "/heartbeats/a", """{"interval_seconds":"60"}""", "body.interval_seconds")]
    [InlineData("POST", "/heartbeats/a", """{"service":""}""", "body.service")]
    [InlineData("PUT", "/heartbeats/a%20b", """{"interval_seconds":60}""", "path.name")]
    [InlineData("PUT", "/heartbeats/a", "{}", "body.interval_seconds")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":60,"schedule":"@daily"}""", "body.schedule")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":9}""", "body.interval_seconds")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":60,"grace_seconds":604801}""", "body.grace_seconds")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":60,"severity":"loud"}""", "body.severity")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":60,"time_zone":"UTC"}""", "body.time_zone")]
    [InlineData("PUT", "/heartbeats/a", """{"interval_seconds":60,"max_runtime_seconds":0}""", "body.max_runtime_seconds")]
    [InlineData("PUT", "/heartbeats/a", """{"schedule":"0 3 * *"}""", "body.schedule")]
    [InlineData("PUT", "/heartbeats/a", """{"schedule":"0 0 30 2 *"}""", "body.schedule")]
    [InlineData("PUT", "/heartbeats/a", """{"schedule":"@daily","time_zone":"Europe/Berlim"}""", "body.time_zone")]
    [InlineData("PUT", "/heartbeats/a", """{"schedule":"@daily","timezone":"UTC"}""", "body.timezone")]
    public async Task What_is_wrong_is_422_and_registers_nothing(string method, string path, string? body, string loc)
    {
        using var answer = await SendAsync(new(method), path, body);
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
        Assert.Equal(0, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Who_sends_may_beat_and_neither_look_nor_declare_and_who_looks_may_not_beat()
    {
        const string EveryMinute = """{"interval_seconds":60}""";
        await DeclareAsync("a", EveryMinute);
        foreach (var (method, path) in new[]
                 {
                     ("POST", ""), ("POST", "/success"), ("POST", "/start"), ("POST", "/fail"), ("POST", "/0"), ("GET", "/beat"),
                 })
        {
            using var beat = await SendAsync(new(method), $"/heartbeats/a{path}", key: EdgeHost.Prom);
            Assert.Equal(HttpStatusCode.OK, beat.StatusCode);
            using var refused = await SendAsync(new(method), $"/heartbeats/a{path}", key: EdgeHost.Eyes);
            await refused.ProblemAsync(403, "insufficient_role");
        }
        using var look = await SendAsync(HttpMethod.Get, "/heartbeats/a", key: EdgeHost.Prom);
        await look.ProblemAsync(403, "insufficient_role");
        using var declare = await SendAsync(HttpMethod.Put, "/heartbeats/a", EveryMinute, EdgeHost.Prom);
        await declare.ProblemAsync(403, "insufficient_role");
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
        await DeclareAsync("prom", """{"interval_seconds":300}""");
        Assert.Equal("up", (await guest.SendAsync("/heartbeats/prom", Watchdog("firing"))).Text("state"));
        var seen = (await guest.GetAsync("/heartbeats/prom")).Text("last_seen");
        foreach (var (path, body) in new[] { ("", Watchdog("resolved")), ("?status=down", "{}"), ("", """{"status":"fail"}""") })
        {
            var end = await guest.SendAsync($"/heartbeats/prom{path}", body);
            Assert.Equal((false, seen), (end.GetProperty("beat").GetBoolean(), end.Text("last_seen")));
        }
        Assert.False((await guest.GetAsync("/heartbeats/prom/beat?status=up")).TryGetProperty("beat", out _));
    }

    [Fact]
    public async Task One_that_says_that_it_failed_opens_its_incident_at_once_and_the_next_beat_resolves_it()
    {
        await DeclareAsync("job", """{"interval_seconds":3600,"severity":"high","service":"db"}""");
        var failed = await guest.SendAsync("/heartbeats/job/fail", "pg_dump: no space left");
        Assert.Equal(("missing", JsonValueKind.Null), (failed.Text("state"), failed.GetProperty("last_seen").ValueKind));
        var incident = (await guest.GetAsync("/incidents")).At("incidents", 0);
        Assert.Equal(("Heartbeat job says that it failed", "high", "db", "pg_dump: no space left"),
            (incident.Text("title"), incident.Text("severity"), incident.Text("service"), incident.Text("description")));
        await guest.SendAsync("/heartbeats/job/fail", "");
        Assert.Single(await guest.IdsAsync());

        Assert.Equal("up", (await guest.SendAsync("/heartbeats/job/success", "{}")).Text("state"));
        Assert.Equal("resolved", (await guest.GetAsync($"/incidents/{incident.Text("id")}")).At("incident").Text("state"));
    }

    [Fact]
    public async Task An_exit_code_is_a_beat_or_a_failure_and_the_time_since_the_start_is_shown()
    {
        await DeclareAsync("job", """{"schedule":"0 3 * * *","max_runtime_seconds":3600}""");
        var running = await guest.SendAsync("/heartbeats/job/start", "");
        Assert.Equal(("never", JsonValueKind.String), (running.Text("state"), running.GetProperty("running_since").ValueKind));
        var ended = await guest.SendAsync("/heartbeats/job/0", "All is well.");
        Assert.Equal(("up", JsonValueKind.Null, JsonValueKind.Number),
            (ended.Text("state"), ended.GetProperty("running_since").ValueKind, ended.GetProperty("last_duration_seconds").ValueKind));
        Assert.Empty(await guest.IdsAsync());

        Assert.Equal("missing", (await guest.SendAsync("/heartbeats/job/137", "Killed")).Text("state"));
        Assert.Equal("It ended with exit code 137.\nKilled", (await guest.GetAsync("/incidents")).At("incidents", 0).Text("description"));
        Assert.Equal("up", (await guest.SendAsync("/heartbeats/job/0", "")).Text("state"));
    }

    [Fact]
    public async Task Equal_names_of_two_workspaces_are_two_hearts()
    {
        var other = new Guest(shared.Host);
        await DeclareAsync("a", """{"interval_seconds":100}""");
        using (var answer = await other.PutAsync("/heartbeats/a", """{"interval_seconds":200}""")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/a");
        Assert.Equal(0, (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32());
        Assert.Equal(200, (await other.GetAsync("/heartbeats")).At("heartbeats", 0, "interval_seconds").GetInt32());
    }

    [Fact]
    public async Task What_the_definitions_declare_they_decide()
    {
        await DeclareAsync("mine", """{"interval_seconds":600}""");
        await DeclareAsync("nightly", """{"interval_seconds":600}""");
        await DefineAsync(
            """{"heartbeats": {"nightly": {"schedule": "0 3 * * *", "time_zone": "Europe/Berlin"}, "hourly": {"interval_seconds": 3600}} }""");
        await UntilAsync("nightly", "definitions");
        var nightly = await guest.GetAsync("/heartbeats/nightly");
        Assert.Equal(
            ("0 3 * * *", "Europe/Berlin", 900),
            (nightly.Text("schedule"), nightly.Text("time_zone"), nightly.GetProperty("grace_seconds").GetInt32()));
        Assert.Equal("api", (await guest.GetAsync("/heartbeats/mine")).Text("declared_by"));

        using var put = await guest.PutAsync("/heartbeats/nightly", """{"interval_seconds":60}""");
        Assert.Contains("change it there", (await put.ProblemAsync(409, "defined_by_definitions")).Text("detail"), StringComparison.Ordinal);
        using var gone = await SendAsync(HttpMethod.Delete, "/heartbeats/nightly");
        await gone.ProblemAsync(409, "defined_by_definitions");

        await DefineAsync("""{"users": {"dave": {}} }""");
        await UntilAsync("nightly", "api");
        Assert.Equal(600, (await guest.GetAsync("/heartbeats/nightly")).GetProperty("interval_seconds").GetInt32());
        await Poll.UntilAsync("hourly to be gone", async () => (await guest.GetAsync("/heartbeats")).GetProperty("count").GetInt32() == 2);

        using var wrong = await guest.PutAsync("/definitions", """{"heartbeats": {"a": {"intervall_seconds": 60, "interval_seconds": 60}}}""");
        var problem = await wrong.ProblemAsync(422, "validation_error");
        Assert.Contains("did you mean 'interval_seconds'", problem.Text("detail"), StringComparison.Ordinal);
    }

    private async Task DefineAsync(string definitions)
    {
        using var answer = await guest.PutAsync("/definitions", definitions);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task UntilAsync(string name, string declaredBy) => Poll.UntilAsync(
        $"{name} to be declared by {declaredBy}", async () => (await guest.GetAsync($"/heartbeats/{name}")).Text("declared_by") == declaredBy);

    private async Task<JsonElement> DeclareAsync(string name, string body)
    {
        using var answer = await guest.PutAsync($"/heartbeats/{name}", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string key = EdgeHost.Root) =>
        shared.Host.SendAsync(method, path, body, guest.Workspace, key);
}

using System.Globalization;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class SilenceTests(SharedHost shared)
{
    private const string Payments = """[{"name":"service","value":"payments"}]""";
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task What_opens_under_maintenance_is_marked_in_lists_and_details_until_that_is_ended()
    {
        var silence = (await guest.SendAsync("/silences", Body(Payments, ""","maintenance":true,"comment":"new disks" """))).Text("silence_id");
        // Other silos have a copy that may be two seconds old.
        var id = "";
        await Poll.UntilAsync("a new incident to be marked", async () =>
        {
            id = await guest.IncidentAsync(key: Guid.NewGuid().ToString("n"), title: $"T{Guid.NewGuid():n}", extra: ""","service":"payments" """);
            return await SilencedAsync(id) is not null;
        });
        var mark = (await SilencedAsync(id))!.Value;
        Assert.Equal((silence, true, "new disks"), (mark.Text("silence_id"), mark.GetProperty("maintenance").GetBoolean(), mark.Text("comment")));
        Assert.EndsWith("Z", mark.Text("until"));
        var listed = (await guest.GetAsync("/incidents")).GetProperty("incidents").EnumerateArray().First(incident => incident.Text("id") == id);
        Assert.Equal(silence, listed.At("silenced", "silence_id").GetString());
        Assert.Contains("incident_silenced", await EventsAsync(id));

        using var ended = await SendAsync(HttpMethod.Delete, $"/silences/{silence}");
        Assert.Equal("expired", (await ended.JsonAsync()).Text("state"));
        await Poll.UntilAsync("the incident to be told of again", async () => await SilencedAsync(id) is null);
        Assert.Contains("silence_ended", await EventsAsync(id));
        using var again = await SendAsync(HttpMethod.Delete, $"/silences/{silence}");
        Assert.Equal((await ended.JsonAsync()).GetRawText(), (await again.JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task A_silence_is_listed_by_its_state_and_shown_by_its_id()
    {
        var active = (await guest.SendAsync("/silences", Body(Payments, ""","author":"dave" """))).Text("silence_id");
        var pending = (await guest.SendAsync("/silences", $$"""{"matchers":{{Payments}},"starts_at":"{{In(1)}}","ends_at":"{{In(2)}}"}"""))
            .Text("silence_id");
        Assert.Equal([pending, active], await IdsAsync(""));
        Assert.Equal([active], await IdsAsync("?state=active"));
        Assert.Equal([pending], await IdsAsync("?state=pending"));
        Assert.Empty(await IdsAsync("?state=expired"));
        var shown = await guest.GetAsync($"/silences/{active}");
        Assert.Equal(("active", "dave", "root"), (shown.Text("state"), shown.Text("author"), shown.Text("updated_by")));
        Assert.Equal("""[{"name":"service","value":"payments","is_regex":false,"is_equal":true}]""", shown.GetProperty("matchers").GetRawText());
        Assert.Equal(shown.Text("ends_at"), shown.At("window", "until").GetString());
        using var wrong = await guest.AskAsync("/silences?state=old");
        Assert.Equal("query.state", (await wrong.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task A_window_that_comes_again_shows_its_next_time()
    {
        var silence = (await guest.SendAsync("/silences", $$$"""
            {"matchers":{{{Payments}}},"schedule":{"days":["sat","sun"],"from":"22:00","to":"06:00","time_zone":"Europe/Berlin","starts_on":"2199-01-05"}}
            """)).GetProperty("silence");
        Assert.Equal("pending", silence.Text("state"));
        Assert.Equal("""{"days":["sat","sun"],"from":"22:00","to":"06:00","time_zone":"Europe/Berlin","starts_on":"2199-01-05","ends_on":null}""",
            silence.GetProperty("schedule").GetRawText());
        Assert.Equal(("2199-01-05T21:00:00Z", "2199-01-06T05:00:00Z"),
            (silence.At("window", "from").GetString(), silence.At("window", "until").GetString()));
        Assert.Equal(JsonValueKind.Null, silence.GetProperty("ends_at").ValueKind);
    }

    [Fact]
    public async Task Alertmanagers_own_shape_is_understood_and_answered()
    {
        var body = $$"""{"matchers":[{"name":"service","value":"pay.*","isRegex":true,"isEqual":false},{"name":"team","value":"money"}],"startsAt":"{{In(0)}}","endsAt":"{{In(1)}}","createdBy":"dave","comment":"c"}""";
        var put = await guest.SendAsync("/api/v2/silences", body);
        var id = put.Text("silenceID");
        var listed = (await guest.GetAsync("/api/v2/silences"))[0];
        Assert.Equal((id, "active", "dave", "c"),
            (listed.Text("id"), listed.At("status", "state").GetString(), listed.Text("createdBy"), listed.Text("comment")));
        Assert.Equal("""{"name":"service","value":"pay.*","isRegex":true,"isEqual":false}""", listed.At("matchers", 0).GetRawText());
        Assert.Equal(id, (await guest.GetAsync($"/api/v2/silence/{id}")).Text("id"));
        Assert.Equal(1, (await guest.GetAsync("/api/v2/silences?filter=team%3D%22money%22")).GetArrayLength());
        Assert.Equal(0, (await guest.GetAsync("/api/v2/silences?filter=team%3D%22gold%22")).GetArrayLength());
        Assert.Equal(0, (await guest.GetAsync("/api/v2/silences?filter=team%3D~%22m.*%22&filter=region%3D%22eu%22")).GetArrayLength());
        using var nonsense = await guest.AskAsync("/api/v2/silences?filter=money");
        Assert.Equal("query.filter", (await nonsense.ProblemAsync(422, "validation_error")).Loc());
        // The same body at our own address.
        Assert.StartsWith("sil-", (await guest.SendAsync("/silences", body)).Text("silenceID"), StringComparison.Ordinal);
        using var ended = await SendAsync(HttpMethod.Delete, $"/api/v2/silence/{id}");
        Assert.Equal(200, (int)ended.StatusCode);
        Assert.Equal("expired", (await guest.GetAsync($"/api/v2/silence/{id}")).At("status", "state").GetString());
    }

    [Fact]
    public async Task Naming_an_id_changes_that_silence()
    {
        var id = (await guest.SendAsync("/silences", Body(Payments))).Text("silence_id");
        Assert.Equal(id, (await guest.SendAsync("/silences", Body(Payments, $""","id":"{id}","comment":"longer" """))).Text("silence_id"));
        Assert.Equal("longer", (await guest.GetAsync($"/silences/{id}")).Text("comment"));
        using var unknown = await guest.PostAsync("/silences", Body(Payments, ""","id":"sil-0000000000000" """));
        await unknown.ProblemAsync(404, "not_found");
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "[]", "body" },
        { "{}", "body.matchers" },
        { Body("[]"), "body.matchers" },
        { Body("""["x"]"""), "body.matchers.0" },
        { Body("""[{"name":"a"}]"""), "body.matchers.0.value" },
        { Body("""[{"name":7,"value":"x"}]"""), "body.matchers.0.name" },
        { Body("""[{"name":"a","value":"x","isRegex":"yes"}]"""), "body.matchers.0.is_regex" },
        { Body("""[{"name":"a","value":"(","is_regex":true}]"""), "body.matchers.0.value" },
        { Body("""[{"name":"a","value":""}]"""), "body.matchers" },
        { $$$"""{"matchers":{{{Payments}}}}""", "body.ends_at" },
        { $$"""{"matchers":{{Payments}},"ends_at":"tomorrow"}""", "body.ends_at" },
        { $$"""{"matchers":{{Payments}},"endsAt":"2020-01-01T00:00:00Z"}""", "body.ends_at" },
        { Body(Payments, ""","starts_at":7"""), "body.starts_at" },
        { Body(Payments, ""","maintenance":"yes" """), "body.maintenance" },
        { Body(Payments, ""","schedule":"daily" """), "body.schedule" },
        { Body(Payments, ""","schedule":{"from":"25:00","to":"06:00","time_zone":"UTC"}"""), "body.schedule.from" },
        { Body(Payments, ""","schedule":{"from":"22:00","to":6,"time_zone":"UTC"}"""), "body.schedule.to" },
        { Body(Payments, ""","schedule":{"from":"22:00","to":"06:00","time_zone":"Mars"}"""), "body.schedule.time_zone" },
        { Body(Payments, ""","schedule":{"days":["someday"],"from":"22:00","to":"06:00","time_zone":"UTC"}"""), "body.schedule.days" },
        { Body(Payments, ""","schedule":{"from":"22:00","to":"06:00","time_zone":"UTC","ends_on":"x"}"""), "body.schedule.ends_on" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_body_is_422_and_names_the_field(string body, string loc)
    {
        using var answer = await guest.PostAsync("/silences", body);
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Equal(loc, problem.Loc());
        Assert.Equal(1, problem.GetProperty("errors").GetArrayLength());
        Assert.Empty(await IdsAsync(""));
    }

    [Fact]
    public async Task The_answer_to_a_new_silence_counts_what_it_silences_now()
    {
        await guest.IncidentAsync("Payments are slow", "k1", ""","service":"payments" """);
        await guest.IncidentAsync("Payments are away", "k2", ""","service":"payments" """);
        await guest.IncidentAsync("Search is slow", "k3", ""","service":"search" """);
        var ended = await guest.IncidentAsync("Payments were slow", "k4", ""","service":"payments" """);
        await guest.SendAsync($"/incidents/{ended}/resolve", "{}");
        Assert.Equal(2, (await guest.SendAsync("/silences", Body(Payments))).GetProperty("silences_now").GetInt32());
        var other = Body("""[{"name":"service","value":"pay"}]""");
        Assert.Equal(0, (await guest.SendAsync("/silences", other)).GetProperty("silences_now").GetInt32());
        var later = $$"""{"matchers":{{Payments}},"starts_at":"{{In(1)}}","ends_at":"{{In(2)}}"}""";
        Assert.Equal(0, (await guest.SendAsync("/silences", later)).GetProperty("silences_now").GetInt32());
    }

    [Theory]
    [InlineData("node", "fw-7")]
    [InlineData("host", "fw-7")]
    [InlineData("instance", "fw-7")]
    [InlineData("hostname", "fw-[[:digit:]]")]
    public async Task The_node_is_found_by_every_name_that_tools_have_for_it(string name, string value)
    {
        await guest.SendAsync("/webhook", """{"title":"Fan broken","dedup_key":"n1","node":"fw-7"}""");
        var matchers = $$"""[{"name":"{{name}}","value":"{{value}}","is_regex":{{(value.Contains('[') ? "true" : "false")}}}]""";
        Assert.Equal(1, (await guest.SendAsync("/silences/preview", $$"""{"matchers":{{matchers}}}""")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("(.*){1000}x.{1000}.{1000}.{1000}", "steps")]
    [InlineData("a(?=b)", "look-arounds")]
    [InlineData(@"\\p{Greek}", "general categories")]
    public async Task An_expression_that_cannot_be_matched_cheaply_or_not_at_all_is_refused_with_the_reason(string pattern, string reason)
    {
        foreach (var path in (string[])["/silences", "/silences/preview", "/api/v2/silences"])
        {
            using var answer = await guest.PostAsync(path, Body($$"""[{"name":"a","value":"b"},{"name":"c","value":"{{pattern}}","is_regex":true}]"""));
            var problem = await answer.ProblemAsync(422, "validation_error");
            Assert.Equal("body.matchers.1.value", problem.Loc());
            Assert.Contains(reason, problem.GetRawText(), StringComparison.Ordinal);
        }
        var matcher = "a=~\"" + pattern + "\"";
        using var filter = await guest.AskAsync($"/api/v2/silences?filter={Uri.EscapeDataString(matcher)}");
        Assert.Equal("query.filter", (await filter.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task A_preview_counts_what_the_matchers_would_have_silenced()
    {
        var mine = await guest.IncidentAsync("Payments are slow", "k1", ""","service":"payments","severity":"high" """);
        await guest.IncidentAsync("Payments are slow", "k1", ""","service":"payments","severity":"high" """);
        await guest.IncidentAsync("Search is slow", "k2", ""","service":"search" """);
        var preview = await guest.SendAsync("/silences/preview", $$$"""{"matchers":{{{Payments}}}}""");
        Assert.Equal((1, 2, 2, false),
            (preview.GetProperty("count").GetInt32(), preview.GetProperty("alerts").GetInt32(), preview.GetProperty("examined").GetInt32(),
                preview.GetProperty("cut").GetBoolean()));
        var listed = preview.At("incidents", 0);
        Assert.Equal((mine, "Payments are slow", "payments", "high", "open"),
            (listed.Text("id"), listed.Text("title"), listed.Text("service"), listed.Text("severity"), listed.Text("state")));
        using var wrong = await guest.PostAsync("/silences/preview", """{"matchers":[]}""");
        Assert.Equal("body.matchers", (await wrong.ProblemAsync(422, "validation_error")).Loc());
        // Nobody is silenced by it.
        Assert.Empty(await IdsAsync(""));
    }

    [Fact]
    public async Task A_preview_counts_what_stood_in_a_window_of_the_schedule_and_says_which_there_were()
    {
        var id = await guest.IncidentAsync("Payments are slow", "k1", ""","service":"payments" """);
        var now = TimeProvider.System.GetUtcNow();
        string Window(TimeSpan from, TimeSpan to) =>
            $$""" {"from":"{{Clock(now + from)}}","to":"{{Clock(now + to)}}","time_zone":"UTC"} """;
        var around = await guest.SendAsync("/silences/preview",
            $$$"""{"matchers":{{{Payments}}},"schedule":{{{Window(TimeSpan.FromHours(-1), TimeSpan.FromHours(1))}}},"hours":48}""");
        Assert.Equal((1, id), (around.GetProperty("count").GetInt32(), around.At("incidents", 0).Text("id")));
        Assert.InRange(around.GetProperty("windows").GetArrayLength(), 2, 3);
        Assert.Empty(around.GetProperty("warnings").EnumerateArray());
        var before = await guest.SendAsync("/silences/preview",
            $$$"""{"matchers":{{{Payments}}},"schedule":{{{Window(TimeSpan.FromHours(-3), TimeSpan.FromHours(-2))}}}}""");
        Assert.Equal((0, 1), (before.GetProperty("count").GetInt32(), before.GetProperty("examined").GetInt32()));
        Assert.Equal(7, before.GetProperty("windows").GetArrayLength());
        Assert.Equal("It matches none of the 1 incidents of that time.", before.At("warnings", 0).GetString());
        var (since, until) = (In(-30), In(-2));
        var plain = await guest.SendAsync("/silences/preview", $$$"""{"matchers":{{{Payments}}},"from":"{{{since}}}","to":"{{{until}}}"}""");
        Assert.Equal((since, until, JsonValueKind.Null),
            (plain.Text("since"), plain.Text("until"), plain.GetProperty("windows").ValueKind));
        Assert.StartsWith("Nothing came in that time", plain.At("warnings", 0).GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","hours":0""", "body.hours")]
    [InlineData(""","hours":745""", "body.hours")]
    [InlineData(""","hours":"24" """, "body.hours")]
    [InlineData(""","hours":2,"from":"2026-01-01T00:00:00Z" """, "body.from")]
    [InlineData(""","from":"2999-01-01T00:00:00Z" """, "body.from")]
    [InlineData(""","from":"2026-01-02T00:00:00Z","to":"2026-01-02T00:00:00Z" """, "body.from")]
    [InlineData(""","from":"2026-01-01T00:00:00Z","to":"2026-02-02T00:00:00Z" """, "body.from")]
    [InlineData(""","to":"0001-01-01T00:00:00Z" """, "body.to")]
    [InlineData(""","schedule":{"from":"02:00","to":"02:05","time_zone":"Mars"}""", "body.schedule.time_zone")]
    [InlineData(""","span":7""", "body.span")]
    public async Task A_question_about_the_past_that_makes_no_sense_names_its_field(string extra, string loc)
    {
        using var wrong = await guest.PostAsync("/silences/preview", $$$"""{"matchers":{{{Payments}}}{{{extra}}}}""");
        Assert.Equal(loc, (await wrong.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task What_is_open_is_marked_when_the_answer_to_a_silence_comes_and_no_more_when_it_is_ended()
    {
        var id = await guest.IncidentAsync("Payments are slow", "k1", ""","service":"payments" """);
        var silence = (await guest.SendAsync("/silences", Body(Payments))).Text("silence_id");
        Assert.Equal(silence, (await SilencedAsync(id))?.Text("silence_id"));
        Assert.Equal(silence, (await guest.GetAsync("/incidents")).At("incidents", 0, "silenced", "silence_id").GetString());
        Assert.Contains("incident_silenced", await EventsAsync(id));
        await guest.SendAsync("/silences", Body("""[{"name":"service","value":"search"}]""", $""","id":"{silence}" """));
        Assert.Null(await SilencedAsync(id));
        await guest.SendAsync("/silences", Body(Payments, $""","id":"{silence}" """));
        Assert.NotNull(await SilencedAsync(id));
        using var ended = await SendAsync(HttpMethod.Delete, $"/silences/{silence}");
        Assert.Null(await SilencedAsync(id));
    }

    [Fact]
    public async Task A_silence_of_nothing_is_said_with_the_label_that_was_meant()
    {
        await guest.IncidentAsync("Disk is full", "k1", ""","labels":{"nodepool":"blue"} """);
        var wrong = (await guest.SendAsync("/silences", Body("""[{"name":"nodpool","value":"blue"}]"""))).GetProperty("warnings");
        Assert.Equal(
            [
                "It matches none of the incidents that are open or came in the last 24 hours.",
                "No alert has the label nodpool; did you mean nodepool?",
            ],
            wrong.EnumerateArray().Select(warning => warning.GetString()));
        var right = await guest.SendAsync("/silences", Body("""[{"name":"nodepool","value":"blue"}]"""));
        Assert.Equal((1, 0), (right.GetProperty("silences_now").GetInt32(), right.GetProperty("warnings").GetArrayLength()));
    }

    [Fact]
    public async Task Alertmanagers_clients_are_shown_what_stands_open_with_the_silence_that_keeps_it_quiet()
    {
        var id = await guest.IncidentAsync("Disk is full", "k1", ""","service":"payments","labels":{"nodepool":"blue"} """);
        await guest.IncidentAsync("Search is slow", "k2", ""","service":"search" """);
        var over = await guest.IncidentAsync("Mail is slow", "k3", ""","service":"mail" """);
        await guest.SendAsync($"/incidents/{over}/resolve", "{}");
        var alert = (await guest.GetAsync(
            "/api/v2/alerts?filter=nodepool%3D%22blue%22&active=true&inhibited=false&silenced=false&unprocessed=false"))[0];
        Assert.Equal((id, "Disk is full", "payments", "active"),
            (alert.Text("fingerprint"), alert.At("labels", "alertname").GetString(), alert.At("labels", "service").GetString(),
                alert.At("status", "state").GetString()));
        Assert.Equal(2, (await guest.GetAsync("/api/v2/alerts")).GetArrayLength());

        var silence = (await guest.SendAsync("/silences", Body(Payments))).Text("silence_id");
        Assert.Equal(1, (await guest.GetAsync("/api/v2/alerts?silenced=false")).GetArrayLength());
        var quiet = (await guest.GetAsync("/api/v2/alerts?active=false"))[0];
        Assert.Equal((id, "suppressed", silence),
            (quiet.Text("fingerprint"), quiet.At("status", "state").GetString(), quiet.At("status", "silencedBy", 0).GetString()));
        using var wrong = await guest.AskAsync("/api/v2/alerts?filter=nodepool");
        Assert.Equal("query.filter", (await wrong.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Alertmanagers_clients_see_the_next_window_of_a_schedule_and_cannot_take_it_away()
    {
        var id = (await guest.SendAsync("/silences", $$$"""
            {"matchers":{{{Payments}}},"schedule":{"days":["sat"],"from":"22:00","to":"06:00","time_zone":"UTC","starts_on":"2199-01-01"}}
            """)).Text("silence_id");
        var shown = await guest.GetAsync($"/api/v2/silence/{id}");
        Assert.Equal(("2199-01-05T22:00:00Z", "2199-01-06T06:00:00Z"), (shown.Text("startsAt"), shown.Text("endsAt")));
        using var changed = await guest.PostAsync("/api/v2/silences", Body(Payments, $""","id":"{id}" """));
        Assert.Equal("body.id", (await changed.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Who_may_only_look_may_preview_and_not_silence()
    {
        var id = (await guest.SendAsync("/silences", Body(Payments))).Text("silence_id");
        foreach (var path in new[] { "/silences", $"/silences/{id}", "/api/v2/silences", $"/api/v2/silence/{id}" })
        {
            using var seen = await SendAsync(HttpMethod.Get, path, key: EdgeHost.Eyes);
            Assert.Equal(200, (int)seen.StatusCode);
            using var sender = await SendAsync(HttpMethod.Get, path, key: EdgeHost.Prom);
            await sender.ProblemAsync(403, "insufficient_role");
        }
        using var preview = await SendAsync(HttpMethod.Post, "/silences/preview", $$$"""{"matchers":{{{Payments}}}}""", EdgeHost.Eyes);
        Assert.Equal(200, (int)preview.StatusCode);
        foreach (var (method, path) in new[] { ("POST", "/silences"), ("POST", "/api/v2/silences"), ("DELETE", $"/silences/{id}"),
            ("DELETE", $"/api/v2/silence/{id}") })
        {
            using var refused = await SendAsync(new(method), path, Body(Payments), EdgeHost.Eyes);
            await refused.ProblemAsync(403, "insufficient_role");
        }
        using var put = await SendAsync(HttpMethod.Post, "/silences", Body(Payments), EdgeHost.Ops);
        Assert.Equal(200, (int)put.StatusCode);
    }

    [Fact]
    public async Task Silences_of_another_workspace_do_not_exist_and_silence_nothing_here()
    {
        var other = new Guest(shared.Host);
        var id = (await other.SendAsync("/silences", Body(Payments))).Text("silence_id");
        Assert.Empty(await IdsAsync(""));
        foreach (var (method, path) in new[] { ("GET", $"/silences/{id}"), ("DELETE", $"/silences/{id}"), ("GET", $"/api/v2/silence/{id}"),
            ("DELETE", $"/api/v2/silence/{id}") })
        {
            using var answer = await SendAsync(new(method), path);
            await answer.ProblemAsync(404, "not_found");
        }
        using var taken = await guest.PostAsync("/silences", Body(Payments, $""","id":"{id}" """));
        await taken.ProblemAsync(404, "not_found");
        using var bound = await shared.Host.SendAsync(HttpMethod.Get, "/silences", null, other.Workspace, EdgeHost.Acme);
        await bound.ProblemAsync(403, "foreign_workspace");
        Assert.Equal("active", (await other.GetAsync($"/silences/{id}")).Text("state"));
        Assert.Null(await SilencedAsync(await guest.IncidentAsync(extra: ""","service":"payments" """)));
        var preview = await guest.SendAsync("/silences/preview", $$$"""{"matchers":{{{Payments}}}}""");
        Assert.Equal(1, preview.GetProperty("count").GetInt32());
        Assert.Equal(0, (await other.SendAsync("/silences/preview", $$$"""{"matchers":{{{Payments}}}}""")).GetProperty("count").GetInt32());
    }

    private static string Body(string matchers, string extra = "") => $$$"""{"matchers":{{{matchers}}},"ends_at":"{{{In(1)}}}"{{{extra}}}}""";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string In(int hours) =>
        TimeProvider.System.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonElement?> SilencedAsync(string id) =>
        (await guest.GetAsync($"/incidents/{id}")).At("incident", "silenced") is { ValueKind: JsonValueKind.Object } mark ? mark : null;

    private async Task<List<string?>> EventsAsync(string id) =>
        [.. (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray().Select(e => e.Text("event_type"))];

    private async Task<List<string?>> IdsAsync(string query) =>
        [.. (await guest.GetAsync($"/silences{query}")).GetProperty("silences").EnumerateArray().Select(silence => silence.Text("id"))];

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string key = EdgeHost.Root) =>
        shared.Host.SendAsync(method, path, body, guest.Workspace, key);
}

using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.OnCall;

public sealed class OnCallTests(OnCallHost on) : IClassFixture<OnCallHost>
{
    [Fact]
    public async Task The_reference_s_example_is_answered_as_documented()
    {
        var duty = await on.GetAsync("/oncall/current?service=payments&at=2025-01-15T10:30:00Z");
        Assert.Equal(
            """{"service":"payments","oncall":"dave","team":"payments-team","escalation_contact":"eve","week_number":3,"rotation_index":1,"layer":"primary","override":false,"shift_start":"2025-01-13T08:00:00Z","shift_end":"2025-01-20T08:00:00Z","next_oncall":"carol","time_zone":"Europe/Berlin","next_gap":null,"at":"2025-01-15T10:30:00Z"}""",
            duty.GetRawText());
        var unasked = await on.GetAsync("/oncall/current?at=2025-01-15T10:30:00Z");
        Assert.Equal(duty.GetRawText(), unasked.GetRawText());
    }

    [Fact]
    public async Task A_team_may_be_asked_for_in_place_of_a_service()
    {
        var duty = await on.GetAsync("/oncall/current?team=Payments-Team&at=2025-01-15T10:30:00Z");
        Assert.Equal("""["payments","dave","payments-team"]""", Row(duty, "service", "oncall", "team"));
        using var unknown = await on.Host.SendAsync(HttpMethod.Get, "/oncall/current?team=nobody");
        await unknown.ProblemAsync(404, "not_found");
        using var both = await on.Host.SendAsync(HttpMethod.Get, "/oncall/current?team=payments-team&service=payments");
        Assert.Equal("query.team", (await both.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Whoever_stands_in_is_on_call_and_the_index_is_that_of_the_layer_below()
    {
        var duty = await on.GetAsync("/oncall/current?service=PAYMENTS-API&at=2025-02-05T12:00:00Z");
        Assert.Equal("""["PAYMENTS-API","erin",true,0,"primary"]""", Row(duty, "service", "oncall", "override", "rotation_index", "layer"));
        Assert.Equal("""["2025-02-05T11:00:00Z","2025-02-05T15:00:00Z","carol"]""", Row(duty, "shift_start", "shift_end", "next_oncall"));
    }

    [Fact]
    public async Task A_gap_is_shown_as_nobody_and_announced()
    {
        var before = await on.GetAsync("/oncall/current?service=intranet&at=2025-01-13T15:00:00Z");
        Assert.Equal("""["amy","2025-01-13T14:00:00Z","2025-01-13T22:00:00Z",null]""",
            Row(before, "oncall", "shift_start", "shift_end", "next_oncall"));
        Assert.Equal("""{"start":"2025-01-13T22:00:00Z","end":"2025-01-17T14:00:00Z"}""", before.GetProperty("next_gap").GetRawText());

        var gap = await on.GetAsync("/oncall/current?service=intranet&at=2025-01-15T10:30:00Z");
        Assert.Equal("""[null,null,null,null,"2025-01-17T14:00:00Z","amy","America/New_York"]""",
            Row(gap, "oncall", "rotation_index", "layer", "shift_start", "shift_end", "next_oncall", "time_zone"));
        Assert.Equal("""{"start":"2025-01-15T10:30:00Z","end":"2025-01-17T14:00:00Z"}""", gap.GetProperty("next_gap").GetRawText());
    }

    [Fact]
    public async Task The_past_is_answered_as_it_was_defined_then()
    {
        Assert.Equal("""["zoe","payments-team",null]""",
            Row(await on.GetAsync("/oncall/current?service=payments&at=2024-06-01T00:00:00Z"), "oncall", "team", "escalation_contact"));
        using var unknown = await on.Host.SendAsync(HttpMethod.Get, "/oncall/current?service=payments-api&at=2024-06-01T00:00:00Z");
        await unknown.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Where_no_team_is_the_default_one_an_unknown_service_is_404()
    {
        foreach (var query in new[] { "?service=payments", "" })
        {
            using var answer = await on.Host.SendAsync(HttpMethod.Get, $"/oncall/current{query}", workspace: "ws-undefined");
            await answer.ProblemAsync(404, "not_found");
        }
        using var other = await on.Host.SendAsync(HttpMethod.Get, "/oncall/current?workspace_id=default", key: EdgeHost.Acme);
        await other.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task A_schedule_covers_what_was_asked_for_without_gap_or_overlap()
    {
        var schedule = await on.GetAsync("/oncall/schedule?team=Payments-Team&from=2025-02-01T00:00:00Z&to=2025-02-12T00:00:00Z");
        var team = schedule.At("teams", 0);
        Assert.Equal(
            [
                """["2025-02-01T00:00:00Z","2025-02-03T08:00:00Z","dave",1,false,null]""",
                """["2025-02-03T08:00:00Z","2025-02-05T11:00:00Z","carol",0,false,null]""",
                """["2025-02-05T11:00:00Z","2025-02-05T15:00:00Z","erin",0,true,"swap"]""",
                """["2025-02-05T15:00:00Z","2025-02-10T08:00:00Z","carol",0,false,null]""",
                """["2025-02-10T08:00:00Z","2025-02-12T00:00:00Z","dave",1,false,null]""",
            ],
            team.GetProperty("schedule").EnumerateArray()
                .Select(shift => Row(shift, "start", "end", "oncall", "rotation_index", "override", "reason")));
        Assert.Equal(
            ["dave", "carol", "dave"], team.At("layers", 0, "shifts").EnumerateArray().Select(shift => shift.Text("oncall")));
    }

    [Fact]
    public async Task A_schedule_over_a_change_of_the_definitions_shows_both()
    {
        var schedule = await on.GetAsync("/oncall/schedule?from=2024-12-29T00:00:00Z&to=2025-01-02T00:00:00Z");
        Assert.Equal(["office-team", "payments-team"], schedule.GetProperty("teams").EnumerateArray().Select(team => team.Text("team")));
        Assert.Equal(
            ["2024-12-29T00:00:00Z zoe", "2024-12-30T08:00:00Z zoe", "2025-01-01T00:00:00Z dave"],
            schedule.At("teams", 1, "schedule").EnumerateArray().Select(shift => $"{shift.Text("start")} {shift.Text("oncall")}"));
        Assert.Equal("""["2024-12-29T00:00:00Z","2025-01-02T00:00:00Z",null]""",
            Row(schedule.At("teams", 0, "schedule", 0), "start", "end", "oncall"));
    }

    [Fact]
    public async Task Without_a_range_a_schedule_is_that_of_the_next_seven_days()
    {
        var schedule = await on.GetAsync("/oncall/schedule");
        var (from, to) = (schedule.GetProperty("from").GetDateTimeOffset(), schedule.GetProperty("to").GetDateTimeOffset());
        Assert.Equal(TimeSpan.FromDays(7), to - from);
        var shifts = schedule.At("teams", 1, "schedule").EnumerateArray().ToList();
        Assert.Equal((from, to), (shifts[0].GetProperty("start").GetDateTimeOffset(), shifts[^1].GetProperty("end").GetDateTimeOffset()));
    }

    [Theory]
    [InlineData("/oncall/schedule?from=2025-02-01&to=2025-02-01", "query.to")]
    [InlineData("/oncall/schedule?from=2025-02-01&to=2025-05-05", "query.to")]
    [InlineData("/oncall/schedule?from=1025-02-01", "query.from")]
    [InlineData("/oncall/schedule?from=yesterday", "query.from")]
    [InlineData("/oncall/current?at=9999-01-01", "query.at")]
    public async Task A_range_that_cannot_be_answered_is_refused_by_name(string path, string field)
    {
        using var answer = await on.Host.SendAsync(HttpMethod.Get, path);
        Assert.Equal(field, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task An_unknown_team_has_no_schedule()
    {
        foreach (var path in new[] { "/oncall/schedule?team=nobody", "/oncall/teams/nobody/calendar.ics", "/oncall/people/nobody/calendar.ics" })
        {
            using var answer = await on.Host.SendAsync(HttpMethod.Get, path);
            await answer.ProblemAsync(404, "not_found");
        }
    }

    [Fact]
    public async Task Teams_are_shown_in_the_words_of_their_definition()
    {
        var teams = await on.GetAsync("/oncall/teams");
        Assert.Equal(2, teams.GetProperty("count").GetInt32());
        var office = teams.At("teams", 0);
        Assert.Equal("""["office-team",["intranet"],"America/New_York",null]""", Row(office, "name", "services", "time_zone", "escalation_contact"));
        Assert.Equal(
            """[{"name":"office","time_zone":"America/New_York","members":["amy"],"every":"1w","start":"2024-12-23","handoff":"09:00","end":null,"restrictions":[{"days":["mon","fri"],"from":"09:00","to":"17:00"}]}]""",
            office.GetProperty("layers").GetRawText());
        Assert.Contains(teams.At("teams", 1).Text("oncall"), new[] { "carol", "dave" });
    }

    [Fact]
    public async Task Overrides_that_are_over_are_not_listed()
    {
        var overrides = await on.GetAsync("/oncall/overrides");
        Assert.Equal(
            """{"overrides":[{"id":"ovr-1","team":"payments-team","user":"eve","from":"2090-02-05T12:00","to":"2090-02-05T16:00","time_zone":"Asia/Tokyo","start":"2090-02-05T03:00:00Z","end":"2090-02-05T07:00:00Z","reason":null,"created_by":"root"}],"count":1}""",
            overrides.GetRawText());
    }

    private static string Row(JsonElement json, params string[] fields) =>
        $"[{string.Join(',', fields.Select(field => json.GetProperty(field).GetRawText()))}]";
}

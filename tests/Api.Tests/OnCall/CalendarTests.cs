using System.Net;
using AiSre.Api.OnCall;
using AiSre.Api.Tests.Edge;
using AiSre.Grains.OnCall;
using Ical.Net;
using Ical.Net.CalendarComponents;

namespace AiSre.Api.Tests.OnCall;

public sealed class CalendarTests(OnCallHost on) : IClassFixture<OnCallHost>
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_calendar_program_subscribes_with_the_key_in_the_address()
    {
        using var answer = await on.Host.Client.GetAsync($"/oncall/teams/payments-team/calendar.ics?api_key={EdgeHost.Eyes}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var calendar = Calendar.Load(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("On call: payments-team", calendar.Properties["X-WR-CALNAME"]!.Value);
        var shifts = calendar.Events.OrderBy(shift => Start(shift)).ToList();
        // 120 days of whole weeks, one after the other.
        Assert.InRange(shifts.Count, 18, 19);
        Assert.All(shifts, shift => Assert.Contains(shift.Summary, new[] { "carol on call: payments-team", "dave on call: payments-team" }));
        Assert.All(shifts.Zip(shifts.Skip(1)), pair => Assert.Equal(End(pair.First), Start(pair.Second)));
        Assert.Equal(shifts.Count, shifts.Select(shift => shift.Uid).Distinct().Count());
        Assert.True(Start(shifts[0]) <= DateTime.UtcNow.AddDays(-30) && End(shifts[^1]) >= DateTime.UtcNow.AddDays(90).AddMinutes(-1));
        using var without = await on.Host.Client.GetAsync("/oncall/teams/payments-team/calendar.ics");
        await without.ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task A_person_s_calendar_has_the_shifts_of_that_person_in_all_teams()
    {
        var mine = await LoadAsync("/oncall/people/carol/calendar.ics");
        var team = await LoadAsync("/oncall/teams/payments-team/calendar.ics");
        Assert.All(mine.Events, shift => Assert.Equal("On call: payments-team", shift.Summary));
        Assert.Equal(
            team.Events.Where(shift => shift.Summary!.StartsWith("carol ", StringComparison.Ordinal)).Select(shift => shift.Uid)
                .Order(), mine.Events.Select(shift => shift.Uid).Order());
        Assert.Empty((await LoadAsync("/oncall/people/zoe/calendar.ics")).Events);
    }

    [Fact]
    public async Task A_gap_is_an_empty_place()
    {
        var office = await LoadAsync("/oncall/teams/office-team/calendar.ics");
        Assert.InRange(office.Events.Count, 33, 36);
        Assert.All(office.Events, shift => Assert.Equal(TimeSpan.FromHours(8), End(shift) - Start(shift)));
    }

    [Fact]
    public void An_event_keeps_its_uid_while_the_person_changes_and_the_window_moves()
    {
        var shift = new DutyEntry { Start = Noon, End = Noon.AddDays(7), Person = "carol", Layer = "primary", RotationIndex = 0 };
        var uid = Only("ws", shift).Uid;
        Assert.Equal(uid, Only("ws", shift with { Person = "dave", End = Noon.AddDays(2) }, Noon.AddDays(3)).Uid);
        Assert.NotEqual(uid, Only("ws", shift with { Start = Noon.AddDays(7) }).Uid);
        Assert.NotEqual(uid, Only("ws", shift with { Layer = "nights" }).Uid);
        Assert.NotEqual(uid, Only("ws", shift with { IsOverride = true, OverrideId = "ovr-1" }).Uid);
        Assert.NotEqual(uid, Only("other", shift).Uid);
    }

    [Fact]
    public void What_people_write_cannot_end_its_line()
    {
        var text = "swap; with, \"dave\"\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged" + new string('ö', 100);
        var shift = Only("ws",
            new() { Start = Noon, End = Noon.AddHours(1), Person = "erin, \r\nATTACH:http://x", Layer = "primary", IsOverride = true,
                Reason = text });
        Assert.Equal("Stands in: " + text.ReplaceLineEndings("\n"), shift.Description?.ReplaceLineEndings("\n"));
        Assert.Equal("erin, \nATTACH:http://x on call: payments-team", shift.Summary?.ReplaceLineEndings("\n"));
        Assert.Empty(shift.Attachments);
        var lines = Render("ws", new() { Start = Noon, End = Noon.AddHours(1), Person = "erin", IsOverride = true, Reason = text }, Noon)
            .Split("\r\n");
        Assert.All(lines, line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, $"{line} is longer than RFC 5545 allows"));
        Assert.Contains("DTSTART:20250115T120000Z", lines);
    }

    private async Task<Calendar> LoadAsync(string path)
    {
        using var answer = await on.Host.SendAsync(HttpMethod.Get, path, key: EdgeHost.Eyes);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Calendar.Load(await answer.Content.ReadAsStringAsync())!;
    }

    private static CalendarEvent Only(string workspace, DutyEntry entry, DateTimeOffset? now = null) =>
        Assert.Single(Calendar.Load(Render(workspace, entry, now ?? Noon))!.Events);

    private static string Render(string workspace, DutyEntry entry, DateTimeOffset now) =>
        DutyCalendar.Render(workspace, "On call", false, new([new("payments-team", "UTC", [entry], [])]), now);

    private static DateTime Start(CalendarEvent shift) => shift.Start!.AsUtc;

    private static DateTime End(CalendarEvent shift) => shift.End!.AsUtc;
}

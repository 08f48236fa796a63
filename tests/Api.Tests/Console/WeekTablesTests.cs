using AiSre.Console.OnCall;
using AiSre.Grains.OnCall;
using NodaTime;

namespace AiSre.Api.Tests.Console;

public sealed class WeekTablesTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly LocalDate Monday = new(2026, 3, 9);

    [Fact]
    public void A_week_is_laid_out_to_the_hour_by_the_teams_clocks()
    {
        var week = Show(
            Entry(-7, 9, 0, 9, "grace"), Entry(0, 9, 3, 16, "dana"), Entry(3, 16, 4, 8, "erik", isOverride: true), Entry(4, 8, 9, 9, "dana"));
        Assert.Equal(["Override", "On call"], week.Rows.Select(row => row.Name));
        Assert.Equal([(88, null), (16, "erik"), (64, null)], week.Rows[0].Cells.Select(cell => (cell.Hours, cell.Who)));
        Assert.Equal(
            [(9, "grace", null), (79, "dana", "mine"), (16, "erik", null), (64, "dana", "mine")],
            week.Rows[1].Cells.Select(cell => (cell.Hours, cell.Who!, cell.Look)));
        Assert.Equal("erik, Thu 12 Mar 16:00 to Fri 13 Mar 08:00: dentist", week.Rows[1].Cells[2].Title);
        Assert.Equal(("Week 11", "Thu 12"), (week.Name, week.Days.Single(day => day.IsToday).Text));
    }

    [Fact]
    public void The_shortest_gap_is_shown()
    {
        var week = Show(Entry(0, 0, 6, 23, "dana"), Gap(6, 23, 0, 6, 23, 10), Entry(6, 23, 8, 0, "erik"));
        Assert.Equal(168, week.Rows.Single().Cells.Sum(cell => cell.Hours));
        Assert.Equal(("nobody", "crit"), (week.Rows.Single().Cells[^1].Who, week.Rows.Single().Cells[^1].Look));
    }

    [Fact]
    public void A_week_whose_clocks_change_is_as_long_as_any()
    {
        var week = WeekTables.Of(
            new("payments", "Europe/Berlin", [Entry(14, 0, 20, 12, "dana"), Entry(20, 12, 21, 0, "erik")], []),
            Monday.PlusWeeks(2), Berlin, Monday, "x");
        Assert.Equal([(156, "dana"), (12, "erik")], week.Rows.Single().Cells.Select(cell => (cell.Hours, cell.Who!)));
    }

    private static Week Show(params DutyEntry[] entries) =>
        WeekTables.Of(new("payments", "Europe/Berlin", [.. entries], []), Monday, Berlin, new(2026, 3, 12), "dana");

    private static DutyEntry Entry(int day, int hour, int toDay, int toHour, string person, bool isOverride = false) => new()
    {
        Start = At(day, hour), End = At(toDay, toHour), Person = person, IsOverride = isOverride, Reason = isOverride ? "dentist" : null,
    };

    private static DutyEntry Gap(int day, int hour, int minute, int toDay, int toHour, int toMinute) =>
        new() { Start = At(day, hour, minute), End = At(toDay, toHour, toMinute) };

    private static DateTimeOffset At(int day, int hour, int minute = 0) =>
        (Monday.PlusDays(day) + new LocalTime(hour, minute)).InZoneLeniently(Berlin).ToDateTimeOffset();
}

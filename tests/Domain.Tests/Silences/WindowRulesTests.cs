using System.Globalization;
using AiSre.Domain.Silences;
using CsCheck;
using NodaTime;

namespace AiSre.Domain.Tests.Silences;

public class WindowRulesTests
{
    [Theory]
    // Within one day.
    [InlineData("02:00", "04:00", "Europe/Berlin", "2026-01-14T00:30:00Z", "2026-01-14T01:00:00Z", "2026-01-14T03:00:00Z")]
    [InlineData("02:00", "04:00", "Europe/Berlin", "2026-01-14T01:00:00Z", "2026-01-14T01:00:00Z", "2026-01-14T03:00:00Z")]
    [InlineData("02:00", "04:00", "Europe/Berlin", "2026-01-14T03:00:00Z", "2026-01-15T01:00:00Z", "2026-01-15T03:00:00Z")]
    // Over midnight, seen from both sides of it.
    [InlineData("22:00", "06:00", "Europe/Berlin", "2026-01-14T22:00:00Z", "2026-01-14T21:00:00Z", "2026-01-15T05:00:00Z")]
    [InlineData("22:00", "06:00", "Europe/Berlin", "2026-01-15T04:59:59Z", "2026-01-14T21:00:00Z", "2026-01-15T05:00:00Z")]
    // The clocks go forward on 29 March at 02:00 and back on 25 October at 03:00: the night is an hour shorter, and longer.
    [InlineData("22:00", "06:00", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("22:00", "06:00", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")]
    // 02:30 does not exist on that night and becomes 03:30.
    [InlineData("02:30", "04:00", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("01:00", "02:30", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z")]
    // It would end before it starts: there is none on that day.
    [InlineData("02:30", "03:00", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-30T00:30:00Z", "2026-03-30T01:00:00Z")]
    // 02:30 comes twice: the first one counts.
    [InlineData("02:30", "04:00", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z")]
    [InlineData("01:00", "02:30", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z")]
    // All day long, on the days of 23 and of 25 hours.
    [InlineData("00:00", "00:00", "America/New_York", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]
    [InlineData("00:00", "00:00", "America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    // A zone whose clocks change at midnight: the day starts at 01:00.
    [InlineData("00:00", "02:00", "America/Santiago", "2026-09-06T03:30:00Z", "2026-09-06T04:00:00Z", "2026-09-06T05:00:00Z")]
    // Half an hour.
    [InlineData("01:30", "03:00", "Australia/Lord_Howe", "2026-10-03T15:00:00Z", "2026-10-03T15:00:00Z", "2026-10-03T16:00:00Z")]
    // There was no 30 December 2011 in Samoa.
    [InlineData("10:00", "12:00", "Pacific/Apia", "2011-12-30T00:00:00Z", "2011-12-30T20:00:00Z", "2011-12-30T22:00:00Z")]
    public void A_window_keeps_to_the_clock_on_the_wall(string from, string to, string zone, string now, string starts, string ends) =>
        Assert.Equal(new(At(starts), At(ends)), WindowRules.CurrentOrNext(Daily(from, to, zone), At(now)));

    [Theory]
    // Saturday night ends on Sunday.
    [InlineData("2026-01-17T23:00:00Z", "2026-01-17T22:00:00Z")]
    [InlineData("2026-01-18T05:59:00Z", "2026-01-17T22:00:00Z")]
    // Sunday has none of its own.
    [InlineData("2026-01-18T22:30:00Z", "2026-01-24T22:00:00Z")]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_starts(string now, string starts) =>
        Assert.Equal(At(starts), WindowRules.CurrentOrNext(Daily("22:00", "06:00", "UTC") with { Days = [DayOfWeek.Saturday] }, At(now))!.Value.From);

    [Fact]
    public void A_schedule_has_a_first_and_a_last_day()
    {
        var schedule = Daily("22:00", "06:00", "UTC") with { StartsOn = new(2026, 1, 10), EndsOn = new(2026, 1, 11) };
        Assert.Equal(At("2026-01-10T22:00:00Z"), WindowRules.CurrentOrNext(schedule, At("2025-06-01T00:00:00Z"))!.Value.From);
        // The last one is not cut at midnight.
        Assert.Equal(At("2026-01-12T06:00:00Z"), WindowRules.CurrentOrNext(schedule, At("2026-01-12T05:00:00Z"))!.Value.Until);
        Assert.Null(WindowRules.CurrentOrNext(schedule, At("2026-01-12T06:00:00Z")));
    }

    [Fact]
    public void In_every_zone_an_all_day_schedule_is_open_at_every_instant()
    {
        var zones = Gen.OneOfConst([.. DateTimeZoneProviders.Tzdb.Ids]);
        var instants = Gen.Long[At("1990-01-01T00:00:00Z").ToUnixTimeSeconds(), At("2040-01-01T00:00:00Z").ToUnixTimeSeconds()];
        Gen.Select(zones, instants, Gen.Int[0, 23]).Sample((zone, unix, hour) =>
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(unix);
            return WindowRules.CurrentOrNext(Daily($"{hour:00}:00", $"{hour:00}:00", zone), now) is { } window && window.Contains(now);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void At_the_ends_of_the_calendar_there_are_none(string now)
    {
        Assert.Null(WindowRules.CurrentOrNext(Daily("22:00", "02:00", "Asia/Tokyo"), At(now)));
        Assert.Null(WindowRules.CurrentOrNext(Daily("22:00", "02:00", "UTC") with { StartsOn = new(9999, 12, 31) }, At("2026-01-14T00:00:00Z")));
    }

    [Fact]
    public void The_windows_of_a_span_are_cut_to_it_and_come_whatever_dates_the_schedule_begins_and_ends_on()
    {
        var nights = Daily("22:00", "02:00", "UTC") with { StartsOn = new(2030, 1, 1), EndsOn = new(2031, 1, 1) };
        Assert.Equal(
            [
                new(At("2026-01-14T01:00:00Z"), At("2026-01-14T02:00:00Z")), new(At("2026-01-14T22:00:00Z"), At("2026-01-15T02:00:00Z")),
                new(At("2026-01-15T22:00:00Z"), At("2026-01-15T23:00:00Z")),
            ],
            WindowRules.Within(nights, At("2026-01-14T01:00:00Z"), At("2026-01-15T23:00:00Z")));
        var wednesdays = nights with { Days = [DayOfWeek.Wednesday] };
        Assert.Equal([DayOfWeek.Wednesday],
            WindowRules.Within(wednesdays, At("2026-01-10T00:00:00Z"), At("2026-01-17T00:00:00Z")).Select(window => window.From.DayOfWeek));
        Assert.Empty(WindowRules.Within(wednesdays, At("2026-01-15T02:00:00Z"), At("2026-01-21T22:00:00Z")));
    }

    private static SilenceSchedule Daily(string from, string to, string zone) =>
        new() { FromMinute = Minute(from), ToMinute = Minute(to), TimeZone = zone };

    private static int Minute(string text) => (int)TimeOnly.Parse(text, CultureInfo.InvariantCulture).ToTimeSpan().TotalMinutes;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

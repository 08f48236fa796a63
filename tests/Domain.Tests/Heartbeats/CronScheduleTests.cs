using System.Globalization;
using AiSre.Domain.Heartbeats;
using CsCheck;

namespace AiSre.Domain.Tests.Heartbeats;

/// <summary>In Berlin the clocks skip 02:00 to 03:00 on 29 March 2026, and have it twice on 25 October.</summary>
public class CronScheduleTests
{
    [Theory]
    // By the clocks of the zone, in summer and in winter.
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-01-15T02:00:00Z", "2026-01-16T02:00:00Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-10-24T01:00:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("0 3 * * *", null, "2026-10-24T03:00:00Z", "2026-10-25T03:00:00Z")]
    [InlineData("30 9 * * 1-5", "America/New_York", "2026-03-06T14:30:00Z", "2026-03-09T13:30:00Z")]
    // What the clocks skip is when they have moved.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-03-29T00:40:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z")]
    // What comes twice is the first; with a star both.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("@hourly", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("0 0 * * *", "America/Santiago", "2026-09-05T05:00:00Z", "2026-09-06T04:00:00Z")]
    // Ends of months, leap years, weekdays.
    [InlineData("0 0 31 * *", null, "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("0 0 L * *", null, "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z")]
    [InlineData("0 0 L * *", null, "2028-02-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 12 29 2 *", "Europe/Berlin", "2026-03-01T00:00:00Z", "2028-02-29T11:00:00Z")]
    [InlineData("0 12 29 2 *", null, "2096-02-29T12:00:00Z", "2104-02-29T12:00:00Z")]
    [InlineData("@monthly", "Europe/Berlin", "2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z")]
    [InlineData(" 0  3 * *   SUN ", "Asia/Kolkata", "2026-11-23T00:00:00Z", "2026-11-28T21:30:00Z")]
    public void Each_time_has_its_next_which_has_it_as_its_previous(string text, string? zone, string time, string next)
    {
        var (schedule, at, then) = (CronSchedule.Of(text, zone), At(time), At(next));
        Assert.Equal(then, schedule.Next(at));
        Assert.Equal(then, schedule.Previous(then));
        Assert.Equal(then, schedule.Previous(schedule.Next(then).AddSeconds(-1)));
        Assert.True(schedule.Previous(then.AddTicks(-1)) <= at);
    }

    [Theory]
    [InlineData("0 3 * *", "Must be the five fields")]
    [InlineData("0 0 3 * * *", "Must be the five fields")]
    [InlineData("", "Must be the five fields")]
    [InlineData("60 3 * * *", "Minutes")]
    [InlineData("0 3 * * MOO", "invalid format")]
    [InlineData("H 3 * * *", "write the time itself")]
    [InlineData("0 0 30 2 *", "It never comes")]
    [InlineData("@dayly", "did you mean '@daily'?")]
    [InlineData("@every_second", "There is no @every_second")]
    public void What_is_wrong_with_one_is_said(string text, string problem) =>
        Assert.Contains(problem, CronSchedule.ProblemOf(text), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_zone_is_told_with_the_nearest()
    {
        Assert.Null(CronSchedule.ProblemOfZone("Europe/Berlin"));
        Assert.Contains("Did you mean Europe/Berlin?", CronSchedule.ProblemOfZone("Europe/Berlim"), StringComparison.Ordinal);
        Assert.Contains("IANA", CronSchedule.ProblemOfZone("My place"), StringComparison.Ordinal);
    }

    /// <summary>Schedules of many kinds, in zones that change their clocks in many ways.</summary>
    internal static readonly Gen<CronSchedule> Any =
        from text in Gen.OneOfConst(
            "0 3 * * *", "30 2 * * *", "*/7 * * * *", "15 */3 * * *", "0 0 * * *", "59 23 L * *", "5 1-2 * * 0", "30 1 31 * *", "0 12 29 2 *",
            "* 2 * * *")
        from zone in Gen.OneOfConst(
            "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Africa/Casablanca")
        select CronSchedule.Of(text, zone);

    internal static readonly Gen<DateTimeOffset> Moment =
        Gen.Long[At("2011-06-01T00:00:00Z").ToUnixTimeSeconds(), At("2035-01-01T00:00:00Z").ToUnixTimeSeconds()]
            .Select(DateTimeOffset.FromUnixTimeSeconds);

    [Fact]
    public void Forwards_and_backwards_the_times_are_the_same() =>
        Gen.Select(Any, Moment).Sample((schedule, moment) =>
        {
            var next = schedule.Next(moment);
            var previous = schedule.Previous(moment)!.Value;
            return previous <= moment && next > moment && schedule.Next(previous) == next && schedule.Previous(next.AddTicks(-1)) == previous
                && schedule.Previous(next) == next;
        });

    internal static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

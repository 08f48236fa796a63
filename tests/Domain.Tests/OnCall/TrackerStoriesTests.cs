using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

/// <summary>What went wrong in other products, as their users told it.</summary>
public class TrackerStoriesTests
{
    /// <summary>
    /// A week stored as 604,800 seconds ends an hour before the next hand-off when the clocks go back, and nobody is on call in that hour.
    /// </summary>
    [Fact]
    public void Grafana_oncall_5247_no_hole_after_the_clocks_went_back()
    {
        var roster = RosterOf(Layer("America/Chicago", RotationUnit.Weeks, 1, new(2024, 10, 28), new(9, 0), "ann", "bob"));
        Assert.Equal(
            ["2024-10-28T14:00Z 2024-11-04T15:00Z ann", "2024-11-04T15:00Z 2024-11-11T15:00Z bob"],
            Lines(roster, "2024-10-28T14:00Z", "2024-11-11T15:00Z"));
        Assert.Equal("ann", roster.At(At("2024-11-04T14:30Z")).Person); // the hour of the hole
    }

    /// <summary>Schedules and escalation windows that are stored in UTC move by an hour with the clocks.</summary>
    [Fact]
    public void Grafana_oncall_3261_nine_o_clock_is_nine_o_clock_in_summer_and_in_winter()
    {
        var office = Layer(
            "Europe/London", RotationUnit.Days, 1, new(2023, 10, 1), new(9, 0), "ann",
            "bob") with { Restrictions = [new([], new(9, 0), new(17, 0))] };
        var days = RosterOf(office).Stretches(At("2023-10-01T06:00Z"), At("2023-11-30T00:00Z")).Where(stretch => stretch.Duty.Person is not null)
            .ToList();
        var zone = LocalTimes.Zone("Europe/London");
        Assert.Equal(60, days.Count);
        Assert.All(days, day => Assert.Equal((9, 17), (day.Start.InZone(zone).Hour, day.End.InZone(zone).Hour)));
        Assert.Equal(["08:00", "09:00"], days.Select(day => Text(day.Start)[11..16]).Distinct());
    }

    /// <summary>A daily rotation of three, shown for a zone far from UTC, came in another order than it was entered.</summary>
    [Theory]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Pacific/Kiritimati")]
    public void Grafana_oncall_4197_a_daily_rotation_keeps_its_order_in_every_zone(string zone)
    {
        var roster = RosterOf(Layer(zone, RotationUnit.Days, 1, new(2024, 4, 1), LocalTime.Midnight, "ann", "bob", "cid"));
        for (var day = 0; day < 400; day++)
        {
            var noon = LocalTimes.At(new LocalDate(2024, 4, 1).PlusDays(day) + LocalTime.Noon, LocalTimes.Zone(zone));
            Assert.Equal(new[] { "ann", "bob", "cid" }[day % 3], roster.At(noon).Person);
        }
    }

    /// <summary>A hand-off that is stored as a date and a time takes the winter's offset into the summer.</summary>
    [Fact]
    public void OneUptime_1890_a_hand_off_that_was_set_in_winter_is_at_the_same_time_of_day_in_summer()
    {
        var layer = Layer("Europe/Berlin", RotationUnit.Weeks, 1, new(2025, 1, 6), new(9, 0), "ann", "bob");
        var zone = LocalTimes.Zone("Europe/Berlin");
        Assert.Equal("2025-01-06T08:00Z", Text(RotationRules.Boundary(layer, 0)));
        Assert.Equal("2025-07-07T07:00Z", Text(RotationRules.Boundary(layer, 26)));
        Assert.All(Enumerable.Range(0, 520), k => Assert.Equal(new LocalTime(9, 0), RotationRules.Boundary(layer, k).InZone(zone).TimeOfDay));
    }

    /// <summary>In a gap the last person stayed on the board.</summary>
    [Fact]
    public void Pagerbeauty_120_in_a_gap_there_is_nobody()
    {
        var layer = Weekly("Europe/Berlin", "ann", "bob") with
        {
            Restrictions =
                [new([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday], new(9, 0),
                    new(17, 0))],
        };
        var roster = RosterOf(layer);
        Assert.Equal("bob", roster.At(At("2025-01-17T15:59Z")).Person);
        var gap = roster.StretchAt(At("2025-01-17T16:00Z"));
        Assert.Null(gap.Duty.Person);
        Assert.Equal(Duty.Nobody, gap.Duty);
        Assert.Equal(At("2025-01-20T08:00Z"), gap.End);
    }
}

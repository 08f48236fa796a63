using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class RotationRulesTests
{
    [Fact]
    public void A_weekly_shift_over_the_end_of_summer_time_lasts_an_hour_longer_and_over_its_beginning_an_hour_less()
    {
        var layer = Layer("America/Chicago", RotationUnit.Weeks, 1, new(2024, 10, 28), new(9, 0), "ann", "bob");
        Assert.Equal(At("2024-10-28T14:00Z"), RotationRules.Boundary(layer, 0));
        Assert.Equal(At("2024-11-04T15:00Z"), RotationRules.Boundary(layer, 1));
        Assert.Equal(At("2024-11-11T15:00Z"), RotationRules.Boundary(layer, 2));
        Assert.Equal(Duration.FromHours(169), Length(RotationRules.ShiftAt(layer, At("2024-11-01T00:00Z"))));
        Assert.Equal(At("2025-03-03T15:00Z"), RotationRules.Boundary(layer, 18));
        Assert.Equal(At("2025-03-10T14:00Z"), RotationRules.Boundary(layer, 19));
        Assert.Equal(Duration.FromHours(167), Length(RotationRules.ShiftAt(layer, At("2025-03-08T00:00Z"))));
    }

    [Theory]
    [InlineData("2026-03-08T02:30", "2026-03-08T07:30Z")] // skipped
    [InlineData("2026-11-01T01:30", "2026-11-01T05:30Z")] // comes twice
    public void A_skipped_time_is_as_much_later_and_an_ambiguous_one_is_the_first(string local, string instant)
    {
        Assert.Equal(At(instant), LocalTimes.At(Local(local), LocalTimes.Zone("America/New_York")));
        var daily = Layer("America/New_York", RotationUnit.Days, 1, Local(local).Date, Local(local).TimeOfDay, "ann");
        Assert.Equal(At(instant), RotationRules.Boundary(daily, 0));
    }

    [Fact]
    public void Hourly_shifts_follow_the_clock_on_the_wall()
    {
        var layer = Layer("America/New_York", RotationUnit.Hours, 1, new(2026, 3, 8), new(0, 30), "ann", "bob", "eve");
        // 00:30, 01:30, 02:30 (which does not exist: 03:30 EDT), 03:30, 04:30
        Assert.Equal(
            ["05:30", "06:30", "07:30", "07:30", "08:30"], Enumerable.Range(0, 5).Select(k => Text(RotationRules.Boundary(layer, k))[11..16]));
        Assert.Equal(1, RotationRules.NumberAt(layer, At("2026-03-08T07:29Z")));
        Assert.Equal(3, RotationRules.NumberAt(layer, At("2026-03-08T07:30Z")));

        var autumn = layer with { Start = new(2026, 11, 1) };
        // 00:30, 01:30 (the first), 02:30: the shift that starts in the hour that comes twice lasts two hours.
        Assert.Equal(["04:30", "05:30", "07:30"], Enumerable.Range(0, 3).Select(k => Text(RotationRules.Boundary(autumn, k))[11..16]));
        Assert.Equal(1, RotationRules.NumberAt(autumn, At("2026-11-01T06:15Z")));
    }

    [Fact]
    public void Where_clocks_skip_two_hours_the_hours_that_did_not_happen_are_nobodys_shift()
    {
        var layer = Layer("Antarctica/Troll", RotationUnit.Hours, 1, new(2025, 3, 30), new(0, 0), "ann", "bob", "eve");
        // 01:00 becomes 03:00: shifts 1 and 2 would begin at 01:00Z and 02:00Z, but shift 3 begins at 01:00Z.
        Assert.Equal(
            ["00:00", "01:00", "01:00", "01:00", "02:00"], Enumerable.Range(0, 5).Select(k => Text(RotationRules.Boundary(layer, k))[11..16]));
        Assert.Equal([0, 3, 4], new[] { "00:59", "01:00", "02:00" }.Select(time => RotationRules.NumberAt(layer, At($"2025-03-30T{time}Z"))));
    }

    [Fact]
    public void A_day_that_a_country_skips_is_nobodys_shift()
    {
        var layer = Layer("Pacific/Apia", RotationUnit.Days, 1, new(2011, 12, 28), new(9, 0), "ann", "bob", "eve", "dan", "fay");
        Assert.Equal(RotationRules.Boundary(layer, 2), RotationRules.Boundary(layer, 3));
        Assert.Equal(3, RotationRules.NumberAt(layer, RotationRules.Boundary(layer, 3)));
        var hourly = Layer("Pacific/Apia", RotationUnit.Hours, 1, new(2011, 12, 29), new(22, 0), "ann", "bob");
        Assert.Equal(RotationRules.Boundary(hourly, 2), RotationRules.Boundary(hourly, 26));
        Assert.Equal(26, RotationRules.NumberAt(hourly, RotationRules.Boundary(hourly, 2)));
    }

    [Fact]
    public void Months_are_counted_from_the_start_so_a_short_one_does_not_move_the_rest()
    {
        var layer = Layer("Europe/Berlin", RotationUnit.Months, 1, new(2024, 1, 31), new(9, 0), "ann", "bob");
        Assert.Equal(
            ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"],
            Enumerable.Range(0, 5).Select(k => Text(RotationRules.Boundary(layer, k))[..10]));
        Assert.Equal(12, RotationRules.NumberAt(layer, At("2025-01-31T08:00Z")));
        Assert.Equal(13, RotationRules.NumberAt(layer, At("2025-02-28T08:00Z")));
    }

    [Fact]
    public void The_default_start_gives_the_iso_week_modulo_the_members_in_all_of_2025_and_does_not_break_at_new_year()
    {
        var layer = Weekly("Europe/Berlin", "carol", "dave");
        Assert.Equal(3, RotationRules.NumberAt(layer, At("2025-01-15T10:30Z")));
        Assert.Equal(1, RotationRules.MemberIndex(layer, 3));
        for (var week = 1; week <= 52; week++)
        {
            var monday = LocalDate.FromWeekYearWeekAndDay(2025, week, IsoDayOfWeek.Monday);
            var number = RotationRules.NumberAt(layer, LocalTimes.At(monday + new LocalTime(9, 0), LocalTimes.Zone("Europe/Berlin")));
            Assert.Equal(week % 2, RotationRules.MemberIndex(layer, number));
        }
        // 2026 has 53 weeks: the week's number modulo 2 would put the same person on duty twice.
        var indices = Enumerable.Range(0, 12)
            .Select(week => RotationRules.MemberIndex(layer, RotationRules.NumberAt(layer, At("2026-12-01T12:00Z") + Duration.FromDays(7 * week))))
            .ToList();
        Assert.All(indices.Zip(indices.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void The_millionth_hourly_shift_is_found_as_fast_as_the_first()
    {
        var layer = Layer("Europe/Berlin", RotationUnit.Hours, 1, new(1990, 1, 1), new(0, 0), "ann", "bob", "eve");
        for (var day = 0; day < 20_000; day++)
        {
            var at = At("2045-01-01T00:00Z") + Duration.FromDays(day);
            Assert.InRange(RotationRules.NumberAt(layer, at), 480_000, 980_000);
        }
    }

    private static Duration Length(Shift shift) => shift.End - shift.Start;
}

using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using CsCheck;
using NodaTime;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class RosterTests
{
    private static readonly IsoDayOfWeek[] WorkDays =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    private static readonly RotationLayer Primary = Weekly("Europe/Berlin", "carol", "dave");

    [Fact]
    public void An_override_wins_over_every_layer_from_its_first_instant_up_to_its_last()
    {
        var roster = new Roster(TeamOf(Primary), [StandIn("erin", "2025-01-15T12:00", "2025-01-15T16:00")]);
        Assert.Equal(
            [
                "2025-01-15T00:00Z 2025-01-15T11:00Z dave",
                "2025-01-15T11:00Z 2025-01-15T15:00Z erin",
                "2025-01-15T15:00Z 2025-01-16T00:00Z dave",
            ], Lines(roster, "2025-01-15T00:00Z", "2025-01-16T00:00Z"));
        var duty = roster.At(At("2025-01-15T11:00Z"));
        Assert.Equal("erin", duty.Person);
        Assert.Equal(("primary", 1, "dave"), (duty.Layer!.Layer.Name, duty.Layer.Index, duty.Layer.Member));
    }

    [Fact]
    public void Of_several_overrides_the_newest_wins_and_one_of_the_definition_is_the_oldest()
    {
        var team = TeamOf(Primary) with { Overrides = [StandIn("fay", "2025-01-15T10:00", "2025-01-15T20:00")] };
        var roster = new Roster(team,
        [
            StandIn("gus", "2025-01-15T12:00", "2025-01-15T18:00", created: At("2025-01-10T00:00Z")),
            StandIn("erin", "2025-01-15T13:00", "2025-01-15T14:00", created: At("2025-01-09T00:00Z")),
            StandIn("hal", "2025-01-15T17:00", "2025-01-15T19:00", created: At("2025-01-11T00:00Z")),
        ]);
        Assert.Equal(
            ["2025-01-15T09:00Z 2025-01-15T11:00Z fay", "2025-01-15T11:00Z 2025-01-15T16:00Z gus", "2025-01-15T16:00Z 2025-01-15T18:00Z hal",
                "2025-01-15T18:00Z 2025-01-15T19:00Z fay"],
            Lines(roster, "2025-01-15T09:00Z", "2025-01-15T19:00Z"));
    }

    [Fact]
    public void An_override_is_read_in_its_own_zone_and_as_leniently_as_a_hand_off()
    {
        var roster = new Roster(TeamOf(Primary), [StandIn("erin", "2026-03-08T02:30", "2026-11-01T01:30", "America/New_York")]);
        Assert.Equal(At("2026-03-08T07:30Z"), roster.StretchAt(At("2026-06-01T00:00Z")).Start);
        Assert.Equal(At("2026-11-01T05:30Z"), roster.StretchAt(At("2026-06-01T00:00Z")).End);
    }

    [Fact]
    public void A_later_layer_wins_while_it_is_in_force()
    {
        var nights = Weekly("Europe/Berlin", "nina") with { Name = "nights", Restrictions = [new([], new(22, 0), new(6, 0))] };
        Assert.Equal(
            [
                "2025-01-15T12:00Z 2025-01-15T21:00Z dave", "2025-01-15T21:00Z 2025-01-16T05:00Z nina", "2025-01-16T05:00Z 2025-01-16T12:00Z dave",
            ], Lines(RosterOf(Primary, nights), "2025-01-15T12:00Z", "2025-01-16T12:00Z"));
    }

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_starts()
    {
        var fridays = Weekly("Europe/Berlin", "nina") with { Restrictions = [new([IsoDayOfWeek.Friday], new(22, 0), new(6, 0))] };
        Assert.Equal(
            ["2025-01-13T00:00Z 2025-01-17T21:00Z nobody", "2025-01-17T21:00Z 2025-01-18T05:00Z nina", "2025-01-18T05:00Z 2025-01-20T00:00Z nobody"],
            Lines(RosterOf(fridays), "2025-01-13T00:00Z", "2025-01-20T00:00Z"));
    }

    [Fact]
    public void A_window_that_ends_when_it_starts_lasts_all_day()
    {
        var saturdays = Weekly(
            "Europe/Berlin", "nina") with { Restrictions = [new([IsoDayOfWeek.Saturday], LocalTime.Midnight, LocalTime.Midnight)] };
        Assert.Equal(
            ["2025-01-16T00:00Z 2025-01-17T23:00Z nobody", "2025-01-17T23:00Z 2025-01-18T23:00Z nina", "2025-01-18T23:00Z 2025-01-20T00:00Z nobody"],
            Lines(RosterOf(saturdays), "2025-01-16T00:00Z", "2025-01-20T00:00Z"));
    }

    [Fact]
    public void Follow_the_sun_is_a_layer_for_each_region_with_its_own_clock()
    {
        Restriction office = new([.. WorkDays], new(9, 0), new(18, 0));
        var roster = RosterOf(
            Primary,
            Weekly("America/New_York", "amy") with { Name = "americas", Restrictions = [office] },
            Weekly("Asia/Tokyo", "akira") with { Name = "apac", Restrictions = [office] });
        // New York has changed its clocks on 8 March, Berlin not before the 29th, Tokyo never.
        Assert.Equal(
            [
                "2026-03-10T00:00Z 2026-03-10T09:00Z akira", "2026-03-10T09:00Z 2026-03-10T13:00Z dave", "2026-03-10T13:00Z 2026-03-10T22:00Z amy",
                "2026-03-10T22:00Z 2026-03-11T00:00Z dave",
            ], Lines(roster, "2026-03-10T00:00Z", "2026-03-11T00:00Z"));
        Assert.Equal(["2026-01-10T00:00Z 2026-01-11T00:00Z carol"], Lines(roster, "2026-01-10T00:00Z", "2026-01-11T00:00Z"));
    }

    [Fact]
    public void Outside_of_its_start_and_its_end_a_layer_is_nobody()
    {
        var layer = Layer("Europe/Berlin", RotationUnit.Days, 1, new(2025, 1, 10), new(9, 0), "carol", "dave") with { End = new(2025, 1, 12) };
        Assert.Equal(
            ["2025-01-01T00:00Z 2025-01-10T08:00Z nobody", "2025-01-10T08:00Z 2025-01-11T08:00Z carol", "2025-01-11T08:00Z 2025-01-12T08:00Z dave",
                "2025-01-12T08:00Z 2025-02-01T00:00Z nobody"],
            Lines(RosterOf(layer), "2025-01-01T00:00Z", "2025-02-01T00:00Z"));
    }

    [Fact]
    public void Any_year_may_be_written()
    {
        var never = Layer("America/New_York", RotationUnit.Weeks, 9_999, new(9999, 12, 31), new(23, 0), "carol", "dave");
        var ever = Layer("Pacific/Kiritimati", RotationUnit.Hours, 1, new(1, 1, 1), new(0, 0), "ann", "bob") with { End = new(9999, 12, 31) };
        var standIn = StandIn("erin", "2025-01-15T12:00", "2025-01-15T16:00") with { To = new(9999, 12, 31, 23, 59), TimeZone = "America/New_York" };
        Assert.Equal(["2025-01-01T00:00Z 2025-01-02T00:00Z nobody"], Lines(RosterOf(never), "2025-01-01T00:00Z", "2025-01-02T00:00Z"));
        Assert.Equal(4, Lines(RosterOf(ever, never), "2025-01-01T00:00Z", "2025-01-01T04:00Z").Count());
        Assert.Equal(Instant.MaxValue, new Roster(TeamOf(never, ever), [standIn]).StretchAt(At("2025-02-01T00:00Z")).End);
    }

    [Fact]
    public void What_happens_below_a_long_stretch_costs_nothing()
    {
        var hourly = Layer("Europe/Berlin", RotationUnit.Hours, 1, new(2000, 1, 1), new(0, 0), "ann", "bob");
        var decades = Layer("Europe/Berlin", RotationUnit.Months, 9_999, new(2000, 1, 1), new(0, 0), "carol");
        var roster = new Roster(TeamOf(hourly, decades with { Name = "decades" }), [StandIn("erin", "2025-01-15T12:00", "2099-01-15T16:00")]);
        var before = roster.StretchAt(At("2025-01-15T00:00Z"));
        Assert.Equal((At("1999-12-31T23:00Z"), At("2025-01-15T11:00Z"), "carol"), (before.Start, before.End, before.Duty.Person));
        for (var i = 0; i < 10_000; i++) Assert.Equal(At("2099-01-15T15:00Z"), roster.StretchAt(At("2025-02-01T00:00Z")).End);
    }

    [Fact]
    public void A_stretch_is_whole_whatever_instant_of_it_is_asked_for()
    {
        var nights = Weekly("Europe/Berlin", "nina") with { Name = "nights", Restrictions = [new([.. WorkDays], new(22, 0), new(6, 0))] };
        var roster = new Roster(TeamOf(Primary, nights), [StandIn("erin", "2025-01-12T12:00", "2025-01-20T12:00")]);
        var erin = roster.StretchAt(At("2025-01-15T23:00Z"));
        Assert.Equal((At("2025-01-12T11:00Z"), At("2025-01-20T11:00Z")), (erin.Start, erin.End));
        var dave = roster.StretchAt(At("2025-02-01T12:00Z")); // a Saturday: Friday's night is over, Monday's has not begun
        Assert.Equal(("dave", At("2025-02-01T05:00Z"), At("2025-02-03T08:00Z")), (dave.Duty.Person, dave.Start, dave.End));
    }

    [Fact]
    public void A_member_who_comes_twice_in_a_row_has_two_shifts() =>
        Assert.Equal(
            ["2025-01-06T08:00Z 2025-01-13T08:00Z ann", "2025-01-13T08:00Z 2025-01-20T08:00Z bob", "2025-01-20T08:00Z 2025-01-27T08:00Z ann",
                "2025-01-27T08:00Z 2025-02-03T08:00Z ann"],
            Lines(RosterOf(Weekly("Europe/Berlin", "ann", "bob", "ann") with { Start = new(2025, 1, 6) }), "2025-01-06T08:00Z", "2025-02-03T08:00Z"));

    [Fact]
    public void Any_schedule_tiles_its_time_and_agrees_with_what_is_asked_of_each_instant()
    {
        string[] zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kathmandu", "Pacific/Apia"];
        var time = Gen.Int[0, 1_439].Select(minute => LocalTime.Midnight.PlusMinutes(minute));
        var restriction = Gen.Select(
            Gen.Enum<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Array[0, 3], time, time, (days, from, to) =>
            new Restriction([.. days], from, to));
        var layer = Gen.Select(
            Gen.OneOfConst(zones), Gen.Enum<RotationUnit>(), Gen.Int[1, 30], Gen.Int[0, 60], time, restriction.Array[0, 2],
                Gen.OneOf(Gen.Const(0), Gen.Int[1, 90]),
            (zone, unit, count, day, handoff, restrictions, end) => Layer(
                zone, unit, unit is RotationUnit.Hours ? count + 5 : count, new LocalDate(2026, 2, 1).PlusDays(day), handoff, "a", "b", "c") with
            {
                Restrictions = [.. restrictions], End = end == 0 ? null : new LocalDate(2026, 2, 1).PlusDays(day + end),
            });
        var standIn = Gen.Select(Gen.OneOfConst(zones), Gen.Int[0, 90 * 24 * 60], Gen.Int[1, 5_000], Gen.Int[0, 3], (zone, minute, length, age) =>
            StandIn("s", "2026-02-01T00:00", "2026-02-01T00:00", zone, Instant.FromUnixTimeSeconds(age)) with
            {
                From = new LocalDateTime(2026, 2, 1, 0, 0).PlusMinutes(minute), To = new LocalDateTime(2026, 2, 1, 0, 0).PlusMinutes(minute + length),
            });
        Gen.Select(layer.Array[0, 3], standIn.Array[0, 3], Gen.Int[0, 60 * 24 * 60], Gen.Int[1, 10 * 24 * 60]).Sample(
            (layers, standIns, minute, length) =>
            {
                var roster = new Roster(TeamOf([.. layers.Select((item, i) => item with { Name = $"layer {i}" })]), standIns);
                var from = At("2026-02-10T00:00Z") + Duration.FromMinutes(minute);
                var to = from + Duration.FromMinutes(length);
                var stretches = roster.Stretches(from, to).ToList();
                Assert.True(stretches[0].Start <= from && stretches[^1].End >= to);
                Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.False(pair.Second.Duty.Continues(pair.First.Duty)));
                for (var at = from; at < to; at += Duration.FromMinutes(Math.Max(1, length / 20)))
                {
                    var stretch = Assert.Single(stretches, item => item.Start <= at && at < item.End);
                    Assert.True(roster.At(at).Continues(stretch.Duty));
                    var whole = roster.StretchAt(at);
                    Assert.Equal(stretch.End, whole.End);
                    if (stretch.Duty.Person is not null) Assert.Equal(stretch.Start, whole.Start);
                }
            }, iter: 150);
    }
}

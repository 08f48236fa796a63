using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using CsCheck;

namespace AiSre.Domain.Tests.Slos;

/// <summary>Bad minutes of incidents.</summary>
public sealed class DowntimeRulesTests
{
    private static readonly Gen<(int From, int? Until)[]> Intervals =
        Gen.Select(Gen.Int[-60_000, 100], Gen.Int[1, 5_000], Gen.Bool, (from, length, ends) => (from, ends ? from + length : (int?)null))
            .Array[0, 12];

    [Fact]
    public void Incidents_at_the_same_time_count_once()
    {
        Assert.Equal(17, Minutes((0, 10), (5, 12), (20, 25)));
        Assert.Equal(17, Minutes((20, 25), (5, 12), (0, 10), (0, 10)));
        Assert.Equal(12, Minutes((0, 5), (5, 12)));
        Assert.Equal(0, Minutes((3, 3), (5, 4)));
        Assert.Equal(60, Minutes((-100, null), (2, 4)));
    }

    [Fact]
    public void A_reading_has_bad_minutes_of_every_lookback()
    {
        var reading = DowntimeRules.Read(Promise.Payments, [Promise.Interval(-90, -50), Promise.Interval(-3, null)], [], null, Promise.Now);
        Assert.Equal(new SloAmount(3, 5), reading.Over(5));
        Assert.Equal(new SloAmount(13, 60), reading.Over(60));
        Assert.Equal(new SloAmount(43, 43_200), reading.Window);
    }

    [Fact]
    public void An_incident_that_began_before_the_window_counts_from_its_start_only()
    {
        var monthly = Promise.Payments with { Window = SloWindow.Calendar(CalendarUnit.Month) };
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var reading = DowntimeRules.Read(monthly, [new(start.AddHours(-5), start.AddMinutes(10))], [], null, Promise.Now);
        Assert.Equal(10, reading.Window!.Value.Bad);
        Assert.Equal(0, DowntimeRules.Read(monthly, [new(start.AddHours(-5), start)], [], null, Promise.Now).Window!.Value.Bad);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(5, 0)]
    [InlineData(-30, -30)]
    [InlineData(-2_000, -1_440)]
    public void Downtime_begins_when_the_sender_says_within_a_day(int? startsAt, int begins)
    {
        var start = startsAt is { } minutes ? Promise.Now.AddMinutes(minutes) : (DateTimeOffset?)null;
        Assert.Equal(Promise.Now.AddMinutes(begins), DowntimeRules.StartOf(start, Promise.Now));
    }

    [Fact]
    public void Excluded_time_is_neither_bad_nor_there()
    {
        Correction[] corrections = [Correction(-30, -10), Correction(-20, -5)];
        var reading = DowntimeRules.Read(Promise.Payments, [Promise.Interval(-15, -2)], corrections, null, Promise.Now);
        Assert.Equal(new SloAmount(3, 35), reading.Over(60));
        Assert.Equal(new SloAmount(3, 43_175), reading.Window);
        Assert.Equal(new SloAmount(13, 43_200), reading.WindowUncorrected);
        var all = DowntimeRules.Read(Promise.Payments, [Promise.Interval(-15, -2)], [Correction(-5_000, 0)], null, Promise.Now);
        Assert.Null(all.Over(60)!.Value.Ratio);
    }

    [Fact]
    public void The_order_of_incidents_does_not_matter() => Intervals.SelectMany(all => Gen.Shuffle(all).Select(other => (all, other))).Sample(pair =>
        Assert.Equal(Read(pair.all).Window, Read(pair.other).Window), iter: 300);

    [Fact]
    public void The_union_counts_every_minute_that_a_brute_force_finds() => Intervals.Sample(all =>
    {
        var brute = 0;
        for (var minute = -43_200; minute < 0; minute++)
            if (all.Any(interval => interval.From <= minute && (interval.Until ?? int.MaxValue) > minute)) brute++;
        Assert.Equal(brute, Read(all).Window!.Value.Bad);
    }, iter: 20);

    [Fact]
    public void Corrections_have_a_reason_an_end_and_a_number()
    {
        Assert.Null(CorrectionRules.Problem(Correction(-10, 0), 0));
        Assert.Equal("A correction ends after it begins.", CorrectionRules.Problem(Correction(0, 0), 0));
        Assert.Equal("A correction lasts at most 31 days.", CorrectionRules.Problem(Correction(-50_000, 0), 0));
        Assert.Equal("A correction needs a reason.", CorrectionRules.Problem(Correction(-1, 0) with { Reason = " " }, 0));
        Assert.Contains("at most 100 corrections", CorrectionRules.Problem(Correction(-1, 0), 100), StringComparison.Ordinal);
    }

    private static SloReading Read((int From, int? Until)[] intervals) =>
        DowntimeRules.Read(Promise.Payments, [.. intervals.Select(interval => Promise.Interval(interval.From, interval.Until))], [], null,
            Promise.Now);

    private static double Minutes(params (int From, int? Until)[] intervals) => DowntimeRules.Minutes(
        DowntimeRules.Union(intervals.Select(interval => Promise.Interval(interval.From, interval.Until)), Promise.Now, Promise.Now.AddHours(1)), []);

    private static Correction Correction(int from, int until) =>
        new() { From = Promise.Now.AddMinutes(from), Until = Promise.Now.AddMinutes(until), Reason = "maintenance", Author = "carol" };
}

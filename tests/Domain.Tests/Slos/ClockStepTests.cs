using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using CsCheck;

namespace AiSre.Domain.Tests.Slos;

/// <summary>Somebody sets a clock, ours or that of whoever sends.</summary>
public sealed class ClockStepTests
{
    private static readonly SloDefinition Slo = Promise.Events with { Target = 0.999 };
    private static readonly SloReading Bad = Promise.Share(Slo, 0.05), Good = Promise.Share(Slo, 0);

    /// <summary>Minutes by which the clock goes on, or back, between two looks.</summary>
    private static readonly Gen<int[]> Steps = Gen.OneOf(Gen.Const(1), Gen.Int[-6_000, 6_000]).Array[1, 30];

    [Fact]
    public void Whatever_the_clock_does_a_tier_rises_once_and_does_not_fall_while_it_burns() => Steps.Sample(steps =>
    {
        var (now, rose) = (Promise.Now, 0);
        System.Collections.Immutable.ImmutableArray<SloTierState> tiers = [];
        foreach (var step in steps)
        {
            now = now.AddMinutes(step);
            var turn = TierRules.Evaluate(Slo, Bad, tiers, now);
            (tiers, rose) = (turn.Tiers, rose + turn.Rose.Length);
            Assert.Empty(turn.Fell);
        }
        Assert.Equal(4, rose);
    });

    [Fact]
    public void Whatever_the_clock_has_done_a_tier_falls_with_the_third_look_after_it_is_right_again() => Steps.Sample(steps =>
    {
        var (now, fell) = (Promise.Now, 0);
        var tiers = TierRules.Evaluate(Slo, Bad, [], now).Tiers;
        foreach (var step in steps.Concat([1, 1, 1]))
        {
            now = now.AddMinutes(step);
            var turn = TierRules.Evaluate(Slo, Good, tiers, now);
            (tiers, fell) = (turn.Tiers, fell + turn.Fell.Length);
            Assert.Empty(turn.Rose);
        }
        Assert.Equal(4, fell);
        Assert.DoesNotContain(tiers, tier => tier.IsFiring);
    });

    [Fact]
    public void Two_looks_at_once_of_clocks_that_differ_by_seconds_are_one()
    {
        var firing = TierRules.Evaluate(Slo, Bad, [], Promise.Now).Tiers;
        var first = TierRules.Evaluate(Slo, Good, firing, Promise.Now.AddMinutes(1));
        var second = TierRules.Evaluate(Slo, Good, first.Tiers, Promise.Now.AddMinutes(1).AddSeconds(-20));
        Assert.Equal((0, 0), (first.Fell.Length, second.Fell.Length));
        Assert.Equal(4, TierRules.Evaluate(Slo, Good, second.Tiers, Promise.Now.AddMinutes(2)).Fell.Length);
    }

    /// <summary>The clock runs ahead by days and makes sums of days that are not over; then it is set right, and their events come.</summary>
    [Fact]
    public void Events_of_a_day_that_a_wrong_clock_has_made_a_sum_of_count_once_and_to_the_minute()
    {
        var noon = new DateTimeOffset(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);
        var (buckets, blocks) = (SloBuckets.Empty, new Dictionary<long, DayBlock>());
        Push(noon, noon.AddMinutes(-5), noon.AddMinutes(-90));
        Push(noon.AddDays(6), noon.AddDays(6).AddMinutes(-1));
        Push(noon.AddMinutes(10), noon.AddMinutes(3), noon.AddMinutes(-5));
        Push(noon.AddMinutes(20), noon.AddMinutes(14));

        Assert.Equal(2, SumOf(noon, noon.AddMinutes(20)));
        Assert.Equal(4, SumOf(noon.AddMinutes(-6), noon.AddMinutes(20)));
        Assert.Equal(5, SumOf(noon.AddDays(-1), noon.AddDays(1)));
        Push(noon.AddDays(4), noon.AddDays(4));
        Assert.Equal(5, SumOf(noon.AddDays(-1), noon.AddDays(3)));
        Assert.Equal(2, SumOf(noon, noon.AddMinutes(20)));

        void Push(DateTimeOffset now, params DateTimeOffset[] events)
        {
            var minutes = events.Select(at => new SloBucket(SloBucket.MinuteOf(at), 1, 1)).ToList();
            var rolled = BucketRules.Add(buckets, minutes, now, [.. BucketRules.Late(buckets, minutes).Select(day => blocks[day])]);
            buckets = rolled.Buckets;
            foreach (var block in rolled.Retired.Concat(rolled.Buckets.Recent)) blocks[block.Day] = block;
        }

        double SumOf(DateTimeOffset from, DateTimeOffset until)
        {
            var lent = BucketRules.BlocksNeeded(buckets, [new(from, until)], until).Select(day => blocks[day]).ToList();
            return BucketRules.Sum(buckets, lent, from, until).Total;
        }
    }

    [Fact]
    public void Silence_is_told_although_a_clock_that_was_ahead_has_heard_something()
    {
        var now = Promise.Now;
        var buckets = BucketRules.Add(SloBuckets.Empty, [At(now.AddMinutes(-30))], now).Buckets;
        buckets = BucketRules.Add(buckets, [At(now.AddHours(9))], now.AddHours(9)).Buckets;
        var reading = EventRules.Read(Slo, buckets, [], [], now);
        Assert.Equal(now.AddMinutes(-30), reading.LastData);
        Assert.True(AbsenceRules.IsAbsent(Slo, reading, now));

        static SloBucket At(DateTimeOffset at) => new(SloBucket.MinuteOf(at), 100, 100);
    }

    /// <summary>What a sender's clock says of later minutes waits until they come, and of its downtime only what we could know counts.</summary>
    [Fact]
    public void A_senders_clock_makes_nothing_burn_before_its_time()
    {
        var now = Promise.Now;
        Assert.NotNull(EventRules.Problem(now.AddMinutes(6), 0, 10, now));
        Assert.NotNull(EventRules.Problem(now.AddHours(-25), 0, 10, now));
        var ahead = BucketRules.Add(SloBuckets.Empty, [new(SloBucket.MinuteOf(now.AddMinutes(4)), 0, 50)], now).Buckets;
        Assert.Empty(TierRules.Evaluate(Slo, EventRules.Read(Slo, ahead, [], [], now), [], now).Rose);
        var later = now.AddMinutes(6);
        Assert.Contains(SloTier.PageFast, TierRules.Evaluate(Slo, EventRules.Read(Slo, ahead, [], [], later), [], later).Rose);
        Assert.Equal(now, DowntimeRules.StartOf(now.AddDays(2), now));
        Assert.Equal(now.AddDays(-1), DowntimeRules.StartOf(now.AddYears(-3), now));
    }
}

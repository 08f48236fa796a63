using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using CsCheck;

namespace AiSre.Domain.Tests.Slos;

/// <summary>Pushed events, kept by minutes, hours and days.</summary>
public sealed class BucketRulesTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long First = SloBucket.MinuteOf(Start);

    private static readonly Gen<SloBucket> Minutes =
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 50], Gen.Int[0, 5]).Select((at, good, bad) => new SloBucket(First + at, good, good + bad));

    [Fact]
    public void Whatever_is_merged_first_the_sums_are_the_same() => Gen.Select(Minutes.Array[0, 30], Minutes.Array[0, 30], Minutes.Array[0, 30])
        .Sample((a, b, c) =>
        {
            var left = PackedBuckets.Of([]).With(a).With(b).With(c);
            var right = PackedBuckets.Of([]).With(c.Reverse()).With([.. b, .. a]);
            Assert.Equal(left, right);
            var hours = BucketSums.Coarser(left.All(), 60);
            var byHours = PackedBuckets.Of(BucketSums.Coarser(left.All(), 60));
            Assert.Equal(BucketSums.Coarser(left.All(), 1_440), BucketSums.Coarser(byHours.All(), 24));
            Assert.Equal(a.Concat(b).Concat(c).Sum(bucket => bucket.Total), hours.Sum(hour => hour.Total));
        }, iter: 200);

    [Fact]
    public void What_was_packed_is_what_comes_out()
    {
        SloBucket[] buckets = [new(5, 0, 0), new(6, 127, 128), new(First, 300, 16_700), new(First + 9_000, 0, EventRules.MostEvents)];
        Assert.Equal(buckets, PackedBuckets.Of(buckets).All());
        Assert.Equal(new SloBucket(6, 427, 16_828), PackedBuckets.Of(buckets).Sum(6, First + 1));
    }

    /// <summary>Thousands of events over seventy days, late ones among them, in batches, with days becoming sums in between.</summary>
    [Fact]
    public void A_window_that_rolls_is_exact_to_the_minute()
    {
        var random = new Random(7);
        var (buckets, blocks, all) = (SloBuckets.Empty, new Dictionary<long, DayBlock>(), new List<SloBucket>());
        for (var hour = 0; hour < 70 * 24; hour += 7)
        {
            var now = Start.AddHours(hour).AddSeconds(random.Next(3_600));
            var batch = Enumerable.Range(0, random.Next(12)).Select(_ => SloBucket.MinuteOf(now) - random.Next(1_440))
                .Select(minute => new SloBucket(minute, random.Next(90), 90 + random.Next(10))).ToList();
            all.AddRange(batch);
            var rolled = BucketRules.Add(buckets, batch, now);
            foreach (var block in rolled.Retired) blocks.Add(block.Day, block);
            buckets = rolled.Buckets;
            if (hour % 5 == 0) Compare(now, now.AddDays(-30));
            if (hour % 3 == 0) Compare(now, now.AddMinutes(-random.Next(80_000)));
        }
        Assert.Equal(all.Sum(bucket => bucket.Total), BucketRules.Sum(buckets, [], Start.AddDays(-9), Start.AddDays(99)).Total);
        Assert.Equal(all.Min(bucket => bucket.At), buckets.FirstMinute);

        void Compare(DateTimeOffset now, DateTimeOffset from)
        {
            var lent = BucketRules.BlocksNeeded(buckets, [new(from, now)], now).Select(day => blocks[day]).ToList();
            Assert.True(lent.Count <= 1);
            var expected = all.Where(bucket => SloBucket.TimeOf(bucket.At) >= from && SloBucket.TimeOf(bucket.At) < now).ToList();
            Assert.Equal(
                new SloAmount(expected.Sum(bucket => bucket.Bad), expected.Sum(bucket => bucket.Total)), BucketRules.Sum(buckets, lent, from, now));
        }
    }

    [Fact]
    public void Doing_it_twice_is_doing_it_once()
    {
        var now = Start.AddDays(5);
        var minutes = Enumerable.Range(0, 900).Select(at => new SloBucket(First + at, 3, 4));
        var full = BucketRules.Add(SloBuckets.Empty, minutes, Start.AddHours(20)).Buckets;
        var once = BucketRules.Roll(full, now);
        Assert.Equal(900, Assert.Single(once.Retired).Minutes.All().Count());
        var twice = BucketRules.Roll(once.Buckets, now);
        Assert.Empty(twice.Retired);
        Assert.Same(once.Buckets, twice.Buckets);
        Assert.Equal((15, 1), (once.Buckets.Hours.All().Count(), once.Buckets.Days.All().Count()));
    }

    [Fact]
    public void A_sum_that_would_not_be_exact_is_refused()
    {
        var full = BucketRules.Add(SloBuckets.Empty, [new(First + 100, 1, 2)], Start.AddHours(3)).Buckets;
        var buckets = BucketRules.Roll(full, Start.AddDays(9)).Buckets;
        var from = Start.AddHours(1);
        Assert.Equal([BucketRules.DayOf(First)], BucketRules.BlocksNeeded(buckets, [new(from, null)], Start.AddDays(9)));
        Assert.Throws<ArgumentException>(() => BucketRules.Sum(buckets, [], from, Start.AddDays(9)));
        Assert.Equal(2, BucketRules.Sum(buckets, [], Start, Start.AddDays(9)).Total);
    }

    [Fact]
    public void At_the_beginning_of_a_month_blocks_of_the_one_before_are_still_needed()
    {
        var (slo, now) = (Promise.Events with { Window = SloWindow.Calendar(CalendarUnit.Month) }, Start.AddMonths(1).AddHours(2));
        var earliest = EventRules.Times(slo, [], now).Min(time => time.From);
        Assert.True(earliest < BudgetPeriodRules.At(slo.Window, now).From);
        Assert.True(BucketRules.OldestBlock(slo.Window, now) < BucketRules.DayOf(SloBucket.MinuteOf(earliest)));
    }

    [Fact]
    public void A_block_that_was_removed_has_a_stand_in_of_its_sums()
    {
        var day = BucketRules.DayOf(First);
        var full = BucketRules.Add(SloBuckets.Empty, [new(First + 61, 1, 2), new(First + 70, 1, 3)], Start.AddHours(3)).Buckets;
        var buckets = BucketRules.Roll(full, Start.AddDays(9)).Buckets;
        Assert.Equal([new SloBucket(First + 60, 2, 5)], BucketRules.StandIn(buckets, day).Minutes.All());
        var later = buckets with { Hours = PackedBuckets.Empty };
        Assert.Equal([new SloBucket(First, 2, 5)], BucketRules.StandIn(later, day).Minutes.All());
        Assert.Empty(BucketRules.StandIn(buckets, day + 1).Minutes.All());
    }

    [Fact]
    public void Two_years_in_every_minute_cost_far_less_than_a_hundred_kilobytes()
    {
        var random = new Random(1);
        var (buckets, blocks) = (SloBuckets.Empty, 0);
        for (var day = 0; day < 740; day++)
        {
            // Every minute of the last hundred days; before that every hour is enough to fill the days.
            var step = day > 640 ? 1 : 60;
            var minutes = Enumerable.Range(0, 1_440 / step).Select(at => First + day * 1_440 + at * step)
                .Select(minute => new SloBucket(minute, 6_000 + random.Next(300), 6_310));
            var rolled = BucketRules.Add(buckets, minutes, Start.AddDays(day).AddHours(23));
            buckets = rolled.Buckets;
            if (rolled.Retired.Length > 0) blocks = rolled.Retired[0].Minutes.Bytes.Length;
        }
        var bytes = buckets.Recent.Sum(block => block.Minutes.Bytes.Length) + buckets.Hours.Bytes.Length + buckets.Days.Bytes.Length + blocks;
        Assert.InRange(bytes, 30_000, 60_000);
        Assert.Equal(SloBuckets.HourDays - SloBuckets.MinuteDays, buckets.Hours.All().Count() / 24);
        Assert.Equal(SloBuckets.DayDays - SloBuckets.MinuteDays, buckets.Days.All().Count());
    }

    [Theory]
    [InlineData(0, 1, 2, null)]
    [InlineData(-1_440, 0, 0, null)]
    [InlineData(-1_441, 1, 2, "24 hours late")]
    [InlineData(6, 1, 2, "5 minutes ahead")]
    [InlineData(0, -1, 2, "'good' is at least 0.")]
    [InlineData(0, 3, 2, "'good' is at most 'total'.")]
    [InlineData(0, 0, EventRules.MostEvents + 1, "'total' is at most")]
    public void What_may_be_pushed(int minute, long good, long total, string? problem)
    {
        var found = EventRules.Problem(Promise.Now.AddMinutes(minute), good, total, Promise.Now);
        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_is_sent_again_is_known_for_a_day()
    {
        var memory = BatchMemory.Empty.With("a", Promise.Now)!.With("b", Promise.Now.AddHours(1))!;
        Assert.Equal((true, true, false), (memory.Knows("a"), memory.Knows("b"), memory.Knows("c")));
        var later = memory.With("c", Promise.Now.AddHours(25))!;
        Assert.Equal((false, true, 2), (later.Knows("a"), later.Knows("b"), later.Count));
        var full = Enumerable.Range(0, BatchMemory.Most).Aggregate(BatchMemory.Empty, (known, id) => known.With($"{id}", Promise.Now)!);
        Assert.Null(full.With("one more", Promise.Now));
        Assert.NotNull(full.With("one more", Promise.Now.AddHours(25)));
    }

    [Fact]
    public void That_there_was_nothing_is_data_and_not_silence()
    {
        var buckets = BucketRules.Add(SloBuckets.Empty, [new(SloBucket.MinuteOf(Promise.Now), 0, 0)], Promise.Now).Buckets;
        var reading = EventRules.Read(Promise.Events, buckets, [], [], Promise.Now.AddMinutes(10));
        Assert.Equal((Promise.Now, Promise.Now, null), (reading.DataStart, reading.LastData, reading.Window));
        Assert.False(AbsenceRules.IsAbsent(Promise.Events, reading, Promise.Now.AddMinutes(10)));
        Assert.True(AbsenceRules.IsAbsent(Promise.Events, reading, Promise.Now.AddMinutes(16)));
    }

    [Fact]
    public void A_reading_of_events_has_every_lookback_and_both_windows()
    {
        var now = Start.AddDays(1);
        var minutes = Enumerable.Range(0, 1_440).Select(at => new SloBucket(First + at, at >= 1_430 ? 90 : 100, 100));
        var buckets = BucketRules.Add(SloBuckets.Empty, minutes, now).Buckets;
        var correction = new Correction { From = now.AddMinutes(-5), Until = now.AddMinutes(-3), Reason = "wrong", Author = "carol" };
        var reading = EventRules.Read(Promise.Events, buckets, [], [correction], now);
        Assert.Equal(new SloAmount(30, 300), reading.Over(5));
        Assert.Equal(new SloAmount(80, 5_800), reading.Over(60));
        Assert.Equal(new SloAmount(80, 143_800), reading.Window);
        Assert.Equal(new SloAmount(100, 144_000), reading.WindowUncorrected);
        Assert.Equal((2.0, Start, now.AddMinutes(-1)), (reading.ExcludedMinutes, reading.DataStart, reading.LastData));
    }

    [Fact]
    public void The_times_of_a_reading_name_every_block_that_it_needs()
    {
        var slo = Promise.Events with { Window = SloWindow.Rolling(20) };
        var (buckets, blocks) = (SloBuckets.Empty, new Dictionary<long, DayBlock>());
        for (var day = 0; day < 40; day++)
        {
            var at = day;
            var rolled = BucketRules.Add(
                buckets, Enumerable.Range(0, 24).Select(hour => new SloBucket(First + at * 1_440 + hour * 60, 9, 10)),
                    Start.AddDays(day).AddHours(23.9));
            foreach (var block in rolled.Retired) blocks.Add(block.Day, block);
            buckets = rolled.Buckets;
        }
        var now = Start.AddDays(39).AddHours(23.95);
        Correction[] corrections = [new() { From = now.AddDays(-11.3), Until = now.AddDays(-9.1), Reason = "r", Author = "a" }];
        var needed = BucketRules.BlocksNeeded(buckets, EventRules.Times(slo, corrections, now), now);
        // The edge of the window, both ends of the correction, and the longest look-back.
        Assert.Equal(3, needed.Count);
        var reading = EventRules.Read(slo, buckets, [.. needed.Select(day => blocks[day])], corrections, now);
        Assert.Equal((480 - 53) * 10, reading.Window!.Value.Total);
        Assert.True(BucketRules.OldestBlock(slo.Window, now) < needed.Min);
    }
}

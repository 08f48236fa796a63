using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Buckets;

/// <summary>Keeping events, and adding them up.</summary>
public static class BucketRules
{
    /// <summary>With more events; none of them older than <see cref="EventRules.Latest"/> allows.</summary>
    /// <param name="buckets">Those so far.</param>
    /// <param name="minutes">In any order, several of one minute too. One of nothing says that there was nothing, and is data.</param>
    /// <param name="now">When.</param>
    /// <param name="lent">
    /// Blocks of <see cref="Late"/>. They come back among those that are to be stored, with what was added.
    /// </param>
    public static RolledBuckets Add(
        SloBuckets buckets, IEnumerable<SloBucket> minutes, DateTimeOffset now, IReadOnlyCollection<DayBlock>? lent = null)
    {
        var rolled = Roll(buckets, now);
        var (next, days) = (rolled.Buckets, rolled.Buckets.Recent.ToDictionary(block => block.Day));
        var (oldest, late) = (OldestRecentDay(now), lent?.ToDictionary(block => block.Day) ?? []);
        foreach (var day in minutes.GroupBy(minute => DayOf(minute.At)).Where(day => day.Key >= oldest))
        {
            if (late.TryGetValue(day.Key, out var sum))
            {
                late[day.Key] = sum with { Minutes = sum.Minutes.With(day) };
                next = next with
                {
                    Hours = next.Hours.With(BucketSums.Coarser(day, BucketSums.MinutesOfHour)),
                    Days = next.Days.With(BucketSums.Coarser(day, BucketSums.MinutesOfDay)),
                };
            }
            else
            {
                var block = days.GetValueOrDefault(day.Key) ?? new(day.Key, PackedBuckets.Empty);
                days[day.Key] = block with { Minutes = block.Minutes.With(day) };
            }
            next = next with
            {
                FirstMinute = Math.Min(next.FirstMinute ?? long.MaxValue, day.Min(minute => minute.At)),
                LastMinute = Math.Max(next.LastMinute ?? long.MinValue, day.Max(minute => minute.At)),
            };
        }
        return new(next with { Recent = [.. days.Values.OrderBy(block => block.Day)] }, [.. rolled.Retired, .. late.Values.Except(lent ?? [])]);
    }

    /// <summary>
    /// Days of minutes that are sums already, since a clock was ahead by days when it was looked at last: their blocks must be lent to
    /// <see cref="Add"/>.
    /// </summary>
    public static ImmutableSortedSet<long> Late(SloBuckets buckets, IEnumerable<SloBucket> minutes)
    {
        var sums = buckets.Days.All().Select(day => day.At).ToHashSet();
        return [.. minutes.Select(minute => DayOf(minute.At)).Where(sums.Contains)];
    }

    /// <summary>Minutes of a longer time, as they would be kept if they had come as they happened.</summary>
    public static RolledBuckets Past(IEnumerable<SloBucket> minutes, DateTimeOffset now)
    {
        var (all, retired) = (SloBuckets.Empty, ImmutableArray.CreateBuilder<DayBlock>());
        foreach (var day in minutes.GroupBy(minute => DayOf(minute.At)).OrderBy(day => day.Key))
        {
            var midnight = SloBucket.TimeOf((day.Key + 1) * BucketSums.MinutesOfDay);
            Take(Add(all, day, midnight < now ? midnight : now));
        }
        Take(Roll(all, now));
        return new(all, retired.ToImmutable());

        void Take(RolledBuckets rolled)
        {
            all = rolled.Buckets;
            retired.AddRange(rolled.Retired);
        }
    }

    /// <summary>Makes sums of days that are over, and forgets sums that are too old. Doing it twice is doing it once.</summary>
    public static RolledBuckets Roll(SloBuckets buckets, DateTimeOffset now)
    {
        var (today, oldest) = (DayOf(SloBucket.MinuteOf(now)), OldestRecentDay(now));
        var retired = buckets.Recent.Where(block => block.Day < oldest).ToImmutableArray();
        if (retired.IsEmpty) return new(buckets, []);
        var minutes = retired.SelectMany(block => block.Minutes.All()).ToList();
        var hours = BucketSums.Coarser(minutes, BucketSums.MinutesOfHour);
        var days = BucketSums.Coarser(minutes, BucketSums.MinutesOfDay);
        return new(buckets with
        {
            Recent = [.. buckets.Recent.Where(block => block.Day >= oldest)],
            Hours = Since(buckets.Hours.With(hours), (today - SloBuckets.HourDays) * BucketSums.HoursOfDay),
            Days = Since(buckets.Days.With(days), today - SloBuckets.DayDays),
        }, retired);
    }

    /// <summary>Days whose blocks must be lent to <see cref="Sum"/> for it to be exact over these times.</summary>
    public static ImmutableSortedSet<long> BlocksNeeded(SloBuckets buckets, IEnumerable<SloInterval> times, DateTimeOffset now)
    {
        var sums = buckets.Days.All().Select(day => day.At).ToHashSet();
        return [.. times.SelectMany(time => new[] { time.From, time.Until ?? now }).Select(MinuteFrom)
            .Where(minute => minute % BucketSums.MinutesOfDay != 0).Select(DayOf).Where(sums.Contains)];
    }

    /// <summary>Events from a time on up to another one. A minute belongs to it when it begins in it.</summary>
    /// <exception cref="ArgumentException">A block is missing that <see cref="BlocksNeeded"/> names.</exception>
    public static SloAmount Sum(SloBuckets buckets, IReadOnlyCollection<DayBlock> lent, DateTimeOffset from, DateTimeOffset until)
    {
        var (first, end) = (MinuteFrom(from), MinuteFrom(until));
        var (good, total) = (0L, 0L);
        foreach (var block in buckets.Recent)
        {
            if (block.EndMinute > first && block.FirstMinute < end) Take(block.Minutes.Sum(first, end));
        }
        var (firstWhole, endWhole) = (BucketSums.Index(first + BucketSums.MinutesOfDay - 1, BucketSums.MinutesOfDay), DayOf(end));
        if (firstWhole < endWhole) Take(buckets.Days.Sum(firstWhole, endWhole));
        foreach (var day in new SortedSet<long> { DayOf(first), DayOf(end) })
        {
            var (start, stop) = (Math.Max(first, day * BucketSums.MinutesOfDay), Math.Min(end, (day + 1) * BucketSums.MinutesOfDay));
            if (start >= stop || (day >= firstWhole && day < endWhole) || buckets.Days.Sum(day, day + 1).Total == 0) continue;
            var block = lent.FirstOrDefault(block => block.Day == day)
                ?? throw new ArgumentException($"The minutes of day {day} are needed.", nameof(lent));
            Take(block.Minutes.Sum(start, stop));
        }
        return new(total - good, total);

        void Take(SloBucket sum) => (good, total) = (good + sum.Good, total + sum.Total);
    }

    /// <summary>
    /// The oldest day whose block may still be needed, with two days to spare. At the beginning of a month look-backs reach into the one before.
    /// </summary>
    public static long OldestBlock(SloWindow window, DateTimeOffset now)
    {
        var (period, days) = (BudgetPeriodRules.At(window, now).From, now.AddDays(-window.Days));
        return DayOf(SloBucket.MinuteOf(period < days ? period : days)) - 2;
    }

    /// <summary>
    /// In place of a block that has been removed, which only a what-if over a longer window asks for: its hours, or where those are gone its day, as
    /// if
    /// all of it had come at their beginning.
    /// </summary>
    public static DayBlock StandIn(SloBuckets buckets, long day)
    {
        var hours = buckets.Hours.All().Where(hour => BucketSums.Index(hour.At, BucketSums.HoursOfDay) == day)
            .Select(hour => hour with { At = hour.At * BucketSums.MinutesOfHour }).ToList();
        return new(day, PackedBuckets.Of(hours.Count > 0 ? hours
            : buckets.Days.All().Where(sum => sum.At == day).Select(sum => sum with { At = day * BucketSums.MinutesOfDay })));
    }

    public static long DayOf(long minute) => BucketSums.Index(minute, BucketSums.MinutesOfDay);

    private static long OldestRecentDay(DateTimeOffset now) => DayOf(SloBucket.MinuteOf(now)) - SloBuckets.MinuteDays;

    /// <summary>The first minute that begins at a time or after it.</summary>
    private static long MinuteFrom(DateTimeOffset at) => SloBucket.MinuteOf(at.AddTicks(TimeSpan.TicksPerMinute - 1));

    private static PackedBuckets Since(PackedBuckets buckets, long first) => PackedBuckets.Of(buckets.All().Where(bucket => bucket.At >= first));
}

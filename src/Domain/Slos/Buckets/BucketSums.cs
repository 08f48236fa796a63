namespace AiSre.Domain.Slos.Buckets;

/// <summary>Adding buckets up. Sums of whole numbers: whichever are added first, the result is the same.</summary>
public static class BucketSums
{
    public const int MinutesOfHour = 60, MinutesOfDay = 1_440, HoursOfDay = 24;

    /// <summary>In their order, one of each time.</summary>
    public static IEnumerable<SloBucket> Merge(IEnumerable<SloBucket> buckets) =>
        buckets.GroupBy(bucket => bucket.At).OrderBy(same => same.Key).Select(same => Sum(same.Key, same));

    /// <summary>Of longer buckets, such as hours of minutes.</summary>
    public static IEnumerable<SloBucket> Coarser(IEnumerable<SloBucket> buckets, int length) =>
        buckets.GroupBy(bucket => Index(bucket.At, length)).OrderBy(same => same.Key).Select(same => Sum(same.Key, same));

    /// <summary>The number of the longer bucket that holds a shorter one.</summary>
    public static long Index(long at, int length) => at >= 0 ? at / length : (at - length + 1) / length;

    private static SloBucket Sum(long at, IEnumerable<SloBucket> buckets)
    {
        var (good, total) = (0L, 0L);
        foreach (var bucket in buckets)
        {
            good += bucket.Good;
            total += bucket.Total;
        }
        return new(at, good, total);
    }
}

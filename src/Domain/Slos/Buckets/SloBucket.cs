namespace AiSre.Domain.Slos.Buckets;

/// <summary>Events of one minute, hour or day.</summary>
/// <param name="At">Its number since 1970, in UTC.</param>
/// <param name="Good">At most <paramref name="Total"/>.</param>
/// <param name="Total">All of them.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-bucket")]
public readonly record struct SloBucket([property: Id(0)] long At, [property: Id(1)] long Good, [property: Id(2)] long Total)
{
    public long Bad => Total - Good;

    public static long MinuteOf(DateTimeOffset at) => Math.DivRem(at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMinute).Quotient;

    public static DateTimeOffset TimeOf(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);
}

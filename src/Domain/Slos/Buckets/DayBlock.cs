namespace AiSre.Domain.Slos.Buckets;

/// <summary>All minutes of one day.</summary>
/// <param name="Day">Its number since 1970, in UTC.</param>
/// <param name="Minutes">Those of which something was said.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-day-block")]
public sealed record DayBlock([property: Id(0)] long Day, [property: Id(1)] PackedBuckets Minutes)
{
    public long FirstMinute => Day * BucketSums.MinutesOfDay;
    public long EndMinute => FirstMinute + BucketSums.MinutesOfDay;
}

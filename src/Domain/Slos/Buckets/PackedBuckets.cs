namespace AiSre.Domain.Slos.Buckets;

/// <summary>
/// Buckets in their order, each as three numbers of as few bytes as they need: how far it is from the one before, its bad and its good events. A
/// minute of some thousand requests takes four bytes; one of which nothing was said takes none. Integers, so that sums do not depend on the order of
/// adding.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-packed-buckets")]
public sealed record PackedBuckets([property: Id(0)] byte[] Bytes)
{
    public static PackedBuckets Empty { get; } = new([]);

    public static PackedBuckets Of(IEnumerable<SloBucket> ordered)
    {
        var bytes = new List<byte>();
        var last = 0L;
        foreach (var bucket in ordered)
        {
            Write(bytes, bucket.At - last);
            Write(bytes, bucket.Bad);
            Write(bytes, bucket.Good);
            last = bucket.At;
        }
        return bytes.Count == 0 ? Empty : new([.. bytes]);
    }

    public IEnumerable<SloBucket> All()
    {
        var at = 0L;
        for (var i = 0; i < Bytes.Length;)
        {
            at += Read(ref i);
            var bad = Read(ref i);
            var good = Read(ref i);
            yield return new(at, good, good + bad);
        }
    }

    /// <summary>The sum of those from a bucket on up to another one, which is not included.</summary>
    public SloBucket Sum(long from, long until)
    {
        var (at, good, bad) = (0L, 0L, 0L);
        for (var i = 0; i < Bytes.Length;)
        {
            at += Read(ref i);
            if (at >= until) break;
            var (worse, better) = (Read(ref i), Read(ref i));
            if (at < from) continue;
            bad += worse;
            good += better;
        }
        return new(from, good, good + bad);
    }

    /// <summary>With more events, wherever they belong.</summary>
    public PackedBuckets With(IEnumerable<SloBucket> more) => Of(BucketSums.Merge(All().Concat(more)));

    public bool Equals(PackedBuckets? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode() => Bytes.Length;

    private static void Write(List<byte> bytes, long number)
    {
        var rest = (ulong)number;
        for (; rest >= 0x80; rest >>= 7) bytes.Add((byte)(rest | 0x80));
        bytes.Add((byte)rest);
    }

    private long Read(ref int i)
    {
        var (number, shift) = (0UL, 0);
        for (; Bytes[i] >= 0x80; shift += 7) number |= (ulong)(Bytes[i++] & 0x7F) << shift;
        return (long)(number | (ulong)Bytes[i++] << shift);
    }
}

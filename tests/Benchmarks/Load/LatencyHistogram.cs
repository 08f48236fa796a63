using System.Diagnostics;
using System.Numerics;

namespace AiSre.Benchmarks.Load;

/// <summary>Counts latencies in buckets that are at most 1.6 % wide, without allocating.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] counts = new long[SubBuckets * 58];

    public long Count { get; private set; }

    public void Record(long ticks)
    {
        counts[BucketOf(Math.Max(ticks, 1))]++;
        Count++;
    }

    /// <param name="share">Between 0 and 1.</param>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) return UpperBoundOf(bucket) * 1_000.0 / Stopwatch.Frequency;
        }

        return 0;
    }

    private static int BucketOf(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks) - SubBits);
        return (shift << SubBits) + (int)(ticks >> shift);
    }

    private static double UpperBoundOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBits) - 1);
        return (double)(bucket - (shift << SubBits) + 1) * (1L << shift);
    }
}

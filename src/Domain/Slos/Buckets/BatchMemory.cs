using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace AiSre.Domain.Slos.Buckets;

/// <summary>
/// Batches that were taken, so that one that is sent again counts once. A batch is known for 25 hours; after that its events are too old to be taken
/// anyway. Of an id its hash is kept, 8 bytes: that two of 4,096 are alike happens once in two million million days.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-batch-memory")]
public sealed record BatchMemory
{
    /// <summary>Of one SLO. Whoever has more sends larger ones: what cannot be remembered cannot be taken.</summary>
    public const int Most = 4_096;

    private const int HoursKnown = 25, Size = sizeof(ulong);

    public static BatchMemory Empty { get; } = new();

    [Id(0)] public ImmutableArray<BatchHour> Hours { get; init; } = [];

    public int Count => Hours.Sum(hour => hour.Hashes.Length / Size);

    public bool Knows(string batchId)
    {
        var hash = HashOf(batchId);
        foreach (var hour in Hours)
        {
            for (var i = 0; i < hour.Hashes.Length; i += Size)
                if (BinaryPrimitives.ReadUInt64LittleEndian(hour.Hashes.AsSpan(i)) == hash) return true;
        }
        return false;
    }

    /// <summary>Null: there are too many.</summary>
    public BatchMemory? With(string batchId, DateTimeOffset now)
    {
        var hour = BucketSums.Index(SloBucket.MinuteOf(now), BucketSums.MinutesOfHour);
        var known = Hours.Where(entry => entry.Hour > hour - HoursKnown).ToList();
        if (known.Sum(entry => entry.Hashes.Length / Size) >= Most) return null;
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, HashOf(batchId));
        var at = known.FindIndex(entry => entry.Hour == hour);
        if (at < 0) known.Add(new(hour, bytes));
        else known[at] = new(hour, [.. known[at].Hashes, .. bytes]);
        return new() { Hours = [.. known] };
    }

    private static ulong HashOf(string batchId) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(batchId));
}

/// <param name="Hour">When they came; its number since 1970.</param>
/// <param name="Hashes">8 bytes each.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-batch-hour")]
public sealed record BatchHour([property: Id(0)] long Hour, [property: Id(1)] byte[] Hashes);

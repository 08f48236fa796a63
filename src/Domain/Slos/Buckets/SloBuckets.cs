using System.Collections.Immutable;

namespace AiSre.Domain.Slos.Buckets;

/// <summary>
/// The events of one SLO. Minutes are here for today and the two days before; older days are here as sums, by hours for 90 days and by days for two
/// years, and their minutes are blocks that are stored beside this and lent to <see cref="BucketRules.Sum"/> when the edge of a window lies in them.
/// <para>
/// Why sums stay exact to the minute: a time is cut at the midnights in it. Whole days are sums of all of their minutes. What remains are at most two
/// parts of a day, at the ends, and those are added up from that day's minutes, of which a window that rolls needs one block at a time. No event can
/// change a day after it has become a sum, since none is taken that is more than 24 hours old, and so none is counted in a day and in its minutes.
/// </para>
/// <para>About 45 KB for an SLO that has two years of events in every minute, one block included.</para>
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-buckets")]
public sealed record SloBuckets
{
    public const int HourDays = 90, DayDays = 730;

    /// <summary>Days before today whose minutes are here: those of the last 48 hours, and of what comes 24 hours late.</summary>
    public const int MinuteDays = 2;

    public static SloBuckets Empty { get; } = new();

    /// <summary>In their order.</summary>
    [Id(0)] public ImmutableArray<DayBlock> Recent { get; init; } = [];

    /// <summary>Of days that are not in <see cref="Recent"/>.</summary>
    [Id(1)] public PackedBuckets Hours { get; init; } = PackedBuckets.Empty;

    /// <summary>Of the same days, and older ones.</summary>
    [Id(2)] public PackedBuckets Days { get; init; } = PackedBuckets.Empty;

    /// <summary>The first minute of which anything was said; null: none.</summary>
    [Id(3)] public long? FirstMinute { get; init; }

    /// <summary>The last one.</summary>
    [Id(4)] public long? LastMinute { get; init; }
}

/// <param name="Buckets">To be stored.</param>
/// <param name="Retired">Days that have become sums: blocks to be stored beside it in the same commit.</param>
public sealed record RolledBuckets(SloBuckets Buckets, ImmutableArray<DayBlock> Retired);

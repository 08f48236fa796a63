using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>
/// The events of one objective as they lie beside its state: a document of sums, which changes once a day, and one for each day, so that a batch
/// writes the day that it falls into and nothing else.
/// </summary>
internal sealed class SloEvents(IDocumentReads documents, string workspace, string name)
{
    private const string SumsKind = "slo-sums", DayKind = "slo-day", BatchesKind = "slo-batches";

    /// <summary>Days that are forgotten at once: for so long nobody need have sent anything.</summary>
    private const int ForgottenAtOnce = 14;

    private readonly Dictionary<long, DayBlock?> lent = [];
    private SloBuckets? buckets;
    private BatchMemory? batches;

    /// <summary>With more events, and the documents that change with them. Nothing is remembered before <see cref="Learn"/>.</summary>
    public async Task<EventsChange> AddAsync(SloWindow window, IEnumerable<SloBucket> minutes, DateTimeOffset now)
    {
        var (before, all) = (await BucketsAsync(), minutes.ToList());
        var late = new List<DayBlock>();
        foreach (var day in BucketRules.Late(before, all)) late.Add(await BlockAsync(day) ?? BucketRules.StandIn(before, day));
        var (next, retired) = BucketRules.Add(before, all, now, late);
        var changed = ImmutableArray.CreateBuilder<Attachment>();
        foreach (var block in next.Recent.Concat(retired).Where(block => !before.Recent.Contains(block))) changed.Add(Written(name, block));
        if (!next.Recent.Select(block => block.Day).SequenceEqual(before.Recent.Select(block => block.Day)) || !retired.IsEmpty
            || next.FirstMinute != before.FirstMinute)
            changed.Add(Written(name, next));
        if (!retired.IsEmpty)
        {
            var oldest = BucketRules.OldestBlock(window, now);
            for (var day = oldest - ForgottenAtOnce; day < oldest; day++) changed.Add(new(DayKind, IdOf(name, day), null));
        }
        return new(next, null, changed.ToImmutable());
    }

    /// <summary>The documents of events that are all there are of an objective.</summary>
    public static ImmutableArray<Attachment> Documents(string name, RolledBuckets all) =>
        all.Buckets.FirstMinute is null
            ? []
            : [.. all.Buckets.Recent.Concat(all.Retired).Select(block => Written(name, block)), Written(name, all.Buckets)];

    /// <summary>The same change, with a batch that is known from then on.</summary>
    public EventsChange With(EventsChange change, BatchMemory known) =>
        change with { Batches = known, Documents = change.Documents.Add(new(BatchesKind, name, DocumentText.Write(known))) };

    /// <summary>What was added is on disk.</summary>
    public void Learn(EventsChange change)
    {
        buckets = change.Buckets;
        batches = change.Batches ?? batches;
        // Days that are sums change where a clock was ahead, and then their sums do.
        if (change.Documents.Any(document => document.Kind is SumsKind)) lent.Clear();
    }

    /// <summary>Somebody else may have written.</summary>
    public void Forget()
    {
        (buckets, batches) = (null, null);
        lent.Clear();
    }

    public async ValueTask<SloReading> ReadAsync(SloDefinition definition, ImmutableArray<Correction> corrections, DateTimeOffset now)
    {
        var all = await BucketsAsync();
        var blocks = await LendAsync(all, EventRules.Times(definition, corrections, now), now);
        return EventRules.Read(definition, all, blocks, corrections, now);
    }

    /// <summary>What there was in a time, without what does not count, and what the window says that ends with it.</summary>
    public async ValueTask<(SloAmount During, SloReading Window)> DuringAsync(
        SloDefinition definition, ImmutableArray<Correction> corrections, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var all = await BucketsAsync();
        var excluded = CorrectionRules.Excluded(corrections, from, until);
        var blocks = await LendAsync(all, [new(from, until), .. excluded, .. EventRules.Times(definition, corrections, until)], now);
        var during = excluded.Aggregate(
            BucketRules.Sum(all, blocks, from, until), (rest, gone) => rest - BucketRules.Sum(all, blocks, gone.From, gone.Until!.Value));
        return (during, EventRules.Read(definition, all, blocks, corrections, until));
    }

    public async ValueTask<SloBuckets> BucketsAsync() => buckets ??= await LoadAsync();

    public async ValueTask<BatchMemory> BatchesAsync() => batches ??=
        await documents.FindAsync(new(workspace, BatchesKind, name)) is { } stored ? DocumentText.Read<BatchMemory>(stored.Text) : BatchMemory.Empty;

    /// <summary>The blocks that sums over these times need. Only those of the last question stay in memory: a window that rolls needs one.</summary>
    public async ValueTask<IReadOnlyList<DayBlock>> LendAsync(SloBuckets all, IEnumerable<SloInterval> times, DateTimeOffset now)
    {
        var needed = BucketRules.BlocksNeeded(all, times, now);
        foreach (var day in lent.Keys.Where(day => !needed.Contains(day)).ToList()) lent.Remove(day);
        foreach (var day in needed)
            if (!lent.ContainsKey(day)) lent[day] = await BlockAsync(day);
        return [.. needed.Select(day => lent[day] ?? BucketRules.StandIn(all, day))];
    }

    private async Task<SloBuckets> LoadAsync()
    {
        if (await documents.FindAsync(new(workspace, SumsKind, name)) is not { } stored) return SloBuckets.Empty;
        var sums = DocumentText.Read<SloSums>(stored.Text);
        var recent = ImmutableArray.CreateBuilder<DayBlock>(sums.RecentDays.Length);
        foreach (var day in sums.RecentDays)
            if (await BlockAsync(day) is { } block) recent.Add(block);
        return new()
        {
            Recent = recent.ToImmutable(), Hours = sums.Hours, Days = sums.Days, FirstMinute = sums.FirstMinute,
            // The document of the sums is not written with every minute.
            LastMinute = recent.Count > 0 ? recent[^1].Minutes.All().Select(minute => (long?)minute.At).LastOrDefault() : sums.LastMinute,
        };
    }

    private async Task<DayBlock?> BlockAsync(long day) =>
        await documents.FindAsync(new(workspace, DayKind, IdOf(name, day))) is { } stored ? DocumentText.Read<DayBlock>(stored.Text) : null;

    private static Attachment Written(string name, DayBlock block) => new(DayKind, IdOf(name, block.Day), DocumentText.Write(block));

    private static Attachment Written(string name, SloBuckets all) => new(SumsKind, name, DocumentText.Write(SumsOf(all)));

    private static string IdOf(string name, long day) => $"{name}/{day.ToString(CultureInfo.InvariantCulture)}";

    private static SloSums SumsOf(SloBuckets all) => new()
    {
        RecentDays = [.. all.Recent.Select(block => block.Day)], Hours = all.Hours, Days = all.Days, FirstMinute = all.FirstMinute,
        LastMinute = all.LastMinute,
    };
}

/// <param name="Buckets">All events then.</param>
/// <param name="Batches">Null: none is new.</param>
/// <param name="Documents">What is written.</param>
internal sealed record EventsChange(SloBuckets Buckets, BatchMemory? Batches, ImmutableArray<Attachment> Documents);

/// <summary>What is stored of events besides the minutes of each day.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-sums")]
public sealed record SloSums
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Days whose minutes are in memory.</summary>
    [Id(1)] public ImmutableArray<long> RecentDays { get; init; } = [];

    [Id(2)] public PackedBuckets Hours { get; init; } = PackedBuckets.Empty;
    [Id(3)] public PackedBuckets Days { get; init; } = PackedBuckets.Empty;
    [Id(4)] public long? FirstMinute { get; init; }
    [Id(5)] public long? LastMinute { get; init; }
}

using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>
/// The alerts that an intake has seen lately: two generations, so that what is used stays and what is not is forgotten without bookkeeping.
/// Forgetting is always safe, because a miss asks the ledger.
/// </summary>
internal sealed class AlertMemory(int generation = 10_000)
{
    /// <summary>How many alerts of one kind of text are compared word by word: newest first.</summary>
    private const int MaxSimilar = 100;

    /// <summary>Over both generations: repeats are looked up past the intake, by other threads.</summary>
    private readonly Lock names = new();

    private volatile bool isDoubtful;
    private Dictionary<string, AlertEntry> young = [];
    private Dictionary<string, AlertEntry> old = [];
    private readonly Dictionary<string, AlertEntry> byContent = [];
    private readonly Dictionary<(string? Namespace, ulong Place, string Shape), List<AlertEntry>> byShape = [];

    public AlertEntry? Find(string identity)
    {
        lock (names)
        {
            if (young.TryGetValue(identity, out var entry)) return entry;
            if (!old.Remove(identity, out entry)) return null;
            Remember(identity, entry);
            return entry;
        }
    }

    /// <summary>For other threads than the intake's: finds what was used lately and moves nothing.</summary>
    public AlertEntry? Peek(string identity)
    {
        lock (names) return isDoubtful ? null : young.GetValueOrDefault(identity);
    }

    /// <summary>Nobody peeks until it is cleared.</summary>
    public void Doubt() => isDoubtful = true;

    public bool IsDoubtful => isDoubtful;

    public AlertEntry? FindContent(string contentHash) => byContent.GetValueOrDefault(contentHash);

    /// <summary>Alerts whose text could mean the same: equal namespace, place, digits and failure pattern.</summary>
    public IEnumerable<AlertEntry> Similar(string? ns, string contentHash, TitleFeatures features) =>
        byShape.TryGetValue((ns, ContentHash.PlaceOf(contentHash), AlertEntry.ShapeOf(features)), out var entries) ? entries : [];

    public void Add(AlertEntry entry)
    {
        Remember(entry.Row.Identity, entry);
        if (entry.Row.Alternate is { } alternate) Remember(alternate, entry);
        if (entry.IsFoundByContent) byContent[entry.Row.ContentHash] = entry;
        if (entry.Features is null) return;
        var key = KindOf(entry);
        if (!byShape.TryGetValue(key, out var alike)) byShape.Add(key, alike = []);
        alike.RemoveAll(other => other.Row.Identity == entry.Row.Identity);
        alike.Insert(0, entry);
        if (alike.Count > MaxSimilar) alike.RemoveAt(alike.Count - 1);
    }

    public void Remove(AlertEntry entry)
    {
        Forget(entry.Row.Identity, entry);
        if (entry.Row.Alternate is { } alternate) Forget(alternate, entry);
        if (byContent.GetValueOrDefault(entry.Row.ContentHash) == entry) byContent.Remove(entry.Row.ContentHash);
        if (entry.Features is not null && byShape.TryGetValue(KindOf(entry), out var alike)) alike.Remove(entry);
    }

    public void Clear()
    {
        lock (names)
        {
            young.Clear();
            old.Clear();
            isDoubtful = false;
        }
        byContent.Clear();
        byShape.Clear();
    }

    private void Remember(string identity, AlertEntry entry)
    {
        lock (names)
        {
            if (young.Count >= generation)
            {
                foreach (var forgotten in old.Values) RemoveText(forgotten);
                (old, young) = (young, []);
            }
            young[identity] = entry;
        }
    }

    private void RemoveText(AlertEntry entry)
    {
        if (!entry.IsFoundByContent || young.GetValueOrDefault(entry.Row.Identity) == entry) return;
        if (byContent.GetValueOrDefault(entry.Row.ContentHash) == entry) byContent.Remove(entry.Row.ContentHash);
        if (entry.Features is null || !byShape.TryGetValue(KindOf(entry), out var alike)) return;
        alike.Remove(entry);
        if (alike.Count == 0) byShape.Remove(KindOf(entry));
    }

    private static (string? Namespace, ulong Place, string Shape) KindOf(AlertEntry entry) =>
        (entry.Row.Namespace, ContentHash.PlaceOf(entry.Row.ContentHash), entry.Shape);

    private void Forget(string identity, AlertEntry entry)
    {
        lock (names)
        {
            if (young.GetValueOrDefault(identity) == entry) young.Remove(identity);
            if (old.GetValueOrDefault(identity) == entry) old.Remove(identity);
        }
    }
}

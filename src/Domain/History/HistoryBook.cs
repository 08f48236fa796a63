namespace AiSre.Domain.History;

/// <summary>
/// The newest incidents of a workspace, in the order of their birth, with the index that compares them. Beyond so many the oldest are forgotten. Not
/// for several threads at once.
/// </summary>
public sealed class HistoryBook(int most)
{
    private static readonly Comparer<RememberedIncident> ByBirth =
        Comparer<RememberedIncident>.Create(static (a, b) => (a.CreatedAt, a.RowId).CompareTo((b.CreatedAt, b.RowId)));

    private readonly List<RememberedIncident> inOrder = [];
    private readonly SimilarityIndex index = new();
    private readonly Dictionary<string, string> pool = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<RememberedIncident> InOrder => inOrder;

    public RememberedIncident? Find(string incidentId) => index.Find(incidentId);

    /// <summary>In the place of what was known of it.</summary>
    public void Put(RememberedIncident incident, IReadOnlyDictionary<string, int> terms)
    {
        incident = Pooled(incident);
        if (Find(incident.Id) is { } before && ByBirth.Compare(before, incident) != 0) Remove(before);
        var place = inOrder.BinarySearch(incident, ByBirth);
        if (place >= 0) inOrder[place] = incident;
        else if (inOrder.Count >= most && ~place == 0) return;
        else inOrder.Insert(~place, incident);
        index.Put(incident, terms);
        if (inOrder.Count > most) Remove(inOrder[0]);
    }

    /// <summary>The most alike first.</summary>
    public IReadOnlyList<SimilarTo> Similar(
        RememberedIncident incident, IReadOnlyDictionary<string, int> terms, int limit, double threshold = SimilarityRules.Threshold) =>
        index.Search(incident, terms, limit, threshold);

    private void Remove(RememberedIncident incident)
    {
        index.Remove(incident.Id);
        inOrder.RemoveAt(inOrder.BinarySearch(incident, ByBirth));
    }

    /// <summary>The same words again and again: one string of each is enough.</summary>
    private RememberedIncident Pooled(RememberedIncident incident)
    {
        if (pool.Count > most) pool.Clear();
        return incident with
        {
            Source = Pooled(incident.Source)!, Service = Pooled(incident.Service), Workload = Pooled(incident.Workload),
            Namespace = Pooled(incident.Namespace), AlertName = Pooled(incident.AlertName)!, Title = Pooled(incident.Title)!,
        };
    }

    private string? Pooled(string? text)
    {
        if (text is null) return null;
        if (pool.TryGetValue(text, out var same)) return same;
        pool.Add(text, text);
        return text;
    }
}

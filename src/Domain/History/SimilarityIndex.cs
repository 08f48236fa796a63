using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>
/// Finds the incidents that are most like one. Words choose candidates (BM25), and so do service and pattern; then each candidate is scored by
/// <see cref="SimilarityRules"/>. Of the same incidents, put in in the same order, it always answers the same. Not for several threads at once.
/// </summary>
public sealed class SimilarityIndex
{
    private const int Candidates = 50;
    private const double K1 = 1.2, B = 0.75;

    /// <summary>Ranks are added as 1 / (60 + rank), so that being first in one list is not everything.</summary>
    private const int RankOffset = 60;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Service, string Pattern), List<Born>> alike = [];
    private readonly List<Entry?> entries = [];
    private readonly TermPostings words = new();
    private double[] scores = [];
    private long length;

    public int Count => places.Count;

    public RememberedIncident? Find(string incidentId) => places.TryGetValue(incidentId, out var place) ? entries[place]!.Incident : null;

    /// <summary>In the place of what was known of it.</summary>
    public void Put(RememberedIncident incident, IReadOnlyDictionary<string, int> terms)
    {
        var read = words.Read(terms, add: true);
        if (places.TryGetValue(incident.Id, out var place))
        {
            var before = entries[place]!;
            if (before.Terms.AsSpan().SequenceEqual(read) && before.IsKindOf(incident))
            {
                entries[place] = before with { Incident = incident };
                var list = alike[before.Kind];
                list[list.BinarySearch(new(before.Incident, place))] = new(incident, place);
                return;
            }
            Remove(incident.Id);
        }
        Append(new(incident, read, read.Sum(static term => (int)term.Count)));
    }

    public void Remove(string incidentId)
    {
        if (!places.Remove(incidentId, out var place)) return;
        var entry = entries[place]!;
        words.Remove(entry.Terms);
        length -= entry.Length;
        var list = alike[entry.Kind];
        list.RemoveAt(list.BinarySearch(new(entry.Incident, place)));
        if (list.Count == 0) alike.Remove(entry.Kind);
        entries[place] = null;
        if (entries.Count > 1_000 && entries.Count > places.Count * 2) MakeAnew();
    }

    /// <summary>The most alike first; of equals the resolved one, which says how it ended.</summary>
    public IReadOnlyList<SimilarTo> Search(
        RememberedIncident incident, IReadOnlyDictionary<string, int> terms, int limit, double threshold = SimilarityRules.Threshold)
    {
        var asked = new Entry(incident, words.Read(terms, add: false), 0);
        var byWords = BestByWords(asked.Terms, incident);
        var byKind = Latest(incident);
        var norm = Math.Sqrt(Norm(asked.Terms));
        var found = new List<(SimilarTo Similar, double Rank)>();
        foreach (var place in byWords.Union(byKind))
        {
            var other = entries[place]!;
            var score = SimilarityRules.Score(Cosine(asked.Terms, norm, other.Terms), incident, other.Incident);
            if (score < threshold) continue;
            found.Add((new(other.Incident, Math.Round(score, 2, MidpointRounding.AwayFromZero)), RankOf(byWords, place) + RankOf(byKind, place)));
        }
        return
        [
            .. found.OrderByDescending(static hit => hit.Similar.Score).ThenByDescending(static hit => hit.Similar.Incident.IsResolved)
                .ThenByDescending(static hit => hit.Rank).ThenByDescending(static hit => hit.Similar.Incident.CreatedAt)
                .ThenBy(static hit => hit.Similar.Incident.Id, StringComparer.Ordinal).Take(limit).Select(static hit => hit.Similar),
        ];
    }

    private void Append(Entry entry)
    {
        var place = entries.Count;
        entries.Add(entry);
        places.Add(entry.Incident.Id, place);
        words.Add(place, entry.Terms);
        length += entry.Length;
        if (!alike.TryGetValue(entry.Kind, out var list)) alike.Add(entry.Kind, list = []);
        var born = new Born(entry.Incident, place);
        list.Insert(~list.BinarySearch(born), born);
    }

    /// <summary>Without the places of those that are gone. Words keep their numbers.</summary>
    private void MakeAnew()
    {
        var kept = entries.OfType<Entry>().ToList();
        entries.Clear();
        places.Clear();
        alike.Clear();
        length = 0;
        words.Clear();
        foreach (var entry in kept) Append(entry);
    }

    private List<int> BestByWords(IndexedTerm[] terms, RememberedIncident incident)
    {
        if (scores.Length < entries.Count) scores = new double[Math.Max(entries.Count, scores.Length * 2)];
        Array.Clear(scores, 0, entries.Count);
        var usual = Count == 0 ? 1 : Math.Max(1, length / (double)Count);
        foreach (var term in terms)
        {
            var weight = Rarity(words.Incidents(term.Number));
            foreach (var posting in words.Of(term.Number))
            {
                if (entries[posting.Place] is not { } entry) continue;
                var size = 1 - B + (B * entry.Length / usual);
                scores[posting.Place] += weight * posting.Count * (K1 + 1) / (posting.Count + (K1 * size));
            }
        }
        var best = new PriorityQueue<int, (double Score, Born Born)>();
        for (var place = 0; place < entries.Count; place++)
        {
            if (scores[place] <= 0) continue;
            // In whatever order words were added up, equals stay equals.
            var score = Math.Round(scores[place], 9);
            if (best.Count == Candidates && best.TryPeek(out _, out var worst) && score < worst.Score) continue;
            if (SimilarityRules.IsOneProblem(incident, entries[place]!.Incident)) continue;
            best.Enqueue(place, (score, new(entries[place]!.Incident, place)));
            if (best.Count > Candidates) best.Dequeue();
        }
        var ordered = new List<int>(best.Count);
        while (best.TryDequeue(out var place, out _)) ordered.Add(place);
        ordered.Reverse();
        return ordered;
    }

    /// <summary>Of the same service and pattern, the newest first.</summary>
    private List<int> Latest(RememberedIncident incident)
    {
        var latest = new List<int>();
        if (incident.Pattern == FailurePatterns.Unknown || !alike.TryGetValue((incident.Service, incident.Pattern), out var list)) return latest;
        for (var i = list.Count - 1; i >= 0 && latest.Count < Candidates; i--)
            if (!SimilarityRules.IsOneProblem(incident, list[i].Incident)) latest.Add(list[i].Place);
        return latest;
    }

    private double Cosine(IndexedTerm[] asked, double norm, IndexedTerm[] other)
    {
        double product = 0;
        for (int i = 0, j = 0; i < asked.Length && j < other.Length;)
        {
            var order = asked[i].Number.CompareTo(other[j].Number);
            if (order == 0) product += Weight(asked[i]) * Weight(other[j]);
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return product == 0 ? 0 : product / (norm * Math.Sqrt(Norm(other)));
    }

    private double Norm(IndexedTerm[] terms)
    {
        double sum = 0;
        foreach (var term in terms) sum += Weight(term) * Weight(term);
        return sum;
    }

    /// <summary>How often a word stands there counts by its logarithm.</summary>
    private double Weight(IndexedTerm term) => (1 + Math.Log(term.Count)) * (Math.Log((Count + 1.0) / (words.Incidents(term.Number) + 1.0)) + 1);

    private double Rarity(int incidents) => Math.Log(1 + ((Count - incidents + 0.5) / (incidents + 0.5)));

    private static double RankOf(List<int> list, int place) => list.IndexOf(place) is var at && at < 0 ? 0 : 1.0 / (RankOffset + at + 1);

    private sealed record Entry(RememberedIncident Incident, IndexedTerm[] Terms, int Length)
    {
        public (string? Service, string Pattern) Kind => (Incident.Service, Incident.Pattern);

        public bool IsKindOf(RememberedIncident other) => Kind == (other.Service, other.Pattern);
    }

    /// <summary>Incidents by their birth.</summary>
    private readonly record struct Born(RememberedIncident Incident, int Place) : IComparable<Born>
    {
        public int CompareTo(Born other) => (Incident.CreatedAt, Incident.RowId).CompareTo((other.Incident.CreatedAt, other.Incident.RowId));
    }
}

/// <param name="Incident">The one that is like it.</param>
/// <param name="Score">How alike, two decimals.</param>
public readonly record struct SimilarTo(RememberedIncident Incident, double Score);

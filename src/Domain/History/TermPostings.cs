using System.Runtime.InteropServices;

namespace AiSre.Domain.History;

/// <summary>
/// Which incidents have a word, and how often. Incidents are places in a list; those that are gone stay until the index is made anew.
/// </summary>
internal sealed class TermPostings
{
    /// <summary>Words that come after so many others are not known: a sender that makes words up must not fill the memory.</summary>
    private const int MostTerms = 300_000;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<List<Posting>> postings = [];
    private readonly List<int> incidents = [];

    /// <summary>Sorted by the words' numbers; null for a word that is not known and is not to be.</summary>
    public IndexedTerm[] Read(IReadOnlyDictionary<string, int> words, bool add)
    {
        var terms = new List<IndexedTerm>(words.Count);
        foreach (var (word, count) in words)
        {
            if (!numbers.TryGetValue(word, out var number))
            {
                if (!add || numbers.Count >= MostTerms) number = -1;
                else
                {
                    numbers.Add(word, number = postings.Count);
                    postings.Add([]);
                    incidents.Add(0);
                }
            }
            terms.Add(new(number, (byte)Math.Min(count, byte.MaxValue)));
        }
        terms.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return [.. add ? terms.Where(static term => term.Number >= 0) : terms];
    }

    public void Add(int place, IndexedTerm[] terms)
    {
        foreach (var term in terms)
        {
            postings[term.Number].Add(new(place, term.Count));
            incidents[term.Number]++;
        }
    }

    public void Remove(IndexedTerm[] terms)
    {
        foreach (var term in terms) incidents[term.Number]--;
    }

    /// <summary>The same words with their numbers, of no incident.</summary>
    public void Clear()
    {
        foreach (var list in postings) list.Clear();
        for (var i = 0; i < incidents.Count; i++) incidents[i] = 0;
    }

    /// <summary>How many incidents have the word.</summary>
    public int Incidents(int number) => number < 0 ? 0 : incidents[number];

    public ReadOnlySpan<Posting> Of(int number) => number < 0 ? [] : CollectionsMarshal.AsSpan(postings[number]);
}

/// <param name="Place">The incident's.</param>
/// <param name="Count">How often the word stands there.</param>
internal readonly record struct Posting(int Place, int Count);

/// <param name="Number">The word's; -1 for one that no incident has.</param>
/// <param name="Count">How often it stands there.</param>
internal readonly record struct IndexedTerm(int Number, byte Count);

using System.Collections.Frozen;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.History;

/// <summary>
/// The words by which incidents are compared, with how often each stands there: those of the title twice, of the description and the pattern once.
/// Numbers, ids and addresses are masked away. So is what the incident is about, because its service and place are compared by themselves: counted
/// twice they would make all incidents of one service look alike.
/// </summary>
public static class SimilarityTerms
{
    /// <summary>Of a longer text the first so many different words count: what a sender writes must not fill the memory.</summary>
    public const int Most = 48;

    private const int LongestWord = 32;
    private const int LongestText = 2_000;

    private static readonly FrozenSet<string> Empty = new[]
    {
        "the", "an", "of", "on", "in", "at", "for", "is", "are", "was", "were", "be", "been", "to", "and", "or", "has", "have", "had", "with",
        "from", "by", "than", "it", "its", "this", "that", "as", "into", "after", "since", "last", "over", "above", "below", "minute", "min",
        "second", "hour", "alert", "firing", "warning", "critical", "during", "while", "there", "which", "when", "will", "now", "our", "we", "too",
        "many", "under", "near", "between", "again", "up", "down", "all", "pod", "container", "replica",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, int> Of(Incident incident, string pattern)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var own = OwnWords(incident.Subject);
        Add(counts, NameWords.Split(incident.Title), own, 2);
        Add(counts, incident.Description, own, 1);
        if (pattern != FailurePatterns.Unknown) counts["=" + pattern] = 1;
        return counts;
    }

    private static void Add(Dictionary<string, int> counts, string text, HashSet<string> own, int times)
    {
        if (text.Length > LongestText) text = text[..LongestText];
        foreach (var word in Words(text))
        {
            if (own.Contains(word) || (counts.Count >= Most && !counts.ContainsKey(word))) continue;
            counts[word] = counts.GetValueOrDefault(word) + times;
        }
    }

    private static HashSet<string> OwnWords(AlertSubject subject) =>
    [
        .. new[] { subject.Service, subject.Deployment, subject.Pod, subject.Namespace, subject.Node, subject.Cluster, subject.Container }
            .OfType<string>().SelectMany(Words),
    ];

    private static IEnumerable<string> Words(string text)
    {
        var masked = TitleNormalizer.Normalize(text).Replace(TitleNormalizer.Mask, " ", StringComparison.Ordinal);
        for (var i = 0; i < masked.Length;)
        {
            var end = i;
            while (end < masked.Length && char.IsLetterOrDigit(masked[end])) end++;
            if (end - i is > 1 and <= LongestWord && !IsNumber(masked.AsSpan(i, end - i)))
            {
                var word = Stem(masked[i..end]);
                if (!Empty.Contains(word)) yield return word;
            }
            i = end + 1;
        }
    }

    /// <summary>A version is another one each time too.</summary>
    private static bool IsNumber(ReadOnlySpan<char> word) => !word[(word[0] == 'v' ? 1 : 0)..].ContainsAnyExceptInRange('0', '9');

    /// <summary>Fails, failed and failing are one word. Crude, which is enough: it is only ever compared with itself.</summary>
    private static string Stem(string word)
    {
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal)) return word[..^3];
        if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) return word[..^2];
        if (word.Length > 4 && word.EndsWith("es", StringComparison.Ordinal)) return word[..^2];
        return word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
    }
}

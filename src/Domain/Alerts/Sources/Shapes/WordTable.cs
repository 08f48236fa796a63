using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// What a tool's words mean. Case, surrounding blanks, and whether words are joined by _, - or a blank do not matter; <c>policy_open_*</c> stands for
/// all that begin so, and <c>*</c> for whatever is there.
/// </summary>
public sealed class WordTable<T>
{
    private readonly FrozenDictionary<string, T> exact;
    private readonly ImmutableArray<(string Start, T Meaning)> starts;

    public WordTable(IEnumerable<KeyValuePair<string, T>> words)
    {
        var all = words.Select(word => (Word: WordPattern.Fold(word.Key), Meaning: word.Value)).ToList();
        exact = all.Where(word => !word.Word.EndsWith('*')).DistinctBy(word => word.Word)
            .ToFrozenDictionary(word => word.Word, word => word.Meaning, StringComparer.Ordinal);
        // The longest first, so that "*" comes last.
        starts = [.. all.Where(word => word.Word.EndsWith('*')).Select(word => (word.Word[..^1], word.Meaning))
            .OrderByDescending(word => word.Item1.Length)];
    }

    public bool TryFind(string word, out T meaning)
    {
        var folded = WordPattern.Fold(word);
        if (exact.TryGetValue(folded, out meaning!)) return true;
        foreach (var (start, value) in starts)
        {
            if (!folded.StartsWith(start, StringComparison.Ordinal)) continue;
            meaning = value;
            return true;
        }
        return false;
    }
}

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>A word of a condition, which may have <c>*</c> at its beginning or end; compared as words of <see cref="WordTable{T}"/> are.</summary>
internal static class WordPattern
{
    public static bool Matches(string word, string pattern)
    {
        var (folded, wanted) = (Fold(word), Fold(pattern.Trim('*')));
        return (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
        {
            (true, true) => folded.Contains(wanted, StringComparison.Ordinal),
            (true, false) => folded.EndsWith(wanted, StringComparison.Ordinal),
            (false, true) => folded.StartsWith(wanted, StringComparison.Ordinal),
            _ => folded == wanted,
        };
    }

    public static string Fold(string word) => string.Create(word.AsSpan().Trim().Length, word, static (target, source) =>
    {
        source.AsSpan().Trim().ToUpperInvariant(target);
        foreach (ref var c in target)
            if (c is '_' or '-') c = ' ';
    });
}

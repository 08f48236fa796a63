namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// Compares words as people write them: case, blanks, <c>_</c>, <c>-</c> and <c>.</c> make no difference, so that <c>dedup_key</c>, <c>dedupKey</c>
/// and
/// <c>Dedup-Key</c> are one name.
/// </summary>
public sealed class LooseWords : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    public static readonly LooseWords Comparer = new();

    private LooseWords() { }

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : AreEqual(x, y);

    public int GetHashCode(string obj) => Hash(obj);

    public bool Equals(ReadOnlySpan<char> alternate, string other) => AreEqual(alternate, other);

    public int GetHashCode(ReadOnlySpan<char> alternate) => Hash(alternate);

    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();

    private static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < left.Length && Separates(left[i])) i++;
            while (j < right.Length && Separates(right[j])) j++;
            if (i == left.Length || j == right.Length) return i == left.Length && j == right.Length;
            if (char.ToLowerInvariant(left[i++]) != char.ToLowerInvariant(right[j++])) return false;
        }
    }

    private static int Hash(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
        {
            if (!Separates(c)) hash = (hash ^ char.ToLowerInvariant(c)) * 16777619;
        }
        return (int)hash;
    }

    private static bool Separates(char c) => c is '_' or '-' or '.' or ' ' or '\t';
}

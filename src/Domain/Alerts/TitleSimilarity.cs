using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>How alike two titles are, two ways; both within 0..1.</summary>
/// <param name="Jaccard">Shared tokens over all tokens.</param>
/// <param name="TrigramCosine">Cosine of the trigram counts.</param>
public readonly record struct Similarity(double Jaccard, double TrigramCosine)
{
    /// <summary>The larger of the two, which is what a decision stores as its score.</summary>
    public double Score => Math.Max(Jaccard, TrigramCosine);
}

/// <summary>The text part of rule S3. Symmetric, and 1 for a title with itself.</summary>
public static class TitleSimilarity
{
    private const string Punctuation = ".,:;!?()[]{}\"'-–|";

    public static Similarity Compare(TitleFeatures a, TitleFeatures b) => new(Jaccard(a.Tokens, b.Tokens), Cosine(a, b));

    /// <summary>
    /// The similarity if the titles tell the same problem in other words: alike enough, the same digit-bearing tokens, the same failure pattern, and
    /// one says what the other says with words added to it; else null. A title without a word is like no other.
    /// </summary>
    public static Similarity? SameMeaning(TitleFeatures a, TitleFeatures b, DedupOptions options)
    {
        if (a.Tokens.IsEmpty || b.Tokens.IsEmpty || a.Pattern != b.Pattern || !a.DigitTokens.AsSpan().SequenceEqual(b.DigitTokens.AsSpan()))
            return null;
        var similarity = Compare(a, b);
        return (similarity.Jaccard >= options.S3Jaccard || similarity.TrigramCosine >= options.S3Trigram)
            && (SaysMore(a.NormalizedTitle, b.NormalizedTitle) || SaysMore(b.NormalizedTitle, a.NormalizedTitle))
            ? similarity
            : null;
    }

    /// <summary>
    /// One title has the words of the other, in their order, and perhaps more. A word in another's place is another topic, domain or tenant; and what
    /// goes from a to b does not go from b to a. A word is what stands between blanks: "orders" is none of "orders-dlq".
    /// </summary>
    private static bool SaysMore(ReadOnlySpan<char> title, ReadOnlySpan<char> other)
    {
        while (true)
        {
            var word = NextWord(ref other);
            if (word.IsEmpty) return true;
            ReadOnlySpan<char> found;
            do found = NextWord(ref title);
            while (!found.IsEmpty && !found.SequenceEqual(word));
            if (found.IsEmpty) return false;
        }
    }

    /// <summary>The next run of characters between blanks, without the punctuation around it; empty when there is none.</summary>
    private static ReadOnlySpan<char> NextWord(scoped ref ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            var blank = rest.IndexOf(' ');
            var word = (blank < 0 ? rest : rest[..blank]).Trim(Punctuation);
            rest = blank < 0 ? default : rest[(blank + 1)..];
            if (!word.IsEmpty) return word;
        }
        return default;
    }

    private static double Jaccard(ImmutableArray<string> a, ImmutableArray<string> b)
    {
        if (a.IsEmpty && b.IsEmpty) return 1;
        int shared = 0, i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            var order = string.CompareOrdinal(a[i], b[j]);
            if (order == 0) shared++;
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return (double)shared / (a.Length + b.Length - shared);
    }

    private static double Cosine(TitleFeatures a, TitleFeatures b)
    {
        long product = 0;
        int i = 0, j = 0;
        while (i < a.Trigrams.Length && j < b.Trigrams.Length)
        {
            if (a.Trigrams[i] == b.Trigrams[j]) product += (long)a.Counts[i] * b.Counts[j];
            var (left, right) = (a.Trigrams[i], b.Trigrams[j]);
            if (left <= right) i++;
            if (right <= left) j++;
        }
        return Math.Min(1, product / Math.Sqrt((double)a.SquaredLength * b.SquaredLength));
    }
}

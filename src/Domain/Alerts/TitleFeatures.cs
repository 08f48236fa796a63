using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AiSre.Domain.Alerts;

/// <summary>Everything that rule S3 compares of a title, computed once and kept with the open alert.</summary>
public sealed class TitleFeatures
{
    private TitleFeatures(string normalizedTitle, string pattern)
    {
        NormalizedTitle = normalizedTitle;
        Pattern = pattern;
        Tokens = TitleTokens.Of(normalizedTitle);
        DigitTokens = [.. Tokens.Where(token => token.AsSpan().ContainsAny(TitleNormalizer.Digits))];
        (Trigrams, Counts, SquaredLength) = CountTrigrams(normalizedTitle);
    }

    /// <summary>The result of <see cref="TitleNormalizer.Normalize"/>.</summary>
    public string NormalizedTitle { get; }

    /// <summary>Different runs of letters and digits, and the mask; sorted by code unit.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>Those tokens that hold a digit, sorted: <c>5xx</c> and <c>4xx</c> are two problems however alike the titles look.</summary>
    public ImmutableArray<string> DigitTokens { get; }

    /// <summary>The failure pattern's label, <see cref="FailurePatterns.Unknown"/> if no rule hits.</summary>
    public string Pattern { get; }

    /// <summary>Different trigrams, three UTF-16 units in one number, ascending.</summary>
    internal ulong[] Trigrams { get; }

    /// <summary>How often the trigram at the same place occurs.</summary>
    internal int[] Counts { get; }

    /// <summary>Sum of the squared counts, at least 1.</summary>
    internal long SquaredLength { get; }

    /// <param name="title">As it was sent.</param>
    /// <param name="description">Helps to tell the failure pattern.</param>
    /// <param name="maskAddresses">See <see cref="TitleNormalizer.MasksAddresses"/>.</param>
    public static TitleFeatures From(string title, string? description, bool maskAddresses = true) =>
        new(TitleNormalizer.Normalize(title, maskAddresses), FailurePatterns.Label(title, description));

    // Two blanks before and one after: the start of a word weighs more than its end (the vectors of 5.1 fix this choice).
    private static (ulong[] Trigrams, int[] Counts, long SquaredLength) CountTrigrams(string text)
    {
        var all = new ulong[text.Length + 1];
        var trigram = ((ulong)' ' << 16) | ' ';
        for (var i = 0; i < all.Length; i++)
        {
            trigram = ((trigram << 16) | (i < text.Length ? text[i] : ' ')) & 0xFFFF_FFFF_FFFF;
            all[i] = trigram;
        }
        Array.Sort(all);

        var trigrams = new List<ulong>(all.Length);
        var counts = new List<int>(all.Length);
        foreach (var next in all)
        {
            if (trigrams.Count > 0 && trigrams[^1] == next) CollectionsMarshal.AsSpan(counts)[^1]++;
            else
            {
                trigrams.Add(next);
                counts.Add(1);
            }
        }
        return ([.. trigrams], [.. counts], counts.Sum(count => (long)count * count));
    }
}

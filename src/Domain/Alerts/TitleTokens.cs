using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>
/// The words of a normalised title: runs of letters and digits, and the mask as a word of its own. Hyphens and underscores part words.
/// </summary>
internal static class TitleTokens
{
    /// <summary>Without repeats, sorted by code unit.</summary>
    public static ImmutableArray<string> Of(string normalizedTitle)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        var text = normalizedTitle.AsSpan();
        for (var i = 0; i < text.Length;)
        {
            var length = WordAt(text[i..]);
            if (length > 0) words.Add(text.Slice(i, length).ToString());
            i += Math.Max(length, 1);
        }
        return [.. words];
    }

    private static int WordAt(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(TitleNormalizer.Mask)) return TitleNormalizer.Mask.Length;
        var length = 0;
        while (length < text.Length && char.IsLetterOrDigit(text[length])) length++;
        return length;
    }
}

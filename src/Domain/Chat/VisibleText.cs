using System.Globalization;
using System.Text;

namespace AiSre.Domain.Chat;

/// <summary>
/// Text of machines as a person sees it: without what only a terminal understands, without marks that have no width, and without those that turn
/// the direction of text round. A model reads what people do not see.
/// </summary>
public static class VisibleText
{
    private const char Escape = '\u001b', Bell = '\u0007';

    /// <param name="text">Line breaks and tabs are kept.</param>
    /// <param name="longest">The rest is cut off.</param>
    public static string Of(string text, int longest)
    {
        var kept = new StringBuilder(Math.Min(text.Length, longest));
        for (var i = 0; i < text.Length && kept.Length < longest;)
        {
            if (text[i] == Escape)
            {
                i = BehindSequence(text, i + 1);
                continue;
            }

            // Half of a pair is no character, and says nothing to anybody.
            var isRune = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            if (isRune && IsVisible(rune)) kept.Append(text, i, length);
            i += length;
        }

        return kept.ToString();
    }

    private static bool IsVisible(Rune rune) => rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>A colour ends with its letter; a title or a link of a terminal with a bell, or with an escape and a backslash.</summary>
    private static int BehindSequence(string text, int at)
    {
        if (at < text.Length && text[at] is (']' or 'P' or '^' or '_'))
        {
            while (at < text.Length && text[at] is not (Bell or Escape or '\n')) at++;
            return at < text.Length && text[at] == Escape ? Math.Min(at + 2, text.Length) : Math.Min(at + 1, text.Length);
        }

        while (at < text.Length && text[at] != '\n' && !char.IsAsciiLetter(text[at])) at++;
        return Math.Min(at + 1, text.Length);
    }
}

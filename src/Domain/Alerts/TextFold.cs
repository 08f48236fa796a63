using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>
/// The part of NFKC that titles meet in practice, lower case, trimmed, runs of white space as one blank. Written by hand because
/// <c>string.Normalize</c> does nothing under InvariantGlobalization and throws on lone surrogates, and a title is an attacker's text.
/// </summary>
internal static class TextFold
{
    public static string Fold(string text)
    {
        if (IsFolded(text)) return text;
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
            }
            else if (Ligature(character) is { } letters) folded.Append(letters);
            else folded.Append(char.ToLowerInvariant(Narrow(character)));
        }
        if (folded.Length > 0 && folded[^1] == ' ') folded.Length--;
        return folded.ToString();
    }

    private static bool IsFolded(string text)
    {
        var previous = ' ';
        foreach (var character in text)
        {
            if (character > 126 || char.IsAsciiLetterUpper(character) || character < ' ' || (character == ' ' && previous == ' ')) return false;
            previous = character;
        }
        return text.Length == 0 || previous != ' ';
    }

    private static char Narrow(char character) => character switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(character - 0xFEE0),
        '\u00B9' => '1',
        '\u00B2' => '2',
        '\u00B3' => '3',
        '\u2070' => '0',
        >= '\u2074' and <= '\u2079' => (char)(character - 0x2070 + '0'),
        >= '\u2080' and <= '\u2089' => (char)(character - 0x2080 + '0'),
        '\u2010' or '\u2011' => '-',
        _ => character,
    };

    private static string? Ligature(char character) => character switch
    {
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\uFB05' or '\uFB06' => "st",
        '\u2026' => "...",
        _ => null,
    };
}

using System.Text;

namespace AiSre.Integrations.Messages;

/// <summary>Text of strangers, made fit for people: alert titles hold line breaks, control characters and half emoji.</summary>
public static class PlainText
{
    /// <summary>One line without control characters.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnseen(rune)) line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().Trim();
    }

    /// <summary>Keeps line breaks, as <c>\n</c>.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(OneLine)).Trim();

    /// <summary>
    /// At most <paramref name="limit"/> UTF-16 units, the last of them "…" when something was cut; no surrogate pair is cut in two.
    /// </summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        if (limit <= 0) return "";
        var end = limit - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + "…";
    }

    /// <summary>Control characters, line and paragraph separators, and what turns the direction of reading.</summary>
    private static bool IsUnseen(Rune rune) =>
        Rune.IsControl(rune)
            || rune.Value is 0x2028 or 0x2029 or 0x200E or 0x200F or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

using System.Globalization;
using System.Text;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Texts of API servers and webhooks, which anybody may have written: one line of visible characters, of limited length.</summary>
internal static class OneLine
{
    private const int MaxLength = 500;

    public static string Of(string? text)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (line.Length >= MaxLength) break;
            // Format covers what turns the direction of text or is not seen.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse || rune.Value == 0xFFFD) continue;
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else line.Append(rune);
        }
        return line.ToString().Trim();
    }
}

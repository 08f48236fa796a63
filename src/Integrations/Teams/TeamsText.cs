using System.Text;

namespace AiSre.Integrations.Teams;

/// <summary>Cards read a part of Markdown, in which an alert's text could draw links, headings and mentions.</summary>
public static class TeamsText
{
    private const string Anywhere = @"\`*[]<&~|";
    private const string AtLineStart = "#+-.)>";

    /// <summary>A paragraph for each line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var atStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') escaped.Append("\n\n");
            else if (IsSpecial(text, i, atStart)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
            // "12." starts a list as "-" does.
            atStart = c == '\n' || (atStart && (char.IsWhiteSpace(c) || char.IsAsciiDigit(c)));
        }
        return escaped.ToString();
    }

    private static bool IsSpecial(string text, int i, bool atStart) => text[i] == '_'
        ? !IsWithinWord(text, i)
        : Anywhere.Contains(text[i], StringComparison.Ordinal) || (atStart && AtLineStart.Contains(text[i], StringComparison.Ordinal));

    /// <summary>Most names of services have such underscores, and they mean nothing there.</summary>
    private static bool IsWithinWord(string text, int i) => i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
}

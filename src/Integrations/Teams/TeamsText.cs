using System.Text;

namespace AiSre.Integrations.Teams;

/// <summary>Cards read a part of Markdown, in which an alert's text could draw links, headings and mentions.</summary>
public static class TeamsText
{
    private const string Anywhere = @"\`*[]<&~|";
    private const string AtLineStart = "#+->";

    /// <summary>A paragraph for each line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var at = Place.LineStart;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') escaped.Append("\n\n");
            else if (IsSpecial(text, i, at)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
            at = c == '\n' || (at is Place.LineStart && char.IsWhiteSpace(c)) ? Place.LineStart
                : at is not Place.Within && char.IsAsciiDigit(c) ? Place.AfterNumber : Place.Within;
        }
        return escaped.ToString();
    }

    private enum Place
    {
        LineStart,

        /// <summary>"12." and "12)" start a list as "-" does.</summary>
        AfterNumber,
        Within,
    }

    private static bool IsSpecial(string text, int i, Place at) => text[i] switch
    {
        '_' => !IsWithinWord(text, i),
        '.' or ')' => at is Place.AfterNumber,
        var c => Anywhere.Contains(c, StringComparison.Ordinal) || (at is Place.LineStart && AtLineStart.Contains(c, StringComparison.Ordinal)),
    };

    /// <summary>Most names of services have such underscores, and they mean nothing there.</summary>
    private static bool IsWithinWord(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
}

using System.Globalization;
using System.Text;

namespace AiSre.Domain.Reports;

/// <summary>
/// Text of others inside our Markdown. Titles and notes come from anybody, so nothing of theirs may become a link, a heading or HTML.
/// </summary>
public static class MarkdownText
{
    private const string Special = "\\`*[]<>#|~&";

    /// <summary>On one line, as it is read: each sign that Markdown would take for its own is escaped.</summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var plain = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            var sign = line[i];
            if (char.IsControl(sign)) continue;
            if (Special.Contains(sign, StringComparison.Ordinal) || sign is '_' && !IsInside(line, i) || IsAddress(line, i)
                || BeginsList(line, i))
                plain.Append('\\');
            plain.Append(sign);
        }
        return plain.ToString();
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Inside a word, as in <c>restart_pod</c>, an underscore means nothing.</summary>
    private static bool IsInside(string line, int at) =>
        at > 0 && at + 1 < line.Length && char.IsLetterOrDigit(line[at - 1]) && char.IsLetterOrDigit(line[at + 1]);

    /// <summary>What stands behind it would become an item of a list: <c>- </c>, <c>+ </c>, <c>1. </c>.</summary>
    private static bool BeginsList(string line, int at) => (at + 1 == line.Length || line[at + 1] == ' ') && line[at] switch
    {
        '-' or '+' => at == 0,
        '.' or ')' => at > 0 && line.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0,
        _ => false,
    };

    /// <summary>Many readers make links of bare addresses.</summary>
    private static bool IsAddress(string line, int at) => line[at] is ':' && line.AsSpan(at).StartsWith("://", StringComparison.Ordinal);
}

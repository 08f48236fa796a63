using System.Text;

namespace AiSre.Integrations.Slack;

/// <summary>Slack reads <c>&lt;!channel&gt;</c> in text as a shout. It asks to escape three characters and no others.</summary>
public static class SlackText
{
    /// <summary>At most <paramref name="limit"/> characters as they are sent; neither an escape nor a surrogate pair is cut in two.</summary>
    public static string Escape(string text, int limit)
    {
        var escaped = new StringBuilder(Math.Min(text.Length + 16, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            var before = escaped.Length;
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(rune),
            };
            if (escaped.Length <= limit) continue;
            escaped.Length = before;
            return MakeRoom(escaped, limit);
        }
        return escaped.ToString();
    }

    /// <summary>A link as Slack writes it. The address cannot end it early.</summary>
    public static string Link(string url, string name)
    {
        var address = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal) : "";
        return $"<{Escape(address, 3_000)}|{Escape(name.Replace('|', '/'), 100)}>";
    }

    private static string MakeRoom(StringBuilder escaped, int limit)
    {
        while (escaped.Length > limit - 1) DropLast(escaped);
        return escaped.Append('…').ToString();
    }

    private static void DropLast(StringBuilder escaped)
    {
        var last = escaped[^1];
        var length = last == ';' ? EscapeLength(escaped) : char.IsLowSurrogate(last) ? 2 : 1;
        escaped.Length -= Math.Min(length, escaped.Length);
    }

    private static int EscapeLength(StringBuilder escaped)
    {
        foreach (var escape in (ReadOnlySpan<string>)["&amp;", "&lt;", "&gt;"])
        {
            if (escaped.Length >= escape.Length && escaped.ToString(escaped.Length - escape.Length, escape.Length) == escape) return escape.Length;
        }
        return 1;
    }
}

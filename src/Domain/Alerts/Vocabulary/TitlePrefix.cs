using System.Globalization;

namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// A title without what tools put before it: <c>[FIRING:1] Disk is full</c>, <c>✅ [RESOLVED] Disk is full</c>, <c>PROBLEM: Disk is full</c>. The
/// state has a place of its own, and begin and end must have one title.
/// </summary>
/// <param name="Text">The title alone.</param>
/// <param name="Kind">What the prefix said of the state; null when it said nothing.</param>
/// <param name="Severity">What it said of the severity.</param>
public readonly record struct TitlePrefix(string Text, SignalKind? Kind, Severity? Severity)
{
    // Tools write one or two; a title of nothing but prefixes must not cost a copy of itself for each.
    private const int MostPrefixes = 4;
    private const int LongestWord = 40;

    // Before a colon or a dash only these: "Down: web-1" would lose what is wrong.
    private static readonly string[] Lead =
    [
        "firing", "resolved", "triggered", "re-triggered", "recovered", "recovery", "alerting", "problem", "acknowledged", "alarm", "ok", "test",
        "manually resolved", "cleared", "closed", "test notification", "resolved problem", "acknowledgement",
    ];

    public static TitlePrefix Read(string title)
    {
        if (!MayHavePrefix(title)) return new(title, null, null);
        SignalKind? kind = null;
        Severity? severity = null;
        var rest = title.AsSpan().Trim();
        for (var i = 0; i < MostPrefixes && One(rest, ref kind, ref severity) is > 0 and var length; i++) rest = rest[length..].TrimStart();
        return new(rest.IsEmpty || rest.Length == title.Length ? title : rest.ToString(), kind, severity);
    }

    // Asked for every alert: nearly all titles begin with a letter and have no early colon or dash.
    private static bool MayHavePrefix(string title) => title.Length > 0
        && (!char.IsAsciiLetterOrDigit(title[0]) || title.AsSpan(0, Math.Min(title.Length, LongestWord)).IndexOfAny(":-") > 0);

    /// <summary>The length of the prefix, 0 when there is none.</summary>
    private static int One(ReadOnlySpan<char> text, ref SignalKind? kind, ref Severity? severity)
    {
        var mark = 0;
        while (mark < text.Length && IsMark(text, mark)) mark++;
        var body = text[mark..];
        if (body is ['[', ..] && body.IndexOf(']') is > 1 and <= 200 and var close)
            return Take(Word(body[1..close]), inBrackets: true, ref kind, ref severity) ? mark + close + 1 : 0;
        var end = body.IndexOfAny(":-");
        if (end is <= 0 or > LongestWord) return 0;
        // "re-triggered" has a dash of its own.
        if (body[end] is '-' && (end + 1 >= body.Length || body[end + 1] is not ' '))
        {
            var next = body[(end + 1)..].IndexOfAny(":-");
            if (next < 0) return 0;
            end += next + 1;
        }
        return end + 1 < body.Length && body[end + 1] is ' '
            && Take(body[..end].Trim(), inBrackets: false, ref kind, ref severity) ? mark + end + 1 : 0;
    }

    /// <summary>Of "FIRING:2, RESOLVED:1", "Triggered on {host:a}" and "firing x3" the first word.</summary>
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> inside)
    {
        if (inside.IndexOfAny(":,{") is >= 0 and var end) inside = inside[..end];
        inside = inside.Trim();
        if (inside.EndsWith(" on", StringComparison.OrdinalIgnoreCase)) inside = inside[..^3].TrimEnd();
        return inside;
    }

    private static bool Take(ReadOnlySpan<char> word, bool inBrackets, ref SignalKind? kind, ref Severity? severity)
    {
        if (word.Length is 0 or > LongestWord) return false;
        if (!inBrackets)
        {
            var known = false;
            foreach (var lead in Lead) known |= word.Equals(lead, StringComparison.OrdinalIgnoreCase);
            if (!known) return false;
        }
        var state = StateWords.Parse(word);
        var said = SeverityMap.Parse(word.ToString());
        var isTest = word.Equals("test", StringComparison.OrdinalIgnoreCase) || word.StartsWith("test ", StringComparison.OrdinalIgnoreCase);
        if (state is null && said is null && !isTest) return false;
        if (!isTest) kind ??= state;
        if (state is not SignalKind.Resolved) severity ??= said;
        return true;
    }

    /// <summary>Emoji, bullets and stars before the word.</summary>
    private static bool IsMark(ReadOnlySpan<char> text, int at) => !char.IsAscii(text[at])
        ? char.IsSurrogate(text[at]) || text[at] is '\uFE0F' || CharUnicodeInfo.GetUnicodeCategory(text[at]) is UnicodeCategory.OtherSymbol
        : text[at] is ' ' or '*';
}

using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>What may be done to a value on its way: <c>$.alertRule | segment</c>.</summary>
internal static partial class ShapeFilters
{
    private static readonly FrozenDictionary<string, Func<string, string?>> All = new Dictionary<string, Func<string, string?>>
    {
        ["line"] = FirstLine,
        ["segment"] = LastSegment,
        ["suffix"] = Suffix,
        ["host"] = Host,
        ["plain"] = Plain,
        ["unmark"] = Unmark,
        ["address"] = Address,
        ["escape"] = Uri.EscapeDataString,
        ["stateless"] = text => TitlePrefix.Read(text).Text,
        ["stateword"] = text => TitlePrefix.Read(text).Kind is { } kind ? ShapeStateRule.NameOf(kind) : null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    public static Func<string, string?>? Find(string name) => All.GetValueOrDefault(name);

    private static string? FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    /// <summary>Of an ARM id, an ARN or a path the part that people call it by.</summary>
    private static string? LastSegment(string text) => text.TrimEnd('/') is var trimmed ? trimmed[(trimmed.LastIndexOfAny(['/']) + 1)..] : null;

    private static string? Suffix(string text) => text[(text.LastIndexOf('.') + 1)..];

    /// <summary>Of an address its host; of host:port the host; any other text as it is.</summary>
    private static string? Host(string text)
    {
        var rest = text.AsSpan();
        if (rest.IndexOf("://") is >= 0 and var scheme) rest = rest[(scheme + 3)..];
        if (rest.IndexOfAny('/', '?', '#') is >= 0 and var end) rest = rest[..end];
        if (rest.LastIndexOf('@') is >= 0 and var user) rest = rest[(user + 1)..];
        if (rest is ['[', ..]) return rest.IndexOf(']') is > 0 and var close ? rest[1..close].ToString() : null;
        // More than one colon is an IPv6 address without a port.
        if (rest.Count(':') == 1) rest = rest[..rest.IndexOf(':')];
        return rest.ToString();
    }

    /// <summary>The first address in a text.</summary>
    private static string? Address(string text) =>
        WebAddress().Match(text) is { Success: true } match ? match.Value.TrimEnd('.', ',', ';', ')', ']') : null;

    /// <summary>Without HTML.</summary>
    private static string? Plain(string text) => WebUtility.HtmlDecode(Blanks().Replace(Tag().Replace(text, " "), " ")).Trim();

    /// <summary>Without the marks of chats: links, emphasis, emoji and calls to everybody.</summary>
    private static string? Unmark(string text)
    {
        text = Link().Replace(text, match => match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["to"].Value);
        text = Call().Replace(text, "");
        text = Emoji().Replace(text, "");
        return Blanks().Replace(Emphasis().Replace(text, "${text}"), " ").Trim();
    }

    [GeneratedRegex(@"https?://[^\s<>""'|]{3,2000}", RegexOptions.None, 1000)]
    private static partial Regex WebAddress();

    [GeneratedRegex("<[^<>]{1,400}>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[ \t]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"<(?<to>https?://[^<>|]{1,2000})(?:\|(?<text>[^<>]{0,500}))?>", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("<[!@#][^<>]{0,100}>", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex("(?<![A-Za-z0-9]):[a-z_][a-z0-9_+-]{1,40}:", RegexOptions.None, 1000)]
    private static partial Regex Emoji();

    [GeneratedRegex(@"(?<![\w*])(?<mark>\*{1,2}|`|~)(?<text>[^*`~\n]{1,500})\k<mark>(?![\w*])", RegexOptions.None, 1000)]
    private static partial Regex Emphasis();
}

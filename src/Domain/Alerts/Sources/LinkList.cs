using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>Collects the links of one alert. Only http and https pass: these addresses become clickable in the console and in chat.</summary>
internal struct LinkList
{
    private const int MaxUrl = 2048;
    private const int MostFound = 20;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '<', '>', '`', '\\', '\u007F']);
    private static readonly SearchValues<char> EndsInText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(c => (char)c), '"', '<', '>', '`', '\\', '\u007F', '|', '\u00A0']);
    private AlertLink? first, second;
    private List<AlertLink>? more;
    private int found;

    /// <summary>An address; its blanks are encoded. False when it is none.</summary>
    public bool Add(string name, string? url)
    {
        if (url is null) return false;
        if (url.Contains(' ', StringComparison.Ordinal)) url = url.Trim().Replace(" ", "%20", StringComparison.Ordinal);
        if (!IsWebAddress(url)) return false;
        if (Has(url)) return true;
        var link = new AlertLink(name, url);
        if (first is null) first = link;
        else if (second is null) second = link;
        else (more ??= []).Add(link);
        return true;
    }

    /// <summary>Every address in a text, as links of the name.</summary>
    public void AddFrom(string name, string? text)
    {
        for (var rest = text.AsSpan(); rest.IndexOf("://") is >= 0 and var at;)
        {
            var start = at;
            while (start > 0 && char.IsAsciiLetter(rest[start - 1])) start--;
            var end = rest[at..].IndexOfAny(EndsInText) is >= 0 and var length ? at + length : rest.Length;
            if (++found > MostFound) return;
            Add(name, rest[start..end].TrimEnd(".,;:!?)]}'*").ToString());
            rest = rest[end..];
        }
    }

    /// <summary>An annotation: true when it is nothing but an address, which is then a link named like it.</summary>
    public bool AddAnnotation(string name, string text)
    {
        var isAddress = text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            && (IsNamedAddress(name) || !text.AsSpan().Trim().ContainsAny(' ', '\n'));
        if (isAddress && Add(Title(name), text)) return true;
        AddFrom(Title(name), text);
        return false;
    }

    public readonly ImmutableArray<AlertLink> ToImmutable()
    {
        if (first is null) return [];
        if (second is null) return ImmutableCollectionsMarshal.AsImmutableArray<AlertLink>([first]);
        return more is null ? ImmutableCollectionsMarshal.AsImmutableArray<AlertLink>([first, second]) : [first, second, .. more];
    }

    private readonly bool Has(string url)
    {
        if (first is null) return false;
        if (first.Url == url || second?.Url == url) return true;
        return more is not null && more.Exists(link => link.Url == url);
    }

    private static bool IsNamedAddress(string name) =>
        name.EndsWith("url", StringComparison.OrdinalIgnoreCase) || name.EndsWith("link", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("uri", StringComparison.OrdinalIgnoreCase) || name.EndsWith("runbook", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("dashboard", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>logs_url</c> and <c>logsUrl</c> are called "logs".</summary>
    private static string Title(string name)
    {
        foreach (var end in (ReadOnlySpan<string>)["url", "link", "uri"])
        {
            if (name.Length > end.Length + 1
                && name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return name[..^end.Length].TrimEnd('_', '-', '.', ' ');
        }
        return name;
    }

    // Uri.TryCreate costs more than the rest of an alert; a scheme, a host and no dangerous character is what matters here.
    private static bool IsWebAddress(string url)
    {
        if (url.Length is 0 or > MaxUrl) return false;
        var host = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
        return host > 0 && url.Length > host && url[host] is not ('/' or '?' or '#' or ':') && !url.AsSpan().ContainsAny(Forbidden);
    }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>Collects the links of one alert. Only http and https pass: these addresses become clickable in the console and in chat.</summary>
internal struct LinkList
{
    private const int MaxUrl = 2048;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(c => (char)c), '"', '<', '>', '`', '\\', '\u007F']);
    private AlertLink? first, second;
    private List<AlertLink>? more;

    public void Add(string name, string? url)
    {
        if (url is null || !IsWebAddress(url)) return;
        var link = new AlertLink(name, url);
        if (first is null) first = link;
        else if (second is null) second = link;
        else (more ??= []).Add(link);
    }

    public readonly ImmutableArray<AlertLink> ToImmutable()
    {
        if (first is null) return [];
        if (second is null) return ImmutableCollectionsMarshal.AsImmutableArray<AlertLink>([first]);
        return more is null ? ImmutableCollectionsMarshal.AsImmutableArray<AlertLink>([first, second]) : [first, second, .. more];
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

using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Security;

/// <summary>
/// The key of <c>?api_key=</c>. It is taken out of the request's address before anything can log or trace it: by
/// the wrapped server before hosting sees the request, and once more by the first middleware for servers that are not wrapped.
/// </summary>
/// <param name="Value">Null when the parameter came more than once with different values, which no key matches.</param>
internal sealed record QueryKey(string? Value)
{
    private const string Parameter = "api_key";

    public static void Strip(IFeatureCollection features)
    {
        var request = features.Get<IHttpRequestFeature>();
        if (request is null || request.QueryString is not { Length: > 1 } query || !Mentions(query)) return;

        var kept = new StringBuilder(query.Length);
        QueryKey? key = null;
        foreach (var range in query.AsSpan(1).Split('&'))
        {
            var pair = query.AsSpan(1)[range];
            if (!IsKey(pair))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(pair);
                continue;
            }
            var equals = pair.IndexOf('=');
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            key = key is null || key.Value == value ? new(value) : new QueryKey((string?)null);
        }
        request.QueryString = kept.ToString();
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (target >= 0) request.RawTarget = string.Concat(request.RawTarget.AsSpan(0, target), request.QueryString);
        if (key is { Value: not "" }) features.Set(key);
    }

    /// <summary>Scans without allocating: nearly all requests have no key in the address.</summary>
    private static bool Mentions(string query)
    {
        foreach (var range in query.AsSpan(1).Split('&'))
            if (IsKey(query.AsSpan(1)[range])) return true;
        return false;
    }

    private static bool IsKey(ReadOnlySpan<char> pair)
    {
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        // The parser decodes names, so "api%5Fkey" is the same parameter and must not slip past.
        return name.IndexOfAny('%', '+') < 0
            ? name.Equals(Parameter, StringComparison.OrdinalIgnoreCase)
            : Decode(name).Equals(Parameter, StringComparison.OrdinalIgnoreCase);
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}

using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Security;

/// <summary>Takes a parameter that is a secret out of a request's address, so that no log, span or metric can have it.</summary>
internal static class QuerySecret
{
    /// <param name="request">Loses the parameter, however often it has it.</param>
    /// <param name="parameter">Its name, in small letters.</param>
    /// <param name="value">Null when it came more than once with different values.</param>
    /// <returns>False when the request has no such parameter.</returns>
    public static bool Strip(IHttpRequestFeature request, string parameter, out string? value)
    {
        value = null;
        if (request.QueryString is not { Length: > 1 } query || !Mentions(query, parameter)) return false;

        var kept = new StringBuilder(query.Length);
        var found = false;
        foreach (var range in query.AsSpan(1).Split('&'))
        {
            var pair = query.AsSpan(1)[range];
            if (!IsNamed(pair, parameter))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(pair);
                continue;
            }
            var equals = pair.IndexOf('=');
            var one = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            value = !found || value == one ? one : null;
            found = true;
        }
        request.QueryString = kept.ToString();
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (target >= 0) request.RawTarget = string.Concat(request.RawTarget.AsSpan(0, target), request.QueryString);
        return true;
    }

    /// <summary>Scans without allocating: nearly all requests have no secret in the address.</summary>
    private static bool Mentions(string query, string parameter)
    {
        foreach (var range in query.AsSpan(1).Split('&'))
            if (IsNamed(query.AsSpan(1)[range], parameter)) return true;
        return false;
    }

    private static bool IsNamed(ReadOnlySpan<char> pair, string parameter)
    {
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        // The parser decodes names, so "api%5Fkey" is the same parameter and must not slip past.
        return name.IndexOfAny('%', '+') < 0
            ? name.Equals(parameter, StringComparison.OrdinalIgnoreCase)
            : Decode(name).Equals(parameter, StringComparison.OrdinalIgnoreCase);
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}

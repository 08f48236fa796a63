using System.Text;
using AiSre.Console.Requests;

namespace AiSre.Api.Security;

/// <summary>
/// Finds the key that a request carries: <c>X-API-Key</c>; else <c>Authorization: Bearer key</c> or the password of HTTP basic, because
/// Alertmanager 0.25 can send nothing else, or <c>GenieKey key</c>, the way of Opsgenie's senders; else <c>?api_key=</c>. A header wins over the
/// query, but two different keys are no key.
/// </summary>
internal static class PresentedKey
{
    /// <summary>Characters; a longer one is wrong without being hashed.</summary>
    public const int MaxLength = 512;

    public const string Header = "X-API-Key";

    /// <summary>Null when none came; false in <paramref name="usable"/> when what came contradicts itself.</summary>
    public static string? Read(HttpContext context, out bool usable)
    {
        var header = context.Request.Headers[Header];
        var query = context.Features.Get<QueryKey>();
        usable = header.Count <= 1 && query is not { Value: null };
        var key = header.Count == 0 || header[0] is not { Length: > 0 } value ? FromAuthorization(context.Request) : value;
        if (key is not null && query?.Value is { } other && other != key) usable = false;
        return key ?? query?.Value ?? (usable ? null : "");
    }

    /// <summary>What <c>Authorization: Bearer</c> has, a key or a token; null when the request has none.</summary>
    public static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: > 0 } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? value[7..].Trim()
            : null;

    private static string? FromAuthorization(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: > 0 } value]) return null;
        if (Bearer(request) is { } bearer) return bearer;
        if (value.StartsWith("GenieKey ", StringComparison.OrdinalIgnoreCase)) return value[9..].Trim();
        return value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && !FromForeignPage(request) ? Password(value[6..]) : null;
    }

    private static string? Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded.Trim(), bytes, out var length)) return "";
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>Browsers repeat a basic password by themselves, also on forms that a foreign page posts; those must not act for the user.</summary>
    private static bool FromForeignPage(HttpRequest request) =>
        RequestOrigin.IsOursByFetchSite(request) is false || !RequestOrigin.IsOursByOrigin(request);
}

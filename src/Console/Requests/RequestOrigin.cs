namespace AiSre.Console.Requests;

/// <summary>Where a browser says that a request comes from, so that no foreign page acts for whoever looks at it.</summary>
public static class RequestOrigin
{
    /// <summary>By <c>Sec-Fetch-Site</c>; null where the browser does not send it.</summary>
    public static bool? IsOursByFetchSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] ? site is "same-origin" or "none" : null;

    /// <summary>By <c>Origin</c>; true where there is none, because whoever says nothing is no browser.</summary>
    public static bool IsOursByOrigin(HttpRequest request) => request.Headers.Origin is not [{ } origin]
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}

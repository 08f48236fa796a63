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
        if (features.Get<IHttpRequestFeature>() is not { } request || !QuerySecret.Strip(request, Parameter, out var value)) return;
        if (value is not "") features.Set(new QueryKey(value));
    }
}

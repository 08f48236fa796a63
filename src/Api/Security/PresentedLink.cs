using AiSre.Domain.Notifications;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Security;

/// <summary>The token of a signed link, <c>/i/{incident}?token=</c>, taken out of the address as <see cref="QueryKey"/> is.</summary>
/// <param name="Token">Null when it came more than once with different values.</param>
internal sealed record PresentedLink(string? Token)
{
    public static void Strip(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestFeature>() is not { } request || !IsOurs(request.Path)) return;
        if (QuerySecret.Strip(request, LinkRules.Parameter, out var token)) features.Set(new PresentedLink(token));
    }

    /// <summary>Whatever the case: routes do not heed it.</summary>
    private static bool IsOurs(string path) => path.StartsWith(LinkRules.Root + "/", StringComparison.OrdinalIgnoreCase);
}

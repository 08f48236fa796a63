using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Api.Settings;
using AiSre.Console.Requests;

namespace AiSre.Api.Edge;

/// <summary>
/// Where nobody needs a key, whatever page a person has open could act by that person's browser. So what a browser sends for another site's page is
/// refused, and so is a name that is none of this machine's: a foreign name that resolves to loopback (DNS rebinding) makes a foreign page look like
/// one of ours. Whoever lets others than this machine reach the port has names of his own.
/// </summary>
internal sealed class OwnPages(ApiKeyRing ring, IConfiguration configuration)
{
    private readonly bool namesCount =
        ring.DevMode && !AiSreSettings.AllowDevMode.Read(configuration) && ListeningAddresses.AreLoopbackOnly(configuration);

    /// <summary>Null: it is nobody else's page.</summary>
    public ProblemResult? Refusal(HttpContext context, EndpointPolicy policy)
    {
        if (!ring.DevMode || policy.Open) return null;
        if (namesCount && context.Request.Host is { HasValue: true, Host: var host } && !LoopbackNames.Contain(host))
        {
            return Problems.Forbidden(
                $"Without keys only localhost is answered, and this was sent to another name. Set {AiSreSettings.ApiKeys.Name}, "
                + $"or {AiSreSettings.AllowDevMode.Name}=true where that is meant.", "foreign_host");
        }
        return IsForeign(context.Request) && !IsFollowedLink(context.Request, policy)
            ? Problems.Forbidden("Without keys only this server's own pages may ask, and this was sent by another site's.", "foreign_page")
            : null;
    }

    private static bool IsForeign(HttpRequest request) =>
        RequestOrigin.IsOursByFetchSite(request) is false || !RequestOrigin.IsOursByOrigin(request);

    /// <summary>A person opens a page by a link elsewhere: the page that has it cannot read what comes.</summary>
    private static bool IsFollowedLink(HttpRequest request, EndpointPolicy policy) =>
        !policy.IsIngest && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers["Sec-Fetch-Mode"] is ["navigate"] && request.Headers.Origin.Count == 0;
}

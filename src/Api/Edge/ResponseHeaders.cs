using AiSre.Api.Security;
using Microsoft.Extensions.Primitives;

namespace AiSre.Api.Edge;

/// <summary>Headers of every answer. Values are made once: this runs 30,000 times a second.</summary>
internal static class ResponseHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoReferrer = "no-referrer";

    /// <summary>For pages: without it a browser does not even say to ourselves where a form comes from.</summary>
    private static readonly StringValues OwnReferrer = "same-origin";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues Hsts = "max-age=31536000";

    // RFC 9745: the day since which ?api_key= is deprecated, 2025-01-01. It stays supported; the header says what to move to.
    private static readonly StringValues QueryKeyDeprecated = "@1735689600";
    private static readonly StringValues QueryKeyLink = "</docs>; rel=\"deprecation\"; type=\"text/html\"";

    public static void Write(HttpContext context, EndpointPolicy policy)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.CacheControl = NoStore;
        headers["Referrer-Policy"] = policy.ServesHtml && !policy.HidesItsAddress ? OwnReferrer : NoReferrer;
        headers[RequestIdentity.Header] = context.TraceIdentifier;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = Hsts;
        if (policy.ServesHtml)
        {
            headers.XFrameOptions = Deny;
            if (policy.ContentSecurityPolicy is { } content) headers.ContentSecurityPolicy = content;
        }
        if (context.Features.Get<QueryKey>() is null) return;
        headers["Deprecation"] = QueryKeyDeprecated;
        headers.Link = QueryKeyLink;
    }
}

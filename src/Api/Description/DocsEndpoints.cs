using System.Security.Cryptography;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using Scalar.AspNetCore;

namespace AiSre.Api.Description;

/// <summary>The machine-readable description and a page to browse it. Scalar's script comes from its package, never from a CDN.</summary>
internal static class DocsEndpoints
{
    private const string Page = "/docs";
    private const string Console = "/console";

    /// <summary>The links to its maker, which have no option of their own: below the list of operations, and where an answer will be.</summary>
    private const string WithoutLinks = ".darklight-reference a, .scalar-version-number { display: none !important }";

    // Many load balancers ask with HEAD whether somebody is there.
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDocs(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/", GetOrHead, static () => TypedResults.Redirect(Console)).OpenToAll().ExcludeFromDescription();
        endpoints.MapOpenApi("/openapi/{documentName}.json").RequireRole(Role.Viewer, KeyScope.Read).TakesSession();
        endpoints.MapScalarApiReference(Page, Show)
            .RequireRole(Role.Viewer, KeyScope.Read).TakesSession().ServesHtml(contentPolicy: null).WithAnyQuery();
    }

    private static void Show(ScalarOptions options, HttpContext context)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        // The page has one inline script, so it may run by its nonce; styles are inline throughout.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
            "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'";
        options.Title = "AI-SRE API";
        options.Nonce = nonce;
        options.DefaultFonts = false;
        options.Telemetry = false;
        // What its maker offers beside: an editor, a chat, a registry.
        options.HideClientButton = true;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.Agent = new() { Disabled = true };
        options.Mcp = new() { Disabled = true };
        options.CustomCss = WithoutLinks;
    }
}

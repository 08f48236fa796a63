using System.Security.Cryptography;
using AiSre.Api.Edge;
using AiSre.Api.Security;
using Scalar.AspNetCore;

namespace AiSre.Api.Platform;

/// <summary>The machine-readable description and a page to browse it. Scalar's script comes from its package, never from a CDN.</summary>
internal static class DocsEndpoints
{
    public const string DocumentName = "v1";

    public static void MapDocs(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").RequireRole(Role.Viewer);
        endpoints.MapScalarApiReference("/docs", static (options, context) =>
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
            options.HideClientButton = true;
            options.Agent = new() { Disabled = true };
            options.Mcp = new() { Disabled = true };
        }).RequireRole(Role.Viewer).ServesHtml(contentPolicy: null);
    }
}

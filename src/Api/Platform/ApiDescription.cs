using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Platform;

/// <summary>What the generated description cannot know by itself: how to present a key, and how refusals look.</summary>
internal static class ApiDescription
{
    private const string Scheme = "ApiKey";

    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer(static (document, _, _) =>
    {
        document.Info = new()
        {
            Title = "AI-SRE API", Version = DocsEndpoints.DocumentName,
            Description = "Incident platform for site-reliability teams. Refusals are application/problem+json.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Security.PresentedKey.Header,
            Description = "Also accepted: Authorization: Bearer <key>, and the key as the password of HTTP basic (for Alertmanager 0.25). " +
                "?api_key= works but is deprecated.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    });
}

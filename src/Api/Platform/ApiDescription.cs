using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Platform;

/// <summary>What the generated description cannot know by itself: how to present a key, and how refusals look.</summary>
internal static class ApiDescription
{
    private const string Scheme = "ApiKey";

    private const string Problem = "Problem";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static async (document, context, cancellation) =>
        {
            Describe(document);
            document.AddComponent(Problem, await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellation));
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document)
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
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = PresentedKey.Header,
            Description = "Also accepted: Authorization: Bearer <key>, and the key as the password of HTTP basic (for Alertmanager 0.25). " +
                "?api_key= works but is deprecated.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OpenEndpoint>().Any())
        {
            operation.Security = [];
            return;
        }
        var role = metadata.OfType<RoleRequirement>().LastOrDefault()?.Role ?? Role.Admin;
        operation.Description = $"{operation.Description}\n\nNeeds the role {role.Word()}.".Trim();
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A refusal; `error` says which.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemResult.MediaType] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        };
    }
}

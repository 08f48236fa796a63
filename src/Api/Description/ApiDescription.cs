using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>The OpenAPI document. What it says about an endpoint is what the endpoint has declared; this adds what holds for all of them.</summary>
internal static class ApiDescription
{
    public const string DocumentName = "v1";

    private const string Scheme = "ApiKey";

    /// <param name="options">Those of the document.</param>
    /// <param name="sections">The tags of endpoints, in the order in which they are shown, with what they are about.</param>
    public static void Configure(OpenApiOptions options, IEnumerable<(string Name, string About)> sections)
    {
        options.AddDocumentTransformer(async (document, context, cancellation) =>
        {
            Describe(document);
            document.Tags = sections.Select(section => new OpenApiTag { Name = section.Name, Description = section.About }).ToHashSet();
            document.AddComponent(RefusalResponses.Schema, await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellation));
            RefusalResponses.AddTo(document);
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            OperationIdentity.Describe(operation, context);
            OperationParameters.Describe(operation, context);
            OperationExamples.Describe(operation, context);
            RefusalResponses.Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            // Its converter is ours, so the framework does not know what it writes.
            if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) == typeof(DateTimeOffset))
                schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "AI-SRE API", Version = DocumentName,
            Description = "Incident platform for site-reliability teams. Refusals are application/problem+json; parameters and fields that an " +
                "operation does not know are refused by name.",
            Contact = new() { Name = "The AI-SRE authors" },
            License = new() { Name = "MIT License", Identifier = "MIT" },
        };
        document.Servers = [new() { Url = "/", Description = "The server that this comes from." }];
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
}

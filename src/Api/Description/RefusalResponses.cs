using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>How refusals look: the same for all operations, each with an example.</summary>
internal static class RefusalResponses
{
    /// <summary>The name of the shape of all of them.</summary>
    public const string Schema = "Problem";

    private const string Id = "req-5f0c1d2e-0000002a";

    private static readonly (string Name, string Description, ProblemResult Example)[] All =
    [
        ("Unauthorized", "No key, or one that is not known.", Problems.Unauthorized()),
        ("Forbidden", "The key's role does not suffice, or the workspace is not the key's.", Problems.InsufficientRole("viewer", "operator")),
        ("NotFound", "There is no such thing in the caller's workspace.", Problems.NotFound("Incident inc-01k5x8m2r9t4v not found.")),
        ("Unprocessable", "A parameter or a field is wrong or not known; `errors` names each.",
            Problems.Unprocessable("query", "stat", "This parameter is not known here; did you mean 'state'? Allowed: limit, state.")),
        ("Refusal", "Another refusal; `error` says which.",
            Problems.Unavailable(5, "The store cannot commit; nothing was done.", "ledger_unavailable")),
    ];

    public static void AddTo(OpenApiDocument document)
    {
        foreach (var (name, description, problem) in All)
        {
            document.AddComponent(name, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemResult.MediaType] = new() { Schema = new OpenApiSchemaReference(Schema, document), Example = problem.ToJson(Id) },
                },
            });
        }
    }

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Responses ??= [];
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<OpenEndpoint>().Any())
        {
            Add("401", "Unauthorized");
            Add("403", "Forbidden");
        }
        if (operation.Parameters?.Any(parameter => parameter.In is ParameterLocation.Path) is true) Add("404", "NotFound");
        Add("422", "Unprocessable");
        Add("default", "Refusal");

        void Add(string status, string name) => operation.Responses.TryAdd(status, new OpenApiResponseReference(name, context.Document));
    }
}

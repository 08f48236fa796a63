using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>The parameters that an endpoint has declared, and those that every request may carry.</summary>
internal static class OperationParameters
{
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var parameters = operation.Parameters ?? [];
        foreach (var path in metadata.OfType<PathParameter>())
        {
            var described = parameters.OfType<OpenApiParameter>().Where(item => item.Name == path.Name && item.In is ParameterLocation.Path);
            foreach (var parameter in described)
            {
                parameter.Description = path.Description;
                parameter.Example = int.TryParse(path.Example, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number)
                    : JsonValue.Create(path.Example);
            }
        }
        foreach (var query in DeclaredQuery.Of(metadata)?.Parameters ?? [])
            parameters.Add(
                new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query, Description = query.Description, Schema = query.Schema() });
        foreach (var header in metadata.OfType<HeaderParameters>().SelectMany(list => list.Parameters)) parameters.Add(Of(header));
        if (metadata.GetMetadata<OpenEndpoint>() is null)
        {
            parameters.Add(Of(WorkspaceHeaders.Id));
            parameters.Add(Of(WorkspaceHeaders.DisplayName));
        }
        if (parameters.Count > 0) operation.Parameters = parameters;
    }

    private static OpenApiParameter Of(HeaderParameter header) => new()
    {
        Name = header.Name, In = ParameterLocation.Header, Description = header.Description,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = header.Allowed.Length == 0 ? null : [.. header.Allowed.Select(word => (JsonNode)JsonValue.Create(word))],
        },
    };
}

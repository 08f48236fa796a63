using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>The examples of bodies and answers: values of the very types that are read and written.</summary>
internal static class OperationExamples
{
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var options = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<UncheckedBody>().LastOrDefault() is { } body)
        {
            var schema = new OpenApiSchema { Type = body.Type, Items = body.Type.HasFlag(JsonSchemaType.Array) ? new OpenApiSchema() : null };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true, Content = new Dictionary<string, OpenApiMediaType> { [body.MediaType] = new() { Schema = schema } },
            };
        }
        foreach (var metadata in context.Description.ActionDescriptor.EndpointMetadata)
        {
            if (metadata is RequestExample request && Part(operation.RequestBody?.Content, request.MediaType) is { } sent)
            {
                sent.Examples ??= new Dictionary<string, IOpenApiExample>();
                sent.Examples[request.Name] = new OpenApiExample { Summary = request.Summary, Value = Write(request.Value, options) };
            }
            else if (metadata is AnswerExample answer && operation.Responses?.TryGetValue(Invariant($"{answer.Status}"), out var response) is true
                && Part(response.Content, answer.MediaType) is { } written)
            {
                written.Example = Write(answer.Value, options);
            }
        }
    }

    private static OpenApiMediaType? Part(IDictionary<string, OpenApiMediaType>? content, string mediaType) =>
        content?.TryGetValue(mediaType, out var part) is true ? part : null;

    private static JsonNode? Write(object value, JsonSerializerOptions options) =>
        value is string text ? JsonValue.Create(text) : JsonSerializer.SerializeToNode(value, options.GetTypeInfo(value.GetType()));
}

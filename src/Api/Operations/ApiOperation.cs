using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace AiSre.Api.Operations;

/// <summary>An endpoint by its operation's name, with what it has declared about itself.</summary>
internal sealed class ApiOperation(RouteEndpoint endpoint)
{
    public RouteEndpoint Endpoint => endpoint;

    public string Id { get; } = endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;

    public string Method { get; } = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? HttpMethods.Get;

    /// <summary>Null: it is open to all.</summary>
    public AccessRule? Access { get; } = endpoint.Metadata.GetMetadata<AccessRule>();

    public string Summary { get; } = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "";

    /// <summary>Null: it takes no body.</summary>
    public Type? Body { get; } = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    public IReadOnlyList<PathParameter> Path { get; } = endpoint.Metadata.GetOrderedMetadata<PathParameter>();

    public IReadOnlyList<QueryParameter> Query { get; } = [.. DeclaredQuery.Of(endpoint).Parameters];

    /// <summary>What the body holds, as JSON Schema; null: it takes none.</summary>
    public JsonNode? BodySchema(JsonSerializerOptions json) => Body is null ? null : json.GetTypeInfo(Body).GetJsonSchemaAsNode();

    public static JsonNode SchemaOf(QueryParameter parameter)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        parameter.Schema().SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonNode.Parse(text.ToString())!;
    }
}

using System.Text.Json.Nodes;
using AiSre.Api.Errors;
using AiSre.Api.Operations;
using AiSre.Domain;
using ModelContextProtocol.Protocol;

namespace AiSre.Api.Mcp;

/// <summary>
/// An operation of the API as a tool: what it reads, what it says about itself and who may use it is what its endpoint has declared.
/// </summary>
/// <param name="Name">As assistants call it.</param>
/// <param name="Operation">The operation's name.</param>
internal sealed record McpTool(string Name, string Operation)
{
    /// <summary>In place of the endpoint's summary.</summary>
    public string? About { get; init; }

    /// <summary>The fields of the body that are offered, and no others.</summary>
    public IReadOnlyList<McpField> Fields { get; init; } = [];

    /// <summary>What is sent whatever is asked for.</summary>
    public IReadOnlyDictionary<string, JsonElement> Always { get; init; } = new Dictionary<string, JsonElement>();

    public Tool Describe(ApiOperation operation, JsonSerializerOptions json) => new()
    {
        Name = Name,
        Description = About ?? $"{operation.Summary}.",
        InputSchema = JsonSerializer.SerializeToElement<JsonNode>(Schema(operation, json)),
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, OpenWorldHint = false },
    };

    /// <summary>The arguments as the operation takes them; a problem for those that are not offered.</summary>
    public (IReadOnlyDictionary<string, JsonElement> Arguments, ProblemResult? Problem) Arguments(
        ApiOperation operation, IEnumerable<KeyValuePair<string, JsonElement>> sent)
    {
        var offered = Offered(operation).ToList();
        var arguments = new Dictionary<string, JsonElement>(Always);
        var errors = new List<FieldError>();
        foreach (var (name, value) in sent)
        {
            if (!offered.Contains(name))
                errors.Add(new(["arguments", Spelling.Shown(name)], $"This argument is not known here; {Spelling.Allowed(name, offered)}"));
            else if (value.ValueKind is not JsonValueKind.Null) arguments[name] = value;
        }
        foreach (var part in operation.Path.Where(part => !arguments.ContainsKey(part.Name)))
            errors.Add(new(["arguments", part.Name], "It is needed."));
        return (arguments, errors.Count == 0 ? null : Problems.Unprocessable(errors));
    }

    private IEnumerable<string> Offered(ApiOperation operation) =>
        [.. operation.Path.Select(part => part.Name), .. operation.Query.Select(parameter => parameter.Name), .. Fields.Select(field => field.Name)];

    private JsonObject Schema(ApiOperation operation, JsonSerializerOptions json)
    {
        var (properties, needed) = (new JsonObject(), new JsonArray());
        foreach (var part in operation.Path)
        {
            properties[part.Name] = new JsonObject { ["type"] = "string", ["description"] = $"{part.Description} Such as {part.Example}." };
            needed.Add(part.Name);
        }
        foreach (var parameter in operation.Query)
        {
            var schema = ApiOperation.SchemaOf(parameter);
            schema["description"] = parameter.Description;
            properties[parameter.Name] = schema;
        }
        var body = Fields.Count == 0 ? null : operation.BodySchema(json);
        foreach (var (name, about) in Fields)
        {
            var schema = body?["properties"]?[name]?.DeepClone() as JsonObject ?? [];
            schema["description"] = about;
            properties[name] = schema;
            if (body?["required"] is JsonArray must && must.Any(one => one!.GetValue<string>() == name)) needed.Add(name);
        }
        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = needed, ["additionalProperties"] = false };
    }
}

/// <summary>A field of an operation's body that a tool offers.</summary>
internal sealed record McpField(string Name, string About);

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace AiSre.Storage.Upgrades;

/// <summary>
/// Reads states as version 0.1.0 left them with Orleans' own storage: JSON that names CLR types, refers back to what came before, and leaves out what
/// is zero, false or null, whatever the default of the record is.
/// </summary>
internal static class OrleansJson
{
    /// <param name="payload">What <c>OrleansStorage</c> has.</param>
    /// <param name="type">How the state's JSON looks now.</param>
    /// <returns>The same state in the form of a document.</returns>
    public static string ToDocument(string payload, JsonTypeInfo type)
    {
        var known = new Dictionary<string, JsonNode?>();
        return Plain(JsonNode.Parse(payload), type, known)?.ToJsonString() ?? throw new JsonException("A state is null.");
    }

    private static JsonNode? Plain(JsonNode? node, JsonTypeInfo type, Dictionary<string, JsonNode?> known)
    {
        switch (node)
        {
            case JsonObject reference when reference["$ref"] is { } id:
                return known[id.GetValue<string>()]?.DeepClone();
            case JsonObject list when list["$values"] is JsonArray values:
                return Items(values, type, known);
            case JsonArray values:
                return Items(values, type, known);
            case JsonObject record when type.Kind is JsonTypeInfoKind.Object:
                var plain = new JsonObject();
                foreach (var property in type.Properties.Where(property => property.Set is not null))
                    plain[property.Name] = Value(record, property, known);
                if (record["$id"] is { } name) known[name.GetValue<string>()] = plain;
                return plain;
            default:
                return node?.DeepClone();
        }
    }

    private static JsonArray Items(JsonArray values, JsonTypeInfo type, Dictionary<string, JsonNode?> known)
    {
        var item = type.Options.GetTypeInfo(type.ElementType!);
        return [.. values.Select(value => Plain(value, item, known))];
    }

    private static JsonNode? Value(JsonObject record, JsonPropertyInfo property, Dictionary<string, JsonNode?> known)
    {
        var type = property.Options.GetTypeInfo(property.PropertyType);
        var (_, stored) = record.FirstOrDefault(entry => JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Key) == property.Name);
        if (stored is not null) return Plain(stored, type, known);
        if (type.Kind is JsonTypeInfoKind.Enumerable) return new JsonArray();
        return property.PropertyType is { IsValueType: true } value && Nullable.GetUnderlyingType(value) is null
            ? JsonSerializer.SerializeToNode(Activator.CreateInstance(value), type)
            : null;
    }
}

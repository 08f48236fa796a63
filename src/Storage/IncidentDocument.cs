using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiSre.Domain.Incidents;

namespace AiSre.Storage;

/// <summary>
/// An incident as the JSON of its row's <c>document</c> column. Fields are only ever added: an older document reads with their defaults.
/// </summary>
public static class IncidentDocument
{
    /// <summary>
    /// Generated readers set every init property, those that the document lacks to zero or null; these leave them the defaults of the record.
    /// </summary>
    private static readonly JsonSerializerOptions Reading = new(IncidentJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Write(Incident incident) => JsonSerializer.SerializeToUtf8Bytes(incident, IncidentJson.Default.Incident);

    public static Incident Read(string document) =>
        JsonSerializer.Deserialize<Incident>(document, Reading)
        ?? throw new JsonException("An incident's document is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Incident))]
internal sealed partial class IncidentJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiSre.Domain.Notifications;

namespace AiSre.Storage;

/// <summary>
/// What a message shows, as the JSON of its row's <c>document</c> column. Fields are only ever added: an older document reads with their defaults.
/// </summary>
public static class NotificationDocument
{
    /// <summary>As for <see cref="IncidentDocument"/>: generated readers would set what the document lacks to zero or null.</summary>
    private static readonly JsonSerializerOptions Reading = new(NotificationJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Write(NotificationContent content) =>
        JsonSerializer.SerializeToUtf8Bytes(content, NotificationJson.Default.NotificationContent);

    public static NotificationContent Read(string document) =>
        JsonSerializer.Deserialize<NotificationContent>(document, Reading)
        ?? throw new JsonException("A message's document is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(NotificationContent))]
internal sealed partial class NotificationJson : JsonSerializerContext;

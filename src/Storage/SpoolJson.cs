using System.Text.Json.Serialization;
using AiSre.Grains.Alerts;

namespace AiSre.Storage;

/// <summary>A spooled delivery as JSON. Fields are only ever added: silos of two versions may share a spool.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SpooledDelivery))]
internal sealed partial class SpoolJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace AiSre.Api.Heartbeats;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HeartbeatBody))]
[JsonSerializable(typeof(HeartbeatDeclaration))]
[JsonSerializable(typeof(HeartbeatListResponse))]
internal sealed partial class HeartbeatJsonContext : JsonSerializerContext;

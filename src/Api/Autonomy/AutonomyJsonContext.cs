using System.Text.Json.Serialization;

namespace AiSre.Api.Autonomy;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AutonomySettingsRequest))]
[JsonSerializable(typeof(AutonomyResetRequest))]
[JsonSerializable(typeof(AutonomyStatusResponse))]
[JsonSerializable(typeof(AutonomyCycleResponse))]
internal sealed partial class AutonomyJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace AiSre.Api.Platform;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(LivenessResponse))]
[JsonSerializable(typeof(AdaptersResponse))]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class PlatformJsonContext : JsonSerializerContext;

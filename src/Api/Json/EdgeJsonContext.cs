using System.Text.Json.Serialization;
using AiSre.Api.Errors;
using AiSre.Api.Platform;

namespace AiSre.Api.Json;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(LivenessResponse))]
[JsonSerializable(typeof(AdaptersResponse))]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class EdgeJsonContext : JsonSerializerContext;

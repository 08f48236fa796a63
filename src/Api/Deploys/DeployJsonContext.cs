using System.Text.Json.Serialization;

namespace AiSre.Api.Deploys;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeployRequest))]
[JsonSerializable(typeof(DeployResponse))]
[JsonSerializable(typeof(DeployListResponse))]
[JsonSerializable(typeof(DeployCorrelationResponse))]
internal sealed partial class DeployJsonContext : JsonSerializerContext;

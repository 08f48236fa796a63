using System.Text.Json.Serialization;

namespace AiSre.Api.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SimilarResponse))]
[JsonSerializable(typeof(PatternsResponse))]
[JsonSerializable(typeof(ProfilesResponse))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(ForecastResponse))]
[JsonSerializable(typeof(DriftResponse))]
[JsonSerializable(typeof(NoisyResponse))]
[JsonSerializable(typeof(MetricsExport))]
[JsonSerializable(typeof(QualityResponse))]
internal sealed partial class HistoryJsonContext : JsonSerializerContext;

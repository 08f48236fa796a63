using System.Text.Json.Serialization;

namespace AiSre.Api.Diagnosis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DiagnosisResponse))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(CalibrationResponse))]
internal sealed partial class DiagnosisJsonContext : JsonSerializerContext;

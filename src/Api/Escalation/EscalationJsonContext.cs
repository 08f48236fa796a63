using System.Text.Json.Serialization;

namespace AiSre.Api.Escalation;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EscalationPreviewResponse))]
internal sealed partial class EscalationJsonContext : JsonSerializerContext;

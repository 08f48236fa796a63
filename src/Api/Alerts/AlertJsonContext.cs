using System.Text.Json.Serialization;

namespace AiSre.Api.Alerts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookResponse))]
[JsonSerializable(typeof(PagerDutyResponse))]
[JsonSerializable(typeof(OpsgenieResponse))]
[JsonSerializable(typeof(DeadLetterResponse))]
[JsonSerializable(typeof(ReplayResponse))]
[JsonSerializable(typeof(SourceCheckResponse))]
internal sealed partial class AlertJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace AiSre.Api.OnCall;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CurrentResponse))]
[JsonSerializable(typeof(ScheduleResponse))]
[JsonSerializable(typeof(TeamsResponse))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(OverrideCreatedResponse))]
[JsonSerializable(typeof(OverridesResponse))]
internal sealed partial class OnCallJsonContext : JsonSerializerContext;

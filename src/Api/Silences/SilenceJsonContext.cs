using System.Text.Json.Serialization;

namespace AiSre.Api.Silences;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SilenceRequest))]
[JsonSerializable(typeof(SilenceListResponse))]
[JsonSerializable(typeof(SilenceCreatedResponse))]
[JsonSerializable(typeof(SilencePreviewResponse))]
[JsonSerializable(typeof(AlertmanagerSilence))]
[JsonSerializable(typeof(List<GettableSilence>))]
[JsonSerializable(typeof(PutSilence))]
internal sealed partial class SilenceJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace AiSre.Api.Silences;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SilenceRequest))]
[JsonSerializable(typeof(SilencePreviewRequest))]
[JsonSerializable(typeof(SilenceListResponse))]
[JsonSerializable(typeof(SilenceCreatedResponse))]
[JsonSerializable(typeof(SilencePreviewResponse))]
[JsonSerializable(typeof(AlertmanagerSilence))]
[JsonSerializable(typeof(List<GettableSilence>))]
[JsonSerializable(typeof(PutSilence))]
[JsonSerializable(typeof(List<GettableAlert>))]
internal sealed partial class SilenceJsonContext : JsonSerializerContext;

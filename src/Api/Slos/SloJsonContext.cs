using System.Text.Json.Serialization;

namespace AiSre.Api.Slos;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SloRequest))]
[JsonSerializable(typeof(SloListResponse))]
[JsonSerializable(typeof(SloDetailResponse))]
[JsonSerializable(typeof(SloPutResponse))]
[JsonSerializable(typeof(SloBudgetResponse))]
[JsonSerializable(typeof(SloHistoryResponse))]
[JsonSerializable(typeof(SloExplanationResponse))]
[JsonSerializable(typeof(SloImportResponse))]
[JsonSerializable(typeof(SloEventsBody))]
[JsonSerializable(typeof(SloEventsResponse))]
[JsonSerializable(typeof(CorrectionBody))]
[JsonSerializable(typeof(CorrectionResponse))]
[JsonSerializable(typeof(CorrectionListResponse))]
internal sealed partial class SloJsonContext : JsonSerializerContext;

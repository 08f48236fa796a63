using System.Text.Json.Serialization;

namespace AiSre.Api.Runbooks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GenerateRunbookRequest))]
[JsonSerializable(typeof(ApproveRunbookRequest))]
[JsonSerializable(typeof(ExecuteRunbookRequest))]
[JsonSerializable(typeof(RunbookListResponse))]
[JsonSerializable(typeof(MatchedRunbooksResponse))]
[JsonSerializable(typeof(GeneratedRunbookResponse))]
[JsonSerializable(typeof(SavedRunbookResponse))]
[JsonSerializable(typeof(RunbookRunResponse))]
internal sealed partial class RunbookJsonContext : JsonSerializerContext;

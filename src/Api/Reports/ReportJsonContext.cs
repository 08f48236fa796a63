using System.Text.Json.Serialization;

namespace AiSre.Api.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HandoffResponse))]
[JsonSerializable(typeof(PostMortemResponse))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;

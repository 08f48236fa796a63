using System.Text.Json.Serialization;

namespace AiSre.Api.Bot;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BotRequest))]
[JsonSerializable(typeof(BotResponse))]
internal sealed partial class BotJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace AiSre.Api.Json;

/// <summary>What is part of many shapes, or is the whole of a parameter.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class CommonJsonContext : JsonSerializerContext;

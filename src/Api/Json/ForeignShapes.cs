using System.Text.Json.Serialization.Metadata;

namespace AiSre.Api.Json;

/// <summary>
/// What the framework and its packages answer by themselves, such as the pages of Orleans, by reflection. Our own shapes are never among them: one
/// that is not generated fails with the first request, and not slowly with all.
/// </summary>
internal sealed class ForeignShapes : IJsonTypeInfoResolver
{
    private readonly DefaultJsonTypeInfoResolver reflection = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => IsOurs(type) ? null : reflection.GetTypeInfo(type, options);

    private static bool IsOurs(Type type) =>
        type.Assembly.GetName().Name is { } name && name.StartsWith("AiSre.", StringComparison.Ordinal)
        || (type.HasElementType ? IsOurs(type.GetElementType()!) : type.GenericTypeArguments.Any(IsOurs));
}

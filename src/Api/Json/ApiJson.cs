using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace AiSre.Api.Json;

/// <summary>The one way JSON looks on the wire: snake_case, instants as UTC with Z, enums as lower snake words, nulls written.</summary>
internal static class ApiJson
{
    /// <param name="options">Those of the host.</param>
    /// <param name="shapes">Every shape that goes over the wire; what is not among them cannot be written.</param>
    public static void Configure(JsonSerializerOptions options, IEnumerable<IJsonTypeInfoResolver> shapes)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        // A null or an absence where a value is needed is the caller's mistake and must be a 422, not a NullReferenceException later.
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        // Letters of all scripts as they are; <, > and & stay escaped for whoever puts JSON into HTML.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.TypeInfoResolverChain.Clear();
        foreach (var shape in shapes) options.TypeInfoResolverChain.Add(shape);
    }
}

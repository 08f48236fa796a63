using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using AiSre.Api.Definitions;
using AiSre.Api.Events;
using AiSre.Api.Notifications;
using AiSre.Api.OnCall;

namespace AiSre.Api.Json;

/// <summary>The one way JSON looks on the wire: snake_case, instants as UTC with Z, enums as lower snake words, nulls written.</summary>
public static class ApiJson
{
    /// <summary>
    /// Source-generated shapes, feature by feature: add a feature's context here. Reflection comes last, for shapes that nobody has
    /// listed yet and for the framework's own.
    /// </summary>
    private static readonly IJsonTypeInfoResolver[] Shapes =
    [
        EdgeJsonContext.Default,
        OutboxJsonContext.Default,
        OnCallJsonContext.Default,
        DefinitionsJsonContext.Default,
        RoutesJsonContext.Default,
        DestinationJsonContext.Default,
        EventsJsonContext.Default,
        new DefaultJsonTypeInfoResolver(),
    ];

    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the same rules to options that somebody else owns, such as those of minimal APIs.</summary>
    public static void Configure(JsonSerializerOptions options)
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
        foreach (var shapes in Shapes) options.TypeInfoResolverChain.Add(shapes);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}

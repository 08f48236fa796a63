using System.Text;
using System.Text.Unicode;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Api.Description;

/// <summary>Bodies that people write as YAML, of which JSON is a part.</summary>
internal static class YamlBody
{
    /// <summary>What problems call the document.</summary>
    public const string Name = "body";

    private const string Yaml = "application/yaml";

    private const long MostBytes = 256 << 10;

    /// <summary>The last one is what <c>curl --data-binary</c> says when nobody tells it anything else.</summary>
    private static readonly string[] MoreTypes =
    [
        "text/yaml", "application/x-yaml", "text/x-yaml", "text/plain", "application/json", "application/octet-stream",
        "application/x-www-form-urlencoded",
    ];

    /// <param name="endpoint">Reads one.</param>
    /// <param name="example">A document, as the description shows it.</param>
    public static RouteHandlerBuilder TakesYaml(this RouteHandlerBuilder endpoint, string example) =>
        endpoint.WithBodyLimit(MostBytes).Accepts<string>(Yaml, MoreTypes).Takes(example, Yaml);

    /// <param name="request">With the body.</param>
    /// <param name="required">What is said where there is none.</param>
    public static async Task<(DefinitionDocument? Document, ProblemResult? Problem)> ReadAsync(HttpRequest request, string required)
    {
        using var body = await RequestBody.ReadAsync(request.HttpContext);
        if (!Utf8.IsValid(body.Bytes.Span)) return (null, Problems.BadRequest("The body is not valid UTF-8.", "invalid_encoding"));
        var text = Encoding.UTF8.GetString(JsonBody.WithoutMark(body.Bytes).Span);
        return string.IsNullOrWhiteSpace(text) ? (null, Problems.Unprocessable([new([Name], required)])) : (new(Name, text), null);
    }
}

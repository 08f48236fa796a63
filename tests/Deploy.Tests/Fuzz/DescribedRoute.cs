using System.Text;
using System.Text.Json;

namespace AiSre.Deploy.Tests.Fuzz;

/// <summary>One operation as the API's own description has it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Parameters">Of the path, the query and the headers.</param>
/// <param name="Bodies">Examples of what it takes, with their types.</param>
internal sealed record DescribedRoute(
    string Method, string Path, IReadOnlyList<(string In, string Name, string Example)> Parameters, IReadOnlyList<(string Type, byte[] Body)> Bodies)
{
    public override string ToString() => $"{Method} {Path}";

    /// <summary>All of the document, except those whose answer has no end, or no body although it says how long that is.</summary>
    public static IReadOnlyList<DescribedRoute> All(string document)
    {
        using var json = JsonDocument.Parse(document);
        return
        [
            .. from path in json.RootElement.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Name != "head" && !operation.Value.GetRawText().Contains("text/event-stream", StringComparison.Ordinal)
               select new DescribedRoute(
                   operation.Name.ToUpperInvariant(), path.Name, [.. ParametersOf(operation.Value)], [.. BodiesOf(operation.Value)]),
        ];
    }

    private static IEnumerable<(string In, string Name, string Example)> ParametersOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) yield break;
        foreach (var parameter in parameters.EnumerateArray())
            yield return (parameter.GetProperty("in").GetString()!, parameter.GetProperty("name").GetString()!, ExampleOf(parameter));
    }

    private static string ExampleOf(JsonElement parameter)
    {
        if (parameter.TryGetProperty("example", out var example)) return Text(example);
        if (!parameter.TryGetProperty("schema", out var schema)) return "x";
        if (schema.TryGetProperty("enum", out var words)) return Text(words[words.GetArrayLength() - 1]);
        if (schema.TryGetProperty("minimum", out var least)) return Text(least);
        return schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" ? "2026-01-15T10:30:00Z" : "x";
    }

    private static IEnumerable<(string Type, byte[] Body)> BodiesOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body)) yield break;
        foreach (var part in body.GetProperty("content").EnumerateObject())
        {
            if (part.Value.TryGetProperty("example", out var single)) yield return (part.Name, Encoding.UTF8.GetBytes(Text(single)));
            if (!part.Value.TryGetProperty("examples", out var examples)) continue;
            foreach (var example in examples.EnumerateObject())
                yield return (part.Name, Encoding.UTF8.GetBytes(Text(example.Value.GetProperty("value"))));
        }
    }

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Api.Tests.Description;

namespace AiSre.Api.Tests.Documents;

/// <summary>The tables of docs/api.md, made of the OpenAPI document: the operations of each section, then what they take.</summary>
internal sealed class ApiTables(ApiDocument document)
{
    /// <summary>Said once, above the tables.</summary>
    private static readonly string[] SaidBefore = ["workspace_id"];

    public override string ToString()
    {
        var page = new StringBuilder();
        foreach (var section in document.Root["tags"]!.AsArray())
        {
            var operations = document.Operations.Where(operation => $"{operation.Node["tags"]![0]}" == $"{section!["name"]}").ToList();
            page.Append(CultureInfo.InvariantCulture, $"\n## {section!["name"]}\n\n{section["description"]}\n\n");
            page.Append("| operation | role | scope | |\n|---|---|---|---|\n").AppendJoin("", operations.Where(IsNoCopy).Select(Line));
            var inputs = operations.Where(IsNoCopy).SelectMany(Inputs).ToList();
            if (inputs.Count is 0) continue;
            page.Append("\n| takes | of | |\n|---|---|---|\n").AppendJoin("", inputs.GroupBy(input => (input.Name, input.Meaning)).Select(Line));
        }
        return page.Append('\n').ToString();
    }

    /// <summary>HEAD asks what GET asks.</summary>
    private static bool IsNoCopy(Operation operation) => operation.Method != "HEAD";

    private static string Line(Operation operation) =>
        $"| `{operation.Method} {operation.Path}` | {operation.Node["x-required-role"] ?? "open"} | {operation.Node["x-required-scope"]} "
        + $"| {Cell($"{operation.Node["summary"]}")} |\n";

    private static string Line(IGrouping<(string Name, string Meaning), Input> inputs) =>
        $"| `{inputs.Key.Name}` | {string.Join(", ", inputs.Select(input => $"`{input.Of}`").Distinct())} | {Cell(inputs.Key.Meaning)} |\n";

    private static IEnumerable<Input> Inputs(Operation operation)
    {
        var of = $"{operation.Method} {operation.Path}";
        foreach (var parameter in operation.Query.Where(parameter => !SaidBefore.Contains($"{parameter["name"]}")))
            yield return new($"?{parameter["name"]}", of, Meaning(parameter, parameter["schema"]!, isNeeded: false));
        foreach (var (name, meaning) in operation.Bodies.SelectMany(body => Fields(operation, body.Value!["schema"]!, "", [])).Distinct())
            yield return new(name, of, meaning);
    }

    private static IEnumerable<(string Name, string Meaning)> Fields(Operation operation, JsonNode schema, string before, string[] above)
    {
        var shape = operation.Resolve(schema);
        var needed = shape["required"]?.AsArray().Select(name => $"{name}").ToList() ?? [];
        foreach (var (name, node) in shape["properties"] as JsonObject ?? [])
        {
            yield return (before + name, Meaning(Described(node!), node!, needed.Contains(name)));
            // A list has what its items have. A shape that has itself as a part is shown once.
            var inner = operation.Resolve(node!);
            inner = inner["items"] is { } item ? operation.Resolve(item) : inner;
            var shown = inner.GetPath();
            if (above.Contains(shown)) continue;
            foreach (var field in Fields(operation, inner, $"{before}{name}.", [.. above, shown])) yield return field;
        }
    }

    /// <summary>Where a choice between nothing and something is described at the something.</summary>
    private static JsonNode Described(JsonNode node) =>
        (node["description"] is null ? node["oneOf"]?.AsArray().FirstOrDefault(one => one!["description"] is not null) : null) ?? node;

    private static string Meaning(JsonNode described, JsonNode schema, bool isNeeded)
    {
        var absent = $"{schema["default"]}";
        string[] limits = [Allowed(schema), absent.Length > 0 ? $"`{absent}` when absent" : "", isNeeded ? "required" : ""];
        var said = string.Join("; ", limits.Where(limit => limit.Length > 0));
        return said.Length is 0 ? $"{described["description"]}" : $"{described["description"]} ({said})";
    }

    private static string Allowed(JsonNode schema) => schema switch
    {
        { } when schema["enum"] is JsonArray words => string.Join(", ", words.Select(word => $"`{word}`")),
        { } when schema["minimum"] is { } least => $"{least} to {schema["maximum"]}",
        { } when schema["exclusiveMinimum"] is { } above =>
            $"above {above}, " + (schema["exclusiveMaximum"] is { } below ? $"below {below}" : $"to {schema["maximum"]}"),
        _ => "",
    };

    private static string Cell(string text) =>
        text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private sealed record Input(string Name, string Of, string Meaning);
}

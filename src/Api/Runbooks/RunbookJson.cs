using System.Text.Json.Nodes;
using AiSre.Domain.Definitions.Yaml;
using YamlDotNet.RepresentationModel;
using YamlNode = YamlDotNet.RepresentationModel.YamlNode;

namespace AiSre.Api.Runbooks;

/// <summary>A runbook as JSON, and back as a file that a person would want to read.</summary>
internal static class RunbookJson
{
    public static JsonElement Of(DefinitionDocument document)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(document.Text));
        return JsonElement.Parse(Node(yaml.Documents[0].RootNode)!.ToJsonString());
    }

    public static string Yaml(JsonElement runbook)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Node(runbook))).Save(text, assignAnchors: false);
        // The writer ends documents with three dots.
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Node(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when scalar.Value is "true" or "false" => scalar.Value is "true",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    private static YamlNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(
            element.EnumerateObject().SelectMany(member => new[] { new YamlScalarNode(member.Name), Node(member.Value) })),
        JsonValueKind.Array => new YamlSequenceNode(element.EnumerateArray().Select(Node)),
        JsonValueKind.String => new YamlScalarNode(element.GetString()) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(element.GetRawText()),
    };
}

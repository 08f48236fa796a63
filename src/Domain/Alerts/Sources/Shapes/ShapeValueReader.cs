using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Reads paths and templates, and says in its words what is wrong with one.</summary>
internal sealed class ShapeValueReader(Fields fields, ReadingContext context)
{
    private const int MostCharacters = 500;

    public ShapePath? Path(string key) => fields.Scalar(key) is { } scalar ? Path(scalar, context) : null;

    public static ShapePath? Path(YamlScalar scalar, ReadingContext context)
    {
        var path = ShapePath.Parse(scalar.Value, out var problem);
        if (path is null) context.Wrong(scalar.Place, problem);
        return path;
    }

    public ShapeText? Text(string key) => fields.Node(key) is { } node ? Text(key, node, context) : null;

    /// <summary>One template, or a list of which the first counts that has something to say.</summary>
    public static ShapeText? Text(string key, YamlNode node, ReadingContext context)
    {
        var templates = ImmutableArray.CreateBuilder<ShapeTemplate>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (item is not YamlScalar { IsNull: false, Value.Length: > 0 and <= MostCharacters } scalar)
            {
                context.Wrong(item.Place, $"'{key}' is a path such as $.check.name, a text such as \"{{$.host}}: {{$.check}}\", or a list of them.");
                continue;
            }
            var template = ShapeTemplate.Parse(scalar.Value, out var problem);
            if (template is not null) templates.Add(template);
            else context.Wrong(scalar.Place, problem);
        }
        return templates.Count > 0 ? new(templates.ToImmutable()) : null;
    }

    /// <summary>Values by names.</summary>
    public ImmutableArray<KeyValuePair<string, ShapeText>> Named(string key, string example)
    {
        if (fields.Node(key) is not { } node) return [];
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"'{key}' is {node.Kind}; allowed is a set of keys, such as {{{example}}}.");
            return [];
        }
        var named = ImmutableArray.CreateBuilder<KeyValuePair<string, ShapeText>>();
        foreach (var (name, value) in map.Entries)
            if (Text($"{key}.{name.Value}", value, context) is { } text) named.Add(new(name.Value, text));
        return named.ToImmutable();
    }
}

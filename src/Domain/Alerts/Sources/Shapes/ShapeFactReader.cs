using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Reads <c>recognise</c> and <c>ignore</c>.</summary>
internal sealed class ShapeFactReader(ReadingContext context)
{
    public ShapeFacts Facts(YamlNode node)
    {
        if (Fields.Of(node, "'recognise'", context, "header", "has", "keys", "any", "lacks", "where") is not { } fields) return ShapeFacts.None;
        var facts = new ShapeFacts
        {
            Headers = fields.Node("header") is { } headers
                ? [.. Words(headers, "'header'").Select(header => KeyValuePair.Create(header.Key.Value, header.Value))]
                : [],
            Has = Paths(fields, "has"),
            Keys = Paths(fields, "keys"),
            Any = Paths(fields, "any"),
            Lacks = Paths(fields, "lacks"),
            Where = fields.Node("where") is { } where ? Condition(where, "'where'") : new([]),
        };
        if (facts.Weight < 2)
            context.Wrong(
                fields.Place, "A body is recognised by at least two facts, or by one header: anybody's body may have one field of that name.");
        return facts;
    }

    /// <summary>A condition, or a list of which one must hold.</summary>
    public ImmutableArray<ShapeCondition> Conditions(YamlNode node, string what) =>
        node is YamlList list ? [.. list.Items.Select(item => Condition(item, what))] : [Condition(node, what)];

    private ShapeCondition Condition(YamlNode node, string what)
    {
        var facts = ImmutableArray.CreateBuilder<ShapeCondition.Fact>();
        foreach (var (path, words) in Words(node, what))
            if (ShapeValueReader.Path(path, context) is { } known) facts.Add(new(known, words));
        return new(facts.ToImmutable());
    }

    private ImmutableArray<ShapePath> Paths(Fields fields, string key) =>
        [.. fields.Scalars(key, "$.check_id, $.current_state").Select(scalar => ShapeValueReader.Path(scalar, context)).OfType<ShapePath>()];

    /// <summary>A word or a list of words for each key; null is no word at all.</summary>
    private IEnumerable<(YamlScalar Key, ImmutableArray<string> Value)> Words(YamlNode node, string what)
    {
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"{what} is {node.Kind}; allowed are paths and what they say, such as {{$.event: [created, closed]}}.");
            yield break;
        }
        foreach (var (key, value) in map.Entries)
        {
            var items = value is YamlList list ? list.Items : [value];
            if (value is YamlScalar { IsNull: true }) yield return (key, []);
            else if (items.All(item => item is YamlScalar { Value.Length: > 0 }))
                yield return (key, [.. items.Select(item => ((YamlScalar)item).Value)]);
            else context.Wrong(
                value.Place, $"What '{Spelling.Shown(key.Value)}' says is a word, a list of words, * for anything, or null for nothing.");
        }
    }
}

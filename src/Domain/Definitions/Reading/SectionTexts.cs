using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>The sections of all documents, as if they were one.</summary>
public sealed class SectionTexts
{
    private readonly List<Fields> documents = [];
    private readonly Dictionary<string, List<KeyValuePair<YamlScalar, YamlNode>>> named = [];

    internal SectionTexts()
    {
    }

    public IEnumerable<YamlNode> All(string section) => documents.Select(document => document.Node(section)).OfType<YamlNode>();

    /// <summary>The things of a section that defines names. One that is defined twice is here once.</summary>
    public IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Named(string section) => named.GetValueOrDefault(section) ?? [];

    internal void Add(YamlNode root, string name, IReadOnlyList<string> sections, ReadingContext context)
    {
        if (Fields.Of(root, name, context, sections) is { } fields) documents.Add(fields);
    }

    internal void DefineNames(string section, string kind, ReadingContext context)
    {
        var (things, names) = (new List<KeyValuePair<YamlScalar, YamlNode>>(), context.Names(kind));
        foreach (var node in All(section))
        {
            if (node is YamlMap map)
                things.AddRange(map.Entries.Where(entry => context.IsName(entry.Key, kind) & names.Define(entry.Key, context.Problems)));
            else context.Wrong(node.Place, $"'{section}' is {node.Kind}; allowed is a set of keys, each the name of a {kind}.");
        }
        named[section] = things;
    }
}

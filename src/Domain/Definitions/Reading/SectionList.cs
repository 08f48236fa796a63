using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>The sections of all documents, as if they were one.</summary>
internal sealed class SectionList(ReadingContext context)
{
    private readonly List<Fields> documents = [];

    public void Add(YamlNode root, string name, IReadOnlyList<string> allowed)
    {
        if (Fields.Of(root, name, context, allowed) is { } fields) documents.Add(fields);
    }

    public IEnumerable<YamlNode> All(string section) => documents.Select(document => document.Node(section)).OfType<YamlNode>();

    /// <summary>The things of a section whose keys are names. One that is defined twice counts once.</summary>
    public List<KeyValuePair<YamlScalar, YamlNode>> Named(string section, string kind, Names names)
    {
        var things = new List<KeyValuePair<YamlScalar, YamlNode>>();
        foreach (var node in All(section))
        {
            if (node is YamlMap map) things.AddRange(map.Entries.Where(entry => context.IsName(entry.Key, kind) & names.Define(entry.Key, context.Problems)));
            else context.Wrong(node.Place, $"'{section}' is {node.Kind}; allowed is a set of keys, each the name of a {kind}.");
        }
        return things;
    }
}

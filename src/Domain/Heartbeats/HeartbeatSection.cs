using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Heartbeats;

/// <summary><c>heartbeats</c>: each by its name, with what <c>PUT /heartbeats/{name}</c> takes.</summary>
public sealed class HeartbeatSection() : DefinitionSection<ImmutableArray<HeartbeatDefinition>>(Key)
{
    private const string SectionName = "heartbeats";

    /// <summary>In the order of their names.</summary>
    public static SectionKey<ImmutableArray<HeartbeatDefinition>> Key { get; } = new([], heartbeats => heartbeats.IsDefaultOrEmpty);

    public override string Name => SectionName;
    public override string Folder => SectionName;

    protected override ImmutableArray<HeartbeatDefinition> Read(SectionTexts texts, ReadingContext context)
    {
        var (known, read) = (new Dictionary<string, TextPlace>(StringComparer.Ordinal), new List<HeartbeatDefinition>());
        foreach (var (name, value) in texts.All(SectionName).SelectMany(node => Entries(node, context)))
        {
            var isName = HeartbeatRules.IsName(name.Value);
            if (!isName) context.Wrong(name.Place, $"'{Spelling.Shown(name.Value)}' is no name for a heartbeat; {HeartbeatRules.AllowedNames}");
            else if (!known.TryAdd(name.Value, name.Place))
            {
                var first = known[name.Value];
                context.Wrong(name.Place, $"The heartbeat '{name.Value}' is declared already, in {first.File}, line {first.Line}.");
            }
            if (HeartbeatReader.Read(value, context) is { } settings && isName) read.Add(new(name.Value, settings));
        }
        if (known.Count > HeartbeatRules.MaxOfWorkspace)
            context.Wrong(known.Values.Last(), $"There are {known.Count} heartbeats; a workspace has at most {HeartbeatRules.MaxOfWorkspace}.");
        return [.. read.OrderBy(heartbeat => heartbeat.Name, StringComparer.Ordinal)];
    }

    public override SummaryLine Summary(SectionValues values) => new(Name, [.. values.Of(Key).Select(heartbeat => heartbeat.Name)]);

    private static ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> Entries(YamlNode node, ReadingContext context)
    {
        if (node is YamlMap map) return map.Entries;
        context.Wrong(node.Place, $"'{SectionName}' is {node.Kind}; allowed is a set of keys, each the name of a heartbeat.");
        return [];
    }
}

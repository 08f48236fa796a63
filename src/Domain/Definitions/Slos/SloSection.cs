using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Slos;

/// <summary><c>slos</c>: a list, or one a file.</summary>
public sealed class SloSection() : DefinitionSection<ImmutableArray<SloDefinition>>(Key)
{
    public const string SectionName = "slos";

    /// <summary>What an SLO may have.</summary>
    public static IReadOnlyCollection<string> ItemKeys => SloReader.Keys;

    /// <summary>In the order of their names.</summary>
    public static SectionKey<ImmutableArray<SloDefinition>> Key { get; } = new([], slos => slos.IsDefaultOrEmpty);

    public override string Name => SectionName;
    public override string Folder => "slos";
    public override bool IsListItemEach => true;

    protected override ImmutableArray<SloDefinition> Read(SectionTexts texts, ReadingContext context) =>
        Distinct(Items(texts, context), context);

    public override SummaryLine Summary(SectionValues values) => new(Name, [.. values.Of(Key).Select(slo => slo.Name)]);

    internal static ImmutableArray<SloDefinition> Distinct(IEnumerable<YamlNode> items, ReadingContext context)
    {
        var slos = new SortedDictionary<string, SloDefinition>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (SloReader.Read(item, context) is not { } slo) continue;
            if (!slos.TryAdd(slo.Name, slo)) context.Wrong(item.Place, $"There is an SLO '{slo.Name}' already; give each a name of its own.");
        }
        return [.. slos.Values];
    }

    private static IEnumerable<YamlNode> Items(SectionTexts texts, ReadingContext context)
    {
        foreach (var node in texts.All(SectionName))
        {
            if (node is YamlList list)
            {
                foreach (var item in list.Items) yield return item;
            }
            else
            {
                context.Wrong(node.Place, $"'{SectionName}' is {node.Kind}; allowed is a list, such as " +
                    "[{name: checkout, service: checkout, target: 0.999}].");
            }
        }
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Slos;

/// <summary>SLOs that somebody sends by themselves, as YAML or JSON: one, or a list below <c>slos</c>.</summary>
public static class SloText
{
    /// <returns>Nothing where something is wrong, and all that is.</returns>
    public static (ImmutableArray<SloDefinition> Slos, ImmutableArray<DefinitionProblem> Problems) Read(DefinitionDocument document, string workspace)
    {
        var context = new ReadingContext(null, AllowedTargets.None, []);
        if (YamlTree.Parse(document, context.Problems.All) is { } root)
        {
            var slos = SloSection.Distinct(Items(root, context), context);
            if (context.Problems.All.Count == 0) return ([.. slos.Select(slo => slo with { Workspace = workspace })], []);
        }
        else if (context.Problems.All.Count == 0) context.Wrong(new(document.Name, 1, 1), "There is no SLO in it.");
        return ([], context.Problems.Sorted([document]));
    }

    private static ImmutableArray<YamlNode> Items(YamlNode root, ReadingContext context)
    {
        if (root is not YamlMap map || map.Entries.All(entry => entry.Key.Value != SloSection.SectionName)) return [root];
        if (Fields.Of(root, "The text", context, SloSection.SectionName) is not { } fields) return [];
        return fields.Items(SloSection.SectionName);
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Actions;

/// <summary><c>unprotected_namespaces</c>: those of the protected ones in which policies may allow actions all the same.</summary>
public sealed class UnprotectedSection() : DefinitionSection<ImmutableArray<string>>(Key)
{
    public static SectionKey<ImmutableArray<string>> Key { get; } = new([], names => names.IsDefaultOrEmpty);

    public override string Name => "unprotected_namespaces";
    public override string Folder => ActionPolicySection.FolderName;

    protected override ImmutableArray<string> Read(SectionTexts texts, ReadingContext context)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (!context.MayUnprotect)
        {
            foreach (var node in texts.All(Name))
                context.Wrong(
                    node.Place,
                    $"'{Name}' is for the platform: its files in AI_SRE_CONFIG_DIR, or a caller whose key belongs to no workspace. Leave it out.");
            return [];
        }
        foreach (var item in SectionList.Items(texts, Name, "names of namespaces, such as [monitoring-system]", context))
        {
            if (item is YamlScalar scalar && KubernetesNames.IsLabel(scalar.Value)) names.Add(scalar.Value);
            else context.Wrong(item.Place, "An unprotected namespace is an exact name: lower-case letters, digits and '-', at most 63. No globs.");
        }
        return [.. names.Distinct()];
    }

    public override SummaryLine? Summary(SectionValues values) => values.Of(Key) is { IsEmpty: false } names ? new(Name, names) : null;
}

using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>A section that is a list, over all documents.</summary>
internal static class SectionList
{
    public static IEnumerable<YamlNode> Items(SectionTexts texts, string section, string allowed, ReadingContext context)
    {
        foreach (var node in texts.All(section))
        {
            if (node is YamlList list)
            {
                foreach (var item in list.Items) yield return item;
            }
            else context.Wrong(node.Place, $"'{section}' is {node.Kind}; allowed is a list of {allowed}.");
        }
    }
}

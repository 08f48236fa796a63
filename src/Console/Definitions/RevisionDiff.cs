using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Definitions;

namespace AiSre.Console.Definitions;

/// <summary>What differs between two revisions.</summary>
/// <param name="From">The older one; 0: nothing was defined.</param>
/// <param name="To">The newer one.</param>
/// <param name="Documents">Those in which something differs.</param>
public sealed record RevisionDiff(int From, int To, ImmutableArray<TextDiff> Documents)
{
    public static async Task<RevisionDiff> LoadAsync(IDefinitionsGrain definitions, int from, int to)
    {
        var before = from == 0 ? [] : await definitions.RevisionAsync(from);
        return new(from, to, Between(before, await definitions.RevisionAsync(to)));
    }

    /// <summary>By name. A single document that was renamed is still the same: the API's is called otherwise than a file.</summary>
    public static ImmutableArray<TextDiff> Between(ImmutableArray<DefinitionDocument> before, ImmutableArray<DefinitionDocument> after)
    {
        if (before is [var one] && after is [var other]) return Changed(TextDiff.Of(other.Name, one.Text, other.Text));
        var names = before.Concat(after).Select(document => document.Name).Distinct().Order(StringComparer.Ordinal);
        return [.. names.SelectMany(name => Changed(TextDiff.Of(name, TextIn(before, name), TextIn(after, name))))];
    }

    private static ImmutableArray<TextDiff> Changed(TextDiff diff) => diff.IsNone ? [] : [diff];

    private static string TextIn(ImmutableArray<DefinitionDocument> documents, string name) =>
        documents.FirstOrDefault(document => document.Name == name)?.Text ?? "";
}

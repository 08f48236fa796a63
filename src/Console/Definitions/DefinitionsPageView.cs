using System.Collections.Immutable;
using AiSre.Grains.Definitions;

namespace AiSre.Console.Definitions;

/// <param name="Current">What is in force, without secrets.</param>
/// <param name="Revisions">Newest first.</param>
/// <param name="Diff">Between two of them; null when there is only one, or none.</param>
public sealed record DefinitionsPageView(DefinitionsView Current, ImmutableArray<DefinitionsRevision> Revisions, RevisionDiff? Diff)
{
    /// <summary>In the table.</summary>
    public const int MostRevisions = 50;

    public bool OwnedByFiles => !Current.Files.IsEmpty;

    public static async Task<DefinitionsPageView> LoadAsync(IDefinitionsGrain definitions, bool mayPut, int? from, int? to)
    {
        var shown = definitions.ShowAsync();
        var revisions = await definitions.RevisionsAsync();
        var newest = revisions.IsEmpty ? 0 : revisions[0].Number;
        var (after, before) = (to ?? newest, from ?? (to ?? newest) - 1);
        var known = revisions.Select(revision => revision.Number).ToHashSet();
        var diff = known.Contains(after) && (before == 0 || known.Contains(before)) && before != after
            ? await RevisionDiff.LoadAsync(definitions, Math.Min(before, after), Math.Max(before, after))
            : null;
        var current = await shown;
        return new(mayPut ? current : current.WithoutQuotes(), revisions, diff);
    }
}

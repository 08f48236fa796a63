using System.Collections.Immutable;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace AiSre.Console.Definitions;

/// <summary>What differs between two texts, line by line, with a few lines around each change.</summary>
/// <param name="Name">Of the document.</param>
/// <param name="Lines">In order; where lines are left out there is a <see cref="DiffLine.Gap"/>.</param>
public sealed record TextDiff(string Name, ImmutableArray<DiffLine> Lines)
{
    private const int Around = 3;

    public int Came => Lines.Count(line => line.Came);
    public int Went => Lines.Count(line => line.Went);
    public bool IsNone => Came == 0 && Went == 0;

    public static TextDiff Of(string name, string before, string after)
    {
        var lines = Numbered(InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines).ToList();
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] is not ({ Came: true } or { Went: true })) continue;
            for (var j = Math.Max(0, i - Around); j <= Math.Min(lines.Count - 1, i + Around); j++) near[j] = true;
        }
        var shown = ImmutableArray.CreateBuilder<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (near[i]) shown.Add(lines[i]);
            else if (shown.Count > 0 && !shown[^1].IsGap) shown.Add(DiffLine.Gap);
        }
        if (shown.Count > 0 && shown[^1].IsGap) shown.RemoveAt(shown.Count - 1);
        return new(name, shown.ToImmutable());
    }

    /// <summary>Where a line was changed, the older one went and the newer one came.</summary>
    private static IEnumerable<DiffLine> Numbered(IEnumerable<DiffPiece> pieces)
    {
        var (before, after) = (0, 0);
        foreach (var piece in pieces)
        {
            yield return piece.Type switch
            {
                ChangeType.Inserted => new(null, ++after, piece.Text),
                ChangeType.Deleted => new(++before, null, piece.Text),
                _ => new(++before, ++after, piece.Text),
            };
        }
    }
}

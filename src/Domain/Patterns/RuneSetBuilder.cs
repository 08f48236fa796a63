using System.Collections.Immutable;

namespace AiSre.Domain.Patterns;

/// <summary>Collects what is in a character class.</summary>
/// <param name="folds">Small and capital letters are the same.</param>
internal sealed class RuneSetBuilder(bool folds)
{
    private readonly List<RuneRange> ranges = [];
    private readonly HashSet<(NamedRunes? Named, uint Categories)> without = [];
    private uint categories;

    public void Add(int first, int last) => ranges.Add(new(first, last));

    public void Add(NamedRunes named, bool negated)
    {
        if (negated) without.Add((named, 0));
        else ranges.AddRange(named.Ranges);
    }

    public void AddCategories(uint some, bool negated)
    {
        if (negated) without.Add((null, some));
        else categories |= some;
    }

    public RuneSet Build(bool negated) => new(
        Merged(), categories,
        [.. without.Select(set => new RuneSet(set.Named?.Ranges ?? [], set.Categories, [], folds, negated: false))], folds, negated);

    private ImmutableArray<RuneRange> Merged()
    {
        var merged = ImmutableArray.CreateBuilder<RuneRange>();
        foreach (var range in ranges.OrderBy(static range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = new(merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else merged.Add(range);
        }
        return merged.ToImmutable();
    }
}

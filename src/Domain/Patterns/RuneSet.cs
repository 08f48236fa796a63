using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AiSre.Domain.Patterns;

/// <summary>A character class.</summary>
internal sealed class RuneSet
{
    private readonly ImmutableArray<RuneRange> ranges;
    private readonly uint categories;
    private readonly ImmutableArray<RuneSet> without;
    private readonly bool folds;
    private readonly bool negated;

    // What is asked nearly always.
    private readonly ulong low;
    private readonly ulong high;

    /// <param name="ranges">In order, and apart.</param>
    /// <param name="categories">A bit for each <see cref="UnicodeCategory"/>.</param>
    /// <param name="without">What is not in one of these is in this one.</param>
    /// <param name="folds">Small and capital letters are the same.</param>
    /// <param name="negated">All others.</param>
    public RuneSet(ImmutableArray<RuneRange> ranges, uint categories, ImmutableArray<RuneSet> without, bool folds, bool negated)
    {
        (this.ranges, this.categories, this.without, this.folds, this.negated) = (ranges, categories, without, folds, negated);
        for (var rune = 0; rune < 64; rune++)
        {
            if (Looks(rune)) low |= 1UL << rune;
            if (Looks(rune + 64)) high |= 1UL << rune;
        }
    }

    public static RuneSet All { get; } = new([], 0, [], folds: false, negated: true);

    public static RuneSet AllButNewLine { get; } = new([new('\n', '\n')], 0, [], folds: false, negated: true);

    public bool Contains(int rune) => rune < 128 ? ((rune < 64 ? low : high) >> (rune & 63) & 1) != 0 : Looks(rune);

    private bool Looks(int rune)
    {
        var found = folds ? HasOrbit(rune) : Has(rune);
        foreach (var set in without) found |= !set.Contains(rune);
        return found != negated;
    }

    private bool HasOrbit(int rune)
    {
        foreach (var same in CaseOrbits.Of(rune, stackalloc int[CaseOrbits.Longest]))
            if (Has(same)) return true;
        return false;
    }

    private bool Has(int rune)
    {
        var (from, to) = (0, ranges.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (rune > ranges[middle].Last) from = middle + 1;
            else to = middle;
        }
        if (from < ranges.Length && ranges[from].First <= rune) return true;
        return categories != 0 && Rune.IsValid(rune) && (categories >> (int)Rune.GetUnicodeCategory(new(rune)) & 1) != 0;
    }
}

/// <summary>Code points, the last included.</summary>
internal readonly record struct RuneRange(int First, int Last);

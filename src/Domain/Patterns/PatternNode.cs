using System.Collections.Immutable;

namespace AiSre.Domain.Patterns;

/// <summary>A part of a regular expression. What it captures and how greedy it is does not matter: it matches a whole text or it does not.</summary>
/// <param name="Size">Instructions that it becomes, once its repetitions are written out; <see cref="int.MaxValue"/> for more.</param>
internal abstract record PatternNode(int Size)
{
    /// <summary>The empty text. It counts, or repetitions of nothing would cost time and be free.</summary>
    public sealed record Empty() : PatternNode(1);

    public sealed record Rune(int Value) : PatternNode(1);

    public sealed record OneOf(RuneSet Set) : PatternNode(1);

    public sealed record Assert(PatternAssertion Assertion) : PatternNode(1);

    public sealed record Sequence(ImmutableArray<PatternNode> Items) : PatternNode(Sum(Items, 0));

    /// <summary>At least two.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Branches) : PatternNode(Sum(Branches, Branches.Length - 1));

    /// <param name="Item">What comes again.</param>
    /// <param name="Min">So often at least.</param>
    /// <param name="Max">So often at most; null: without end.</param>
    public sealed record Repeat(PatternNode Item, int Min, int? Max) : PatternNode(SizeOf(Item, Min, Max));

    private static int Sum(ImmutableArray<PatternNode> nodes, int more) => Capped(nodes.Sum(static node => (long)node.Size) + more);

    private static int SizeOf(PatternNode item, int min, int? max) => Capped(max is { } most
        ? ((long)item.Size * most) + (most - min) + (most == 0 ? 1 : 0)
        : ((long)item.Size * Math.Max(1, min)) + 1);

    private static int Capped(long size) => (int)Math.Min(size, int.MaxValue);
}

/// <summary>What must be so between two characters.</summary>
internal enum PatternAssertion
{
    TextBegins,
    TextEnds,
    LineBegins,
    LineEnds,
    WordBoundary,
    NoWordBoundary,
}

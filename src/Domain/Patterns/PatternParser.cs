using System.Collections.Immutable;

namespace AiSre.Domain.Patterns;

/// <summary>
/// Reads a regular expression as Go's <c>regexp</c> (RE2) does, for that is what Alertmanager's matchers are written in. What Go refuses is refused;
/// what Go can and this cannot is refused too, and the refusal says so.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>Brackets within brackets.</summary>
    private const int MaxDepth = 100;

    private readonly PatternReader text;
    private readonly int maxSize;
    private PatternFlags flags;
    private int depth;

    private PatternParser(string pattern, int maxSize) => (text, this.maxSize) = (new(pattern), maxSize);

    /// <param name="pattern">The regular expression.</param>
    /// <param name="maxSize">Instructions that it may become.</param>
    public static (PatternNode? Node, string? Problem) Parse(string pattern, int maxSize)
    {
        var parser = new PatternParser(pattern, maxSize);
        var node = parser.Choice();
        if (node is not null && !parser.text.IsAtEnd) node = parser.Fail("there is a ) without its (");
        return (node, parser.text.Problem);
    }

    /// <summary>Up to the end or the closing bracket, which stays.</summary>
    private PatternNode? Choice()
    {
        var branches = ImmutableArray.CreateBuilder<PatternNode>();
        var items = new List<PatternNode>();
        var afterRepeat = false;
        while (!text.IsAtEnd && !text.Sees(')'))
        {
            if (text.Skips('|'))
            {
                branches.Add(Sequence(items));
                (items, afterRepeat) = ([], false);
                continue;
            }
            var repetition = Repetition();
            if (text.Problem is not null) return null;
            if (!(repetition is { } counts ? Repeated(items, counts, afterRepeat) : Item(items))) return null;
            afterRepeat = repetition is not null;
        }
        branches.Add(Sequence(items));
        return Limited(branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches.ToImmutable()));
    }

    private bool Repeated(List<PatternNode> items, (int Min, int? Max) counts, bool afterRepeat)
    {
        // A ? makes it reluctant. Go refuses a**, which would mean something else in Perl.
        text.Skips('?');
        if (items.Count == 0) return Failed("there is a repetition with nothing before it");
        if (afterRepeat) return Failed("two repetitions follow each other");
        if (Limited(new PatternNode.Repeat(items[^1], counts.Min, counts.Max)) is not { } repeat) return false;
        items[^1] = repeat;
        return true;
    }

    /// <summary>One of <c>* + ? {n} {n,} {n,m}</c>. A brace that is none of those stands for itself.</summary>
    private (int Min, int? Max)? Repetition()
    {
        if (text.Skips('*')) return (0, null);
        if (text.Skips('+')) return (1, null);
        if (text.Skips('?')) return (0, 1);
        if (text.Counts() is not { } counts) return null;
        if (counts.Min > 1_000 || counts.Max > 1_000) text.Fail("a repetition counts beyond 1000");
        else if (counts.Max < counts.Min) text.Fail("a repetition has its larger number first");
        return counts;
    }

    /// <summary>Adds what comes next; nothing for flags. False when there is a problem.</summary>
    private bool Item(List<PatternNode> items)
    {
        if (text.Skips("\\Q"))
        {
            foreach (var rune in text.UpTo("\\E").EnumerateRunes()) items.Add(One(rune.Value));
            return true;
        }
        if (text.Sees('(')) return Group(items);
        if (Single() is not { } single) return false;
        items.Add(single);
        return true;
    }

    private PatternNode? Single()
    {
        if (text.Skips('^')) return Assert(flags.MultiLine ? PatternAssertion.LineBegins : PatternAssertion.TextBegins);
        if (text.Skips('$')) return Assert(flags.MultiLine ? PatternAssertion.LineEnds : PatternAssertion.TextEnds);
        if (text.Skips('.')) return new PatternNode.OneOf(flags.DotMatchesNewLine ? RuneSet.All : RuneSet.AllButNewLine);
        if (text.Skips("\\A")) return Assert(PatternAssertion.TextBegins);
        if (text.Skips("\\z")) return Assert(PatternAssertion.TextEnds);
        if (text.Skips("\\b")) return Assert(PatternAssertion.WordBoundary);
        if (text.Skips("\\B")) return Assert(PatternAssertion.NoWordBoundary);
        if (text.Sees('[') || text.Sees('\\'))
        {
            var set = PatternClass.Read(text, flags.FoldsCase);
            if (set is not null || text.Problem is not null) return set is null ? null : new PatternNode.OneOf(set);
        }
        return text.Sees('\\') ? text.Escape() is { } escaped ? One(escaped) : null : One(text.Next());
    }

    private bool Group(List<PatternNode> items)
    {
        var outer = flags;
        text.Skips('(');
        if (text.Skips('?'))
        {
            if (text.Skips("P<") || (!text.Sees("<=") && !text.Sees("<!") && text.Skips('<')))
            {
                if (!IsName(text.UpTo(">"))) return Failed("a group's name has letters, digits and _, and ends with >");
            }
            else
            {
                if (!Flags(out var endsGroup)) return false;
                if (endsGroup) return true;
            }
        }
        if (++depth > MaxDepth) return Failed(FormattableString.Invariant($"brackets are nested more than {MaxDepth} deep"));
        if (Choice() is not { } node) return false;
        depth--;
        if (!text.Skips(')')) return Failed("a ( lacks its )");
        flags = outer;
        items.Add(node);
        return true;
    }

    /// <summary><c>i-s:</c> and what else may stand behind <c>(?</c>. With a bracket for the colon it holds for the rest of the group.</summary>
    private bool Flags(out bool endsGroup)
    {
        var (wanted, on, any) = (flags, true, false);
        endsGroup = false;
        while (!text.IsAtEnd)
        {
            switch (text.Next())
            {
                case 'i': (wanted.FoldsCase, any) = (on, true); break;
                case 'm': (wanted.MultiLine, any) = (on, true); break;
                case 's': (wanted.DotMatchesNewLine, any) = (on, true); break;
                // Which of several matches is preferred.
                case 'U': any = true; break;
                case '-' when on: (on, any) = (false, false); break;
                case var end and (':' or ')') when on || any:
                    endsGroup = end == ')';
                    // What the colon's group sets ends with it: whoever opened it puts the flags back.
                    flags = wanted;
                    return true;
                default: return Unsupported();
            }
        }
        return Unsupported();

        bool Unsupported() =>
            Failed("after (? there may be the flags i, m, s, U, a colon or P<name>; look-arounds and others are not supported");
    }

    private PatternNode One(int rune)
    {
        if (!flags.FoldsCase) return new PatternNode.Rune(rune);
        var orbit = CaseOrbits.Of(rune, stackalloc int[CaseOrbits.Longest]);
        if (orbit.Length == 1) return new PatternNode.Rune(rune);
        var set = new RuneSetBuilder(folds: false);
        foreach (var same in orbit) set.Add(same, same);
        return new PatternNode.OneOf(set.Build(negated: false));
    }

    private static PatternNode.Assert Assert(PatternAssertion assertion) => new(assertion);

    private static PatternNode Sequence(List<PatternNode> items) => items.Count switch
    {
        0 => new PatternNode.Empty(),
        1 => items[0],
        _ => new PatternNode.Sequence([.. items]),
    };

    private PatternNode? Limited(PatternNode node) => node.Size <= maxSize
        ? node
        : Fail(FormattableString.Invariant($"written out, its repetitions make it larger than {maxSize} steps, and every alert would wait for them"));

    private static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private bool Failed(string problem)
    {
        text.Fail(problem);
        return false;
    }

    private PatternNode? Fail(string problem)
    {
        text.Fail(problem);
        return null;
    }

    private record struct PatternFlags(bool FoldsCase, bool MultiLine, bool DotMatchesNewLine);
}

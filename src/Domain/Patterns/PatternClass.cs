namespace AiSre.Domain.Patterns;

/// <summary>Reads character classes: those in brackets, <c>\d</c> and its like, <c>\p{L}</c>.</summary>
internal static class PatternClass
{
    private const int Last = 0x10FFFF;

    /// <summary>Null when there is none, or when it is wrong.</summary>
    public static RuneSet? Read(PatternReader text, bool folds)
    {
        var set = new RuneSetBuilder(folds);
        if (text.Skips('[')) return Bracket(text, set);
        return Escaped(text, set) ? set.Build(negated: false) : null;
    }

    private static RuneSet? Bracket(PatternReader text, RuneSetBuilder set)
    {
        var negated = text.Skips('^');
        // The first ] stands for itself.
        for (var isFirst = true; isFirst || !text.Skips(']'); isFirst = false)
        {
            if (text.IsAtEnd) text.Fail("a [ lacks its ]");
            else if (!Posix(text, set) && text.Problem is null && !Escaped(text, set) && text.Problem is null) Range(text, set);
            if (text.Problem is not null) return null;
        }
        return set.Build(negated);
    }

    private static void Range(PatternReader text, RuneSetBuilder set)
    {
        if (One(text) is not { } first) return;
        var last = first;
        if (text.Sees('-') && !text.Sees("-]") && text.Skips('-'))
        {
            // At the end of all a - stands for itself, and what is missing is the bracket.
            if (text.IsAtEnd || One(text) is not { } second)
            {
                text.Fail("a [ lacks its ]");
                return;
            }
            last = second;
        }
        if (last < first) text.Fail("a range has its larger character first");
        else set.Add(first, last);
    }

    private static int? One(PatternReader text) => text.Sees('\\') ? text.Escape() : text.Next();

    /// <summary><c>[:alpha:]</c> and <c>[:^alpha:]</c>. Brackets that nothing closes stand for themselves.</summary>
    private static bool Posix(PatternReader text, RuneSetBuilder set)
    {
        if (!text.Sees("[:") || text.UpToKnown(":]", after: 2) is not { } name) return false;
        var negated = name.StartsWith('^');
        if (NamedRunes.Posix(negated ? name[1..] : name) is not { } named)
        {
            text.Fail($"[:{Spelling.Shown(name)}:] is no class of characters");
            return false;
        }
        set.Add(named, negated);
        return true;
    }

    private static bool Escaped(PatternReader text, RuneSetBuilder set)
    {
        foreach (var letter in "dDsSwW")
        {
            if (!text.Skips($"\\{letter}")) continue;
            set.Add(NamedRunes.Perl(letter)!, char.IsAsciiLetterUpper(letter));
            return true;
        }
        var negated = text.Sees("\\P");
        return (text.Skips("\\p") || text.Skips("\\P")) && Unicode(text, set, negated);
    }

    private static bool Unicode(PatternReader text, RuneSetBuilder set, bool negated)
    {
        var name = text.Skips('{') ? text.UpToKnown("}") : text.IsAtEnd ? null : char.ConvertFromUtf32(text.Next());
        if (name is ['^', .. var rest]) (name, negated) = (rest, !negated);
        if (name is null || NamedRunes.Categories(name) is not { } categories)
        {
            text.Fail(
                $"\\p{{{Spelling.Shown(name ?? "")}}} is not supported: of Unicode's classes there are the general categories, such as L, Lu and Nd");
            return false;
        }
        if (name == "Any" && !negated) set.Add(0, Last);
        else set.AddCategories(categories, negated);
        return true;
    }
}

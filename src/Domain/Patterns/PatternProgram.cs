namespace AiSre.Domain.Patterns;

internal enum PatternStep : byte
{
    /// <summary>One certain character.</summary>
    Rune,

    /// <summary>One of a set.</summary>
    OneOf,

    /// <summary>No character: goes on in two ways.</summary>
    Split,

    /// <summary>No character: goes on where something holds.</summary>
    Assert,

    /// <summary>All has matched, if the text ends here.</summary>
    Match,
}

/// <param name="Step">What is done.</param>
/// <param name="Next">Where it goes on.</param>
/// <param name="Operand">The character, the number of the set, the other way, or the assertion.</param>
internal readonly record struct PatternInstruction(PatternStep Step, int Next, int Operand);

/// <summary>A regular expression as instructions, its repetitions written out.</summary>
internal sealed class PatternProgram
{
    private readonly List<PatternInstruction> instructions = [];
    private readonly List<RuneSet> sets = [];
    private readonly Dictionary<RuneSet, int> numbers = new(ReferenceEqualityComparer.Instance);

    private PatternProgram(PatternNode node)
    {
        var match = Add(new(PatternStep.Match, 0, 0));
        Start = Compile(node, match);
        (Instructions, Sets) = ([.. instructions], [.. sets]);
    }

    public int Start { get; }

    public PatternInstruction[] Instructions { get; }

    public RuneSet[] Sets { get; }

    public static PatternProgram Of(PatternNode node) => new(node);

    /// <summary>From the end to the beginning: each part knows where it goes on. Answers where the part begins.</summary>
    private int Compile(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.Rune rune: return Add(new(PatternStep.Rune, next, rune.Value));
            case PatternNode.OneOf oneOf: return Add(new(PatternStep.OneOf, next, NumberOf(oneOf.Set)));
            case PatternNode.Assert assert: return Add(new(PatternStep.Assert, next, (int)assert.Assertion));
            case PatternNode.Sequence sequence:
                for (var i = sequence.Items.Length - 1; i >= 0; i--) next = Compile(sequence.Items[i], next);
                return next;
            case PatternNode.Choice choice:
                var begin = Compile(choice.Branches[^1], next);
                for (var i = choice.Branches.Length - 2; i >= 0; i--) begin = Add(new(PatternStep.Split, Compile(choice.Branches[i], next), begin));
                return begin;
            case PatternNode.Repeat repeat: return Compile(repeat, next);
            default: return next;
        }
    }

    private int Compile(PatternNode.Repeat repeat, int next)
    {
        var (item, before) = (repeat.Item, repeat.Min);
        var begin = next;
        if (repeat.Max is { } most)
        {
            for (var i = repeat.Min; i < most; i++) begin = Add(new(PatternStep.Split, Compile(item, begin), next));
        }
        else
        {
            // The split needs to know where the part begins to which it goes back.
            var again = Add(default);
            var body = Compile(item, again);
            instructions[again] = new(PatternStep.Split, body, next);
            (begin, before) = before == 0 ? (again, 0) : (body, before - 1);
        }
        for (var i = 0; i < before; i++) begin = Compile(item, begin);
        return begin;
    }

    private int Add(PatternInstruction instruction)
    {
        instructions.Add(instruction);
        return instructions.Count - 1;
    }

    private int NumberOf(RuneSet set)
    {
        if (numbers.TryGetValue(set, out var number)) return number;
        sets.Add(set);
        return numbers[set] = sets.Count - 1;
    }
}

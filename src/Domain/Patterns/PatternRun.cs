using System.Buffers;
using System.Text;

namespace AiSre.Domain.Patterns;

/// <summary>
/// One match: all ways through the program at once, character by character. Each instruction is looked at once a character at most, so that time is
/// their product, and nothing is remembered afterwards.
/// </summary>
internal ref struct PatternRun
{
    /// <summary>Where the text begins and ends, in place of a character.</summary>
    private const int Edge = -1;

    /// <summary>Programs that need no array.</summary>
    private const int Small = 96;

    private readonly PatternProgram program;
    private readonly Span<int> waiting;
    private readonly Span<bool> isKnown;
    private readonly Span<sbyte> verdicts;
    private Span<int> here;
    private Span<int> there;
    private int count;

    private PatternRun(PatternProgram program, Span<int> room, Span<bool> flags, Span<sbyte> verdicts)
    {
        var size = program.Instructions.Length;
        this.program = program;
        this.verdicts = verdicts[..program.Sets.Length];
        isKnown = flags[..size];
        here = room[..size];
        there = room.Slice(size, size);
        waiting = room.Slice(2 * size, size);
    }

    public static bool IsMatch(PatternProgram program, ReadOnlySpan<char> text)
    {
        var size = program.Instructions.Length;
        if (size <= Small)
            return new PatternRun(program, stackalloc int[3 * Small], stackalloc bool[Small], stackalloc sbyte[Small]).IsMatch(text);
        var room = ArrayPool<int>.Shared.Rent(3 * size);
        var flags = ArrayPool<bool>.Shared.Rent(size);
        var verdicts = ArrayPool<sbyte>.Shared.Rent(program.Sets.Length);
        try
        {
            return new PatternRun(program, room, flags, verdicts).IsMatch(text);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(room);
            ArrayPool<bool>.Shared.Return(flags);
            ArrayPool<sbyte>.Shared.Return(verdicts);
        }
    }

    private bool IsMatch(ReadOnlySpan<char> text)
    {
        var (before, rune) = (Edge, Next(ref text));
        isKnown.Clear();
        Follow(program.Start, before, rune);
        while (rune != Edge && count > 0)
        {
            (before, rune) = (rune, Next(ref text));
            Step(before, rune);
        }
        for (var i = 0; i < count; i++)
            if (program.Instructions[here[i]].Step is PatternStep.Match) return rune == Edge;
        return false;
    }

    private static int Next(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return Edge;
        Rune.DecodeFromUtf16(text, out var rune, out var length);
        text = text[length..];
        return rune.Value;
    }

    /// <summary>Takes a character.</summary>
    private void Step(int rune, int after)
    {
        var from = here;
        here = there;
        there = from;
        var before = count;
        count = 0;
        isKnown.Clear();
        verdicts.Clear();
        for (var i = 0; i < before; i++)
        {
            ref readonly var instruction = ref program.Instructions[from[i]];
            var takes = instruction.Step switch
            {
                PatternStep.Rune => instruction.Operand == rune,
                PatternStep.OneOf => IsIn(instruction.Operand, rune),
                _ => false,
            };
            if (takes) Follow(instruction.Next, rune, after);
        }
    }

    /// <summary>A class with many parts takes its time, and repetitions ask it often.</summary>
    private readonly bool IsIn(int set, int rune)
    {
        if (verdicts[set] == 0) verdicts[set] = program.Sets[set].Contains(rune) ? (sbyte)1 : (sbyte)-1;
        return verdicts[set] > 0;
    }

    /// <summary>Adds what can be reached from an instruction without a character.</summary>
    private void Follow(int start, int before, int after)
    {
        var left = 0;
        Wait(start, ref left);
        while (left > 0)
        {
            var at = waiting[--left];
            ref readonly var instruction = ref program.Instructions[at];
            switch (instruction.Step)
            {
                case PatternStep.Split:
                    Wait(instruction.Operand, ref left);
                    Wait(instruction.Next, ref left);
                    break;
                case PatternStep.Assert:
                    if (Holds((PatternAssertion)instruction.Operand, before, after)) Wait(instruction.Next, ref left);
                    break;
                default:
                    here[count++] = at;
                    break;
            }
        }
    }

    private readonly void Wait(int at, ref int left)
    {
        if (isKnown[at]) return;
        isKnown[at] = true;
        waiting[left++] = at;
    }

    private static bool Holds(PatternAssertion assertion, int before, int after) => assertion switch
    {
        PatternAssertion.TextBegins => before == Edge,
        PatternAssertion.TextEnds => after == Edge,
        PatternAssertion.LineBegins => before is Edge or '\n',
        PatternAssertion.LineEnds => after is Edge or '\n',
        PatternAssertion.WordBoundary => NamedRunes.IsWord(before) != NamedRunes.IsWord(after),
        _ => NamedRunes.IsWord(before) == NamedRunes.IsWord(after),
    };
}

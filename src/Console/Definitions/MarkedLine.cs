using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Console.Definitions;

/// <summary>One line of a text, with what is wrong in it.</summary>
/// <param name="Number">Counted from 1; 0 stands for lines that are left out.</param>
/// <param name="Before">What stands before the first mistake; all of it where there is none.</param>
/// <param name="Wrong">The word at the mistake.</param>
/// <param name="After">What stands behind it.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record MarkedLine(int Number, string Before, string Wrong, string After, ImmutableArray<DefinitionProblem> Problems)
{
    private const int Around = 4;
    private static readonly MarkedLine LeftOut = new(0, "", "", "", []);

    /// <summary>All lines or, where something is wrong, those around the mistakes.</summary>
    public static ImmutableArray<MarkedLine> Of(string text, ImmutableArray<DefinitionProblem> problems)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var wrong = problems.ToLookup(problem => Math.Clamp(problem.Line, 1, lines.Length));
        var marked = ImmutableArray.CreateBuilder<MarkedLine>();
        for (var number = 1; number <= lines.Length; number++)
        {
            if (problems.IsEmpty || Enumerable.Range(number - Around, (2 * Around) + 1).Any(wrong.Contains))
                marked.Add(Line(number, lines[number - 1], [.. wrong[number]]));
            else if (marked.Count == 0 || marked[^1].Number > 0) marked.Add(LeftOut);
        }
        return marked.ToImmutable();
    }

    private static MarkedLine Line(int number, string text, ImmutableArray<DefinitionProblem> problems)
    {
        if (problems.IsEmpty || problems[0].Column < 1 || problems[0].Column > text.Length) return new(number, text, "", "", problems);
        var from = problems[0].Column - 1;
        var end = text.AsSpan(from).IndexOfAny(" ,]}:");
        var until = end <= 0 ? text.Length : from + end;
        return new(number, text[..from], text[from..until], text[until..], problems);
    }
}

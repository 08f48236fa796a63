namespace AiSre.Domain.Patterns;

/// <summary>
/// A matcher's regular expression, which means what it means in Alertmanager: Go's syntax, and all of the text must match. A match costs the
/// length of the text times <see cref="Steps"/>, and no memory beyond it.
/// </summary>
public sealed class MatcherPattern
{
    /// <summary>The largest expression, its repetitions written out.</summary>
    public const int MaxSteps = 5_000;

    private readonly PatternProgram? program;

    private MatcherPattern(PatternProgram? program, string? problem) => (this.program, Problem) = (program, problem);

    /// <summary>Why it is none that a matcher may have; null when it may.</summary>
    public string? Problem { get; }

    /// <summary>What it costs for each character of a text.</summary>
    public int Steps => program?.Instructions.Length ?? 0;

    public static MatcherPattern Of(string pattern)
    {
        var (node, problem) = PatternParser.Parse(pattern, MaxSteps);
        return node is null
            ? new(null, $"This regular expression is not one of Go's (RE2) that can be used here: {problem}.")
            : new(PatternProgram.Of(node), null);
    }

    /// <summary>Nothing matches one that has a problem.</summary>
    public bool IsMatch(string text) => program is not null && PatternRun.IsMatch(program, text);
}

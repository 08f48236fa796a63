using AiSre.Domain.Patterns;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>
/// A regular expression that is looked for anywhere in a text; <c>^</c> and <c>$</c> are its ends. Read and matched by the
/// engine of silences, in time that is known beforehand: the length of the text times <see cref="MaxSteps"/> at most.
/// </summary>
public sealed class SearchPattern
{
    /// <summary>Ten times less than a silence may have: the texts are logs.</summary>
    public const int MaxSteps = 500;

    private readonly MatcherPattern anywhere;

    private SearchPattern(MatcherPattern anywhere, string? problem) => (this.anywhere, Problem) = (anywhere, problem);

    /// <summary>Why it is none that can be used; null when it can be.</summary>
    public string? Problem { get; }

    public static SearchPattern Of(string pattern)
    {
        // By itself first: a bracket too many must not meet those that are put around it, nor a quotation without an end swallow them.
        var alone = MatcherPattern.Of(pattern);
        var problem = pattern.Contains("\\Q", StringComparison.Ordinal) ? "\\Q cannot be used in this regular expression"
            : alone.Problem?.TrimEnd('.');
        if (problem is not null) return new(alone, problem);
        var anywhere = MatcherPattern.Of($"(?s:.*)(?:{pattern})(?s:.*)");
        return new(anywhere, anywhere.Steps > MaxSteps
            ? $"this regular expression takes {anywhere.Steps} steps for each character; allowed are {MaxSteps}" : null);
    }

    public bool IsMatch(string text) => Problem is null && anywhere.IsMatch(text);
}

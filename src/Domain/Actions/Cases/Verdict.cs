namespace AiSre.Domain.Actions.Cases;

/// <summary>What one rule says.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Sentence">For a person, complete.</param>
/// <param name="Code">Of a refusal.</param>
/// <param name="RetryAfter">When a refusal may be gone.</param>
public readonly record struct Verdict(CheckOutcome Outcome, string Sentence, string? Code = null, TimeSpan? RetryAfter = null)
{
    public static Verdict Pass(string sentence) => new(CheckOutcome.Passed, sentence);

    public static Verdict Warn(string sentence) => new(CheckOutcome.Warned, sentence);

    /// <summary>The rule says nothing about this action.</summary>
    public static Verdict Skip(string sentence) => new(CheckOutcome.NotApplicable, sentence);

    public static Verdict Refuse(string code, string sentence, TimeSpan? retryAfter = null) => new(CheckOutcome.Refused, sentence, code, retryAfter);

    /// <summary>What the rule needs could not be read, which refuses.</summary>
    public static Verdict Blind(string what, string? problem, string code = RefusalCode.CheckFailed) =>
        new(CheckOutcome.Unknown, $"{what} could not be read: {(problem ?? "nobody asked").TrimEnd('.')}.", code);
}

namespace AiSre.Domain.Silences;

/// <summary>One condition on a label, as in Alertmanager. A label that is not there is empty.</summary>
[GenerateSerializer, Immutable, Alias("aisre.matcher")]
public sealed record Matcher
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public string Value { get; init; } = "";

    /// <summary>The value is a regular expression that must match all of the label: <c>=~</c> and <c>!~</c>.</summary>
    [Id(2)] public bool IsRegex { get; init; }

    /// <summary>False: <c>!=</c> and <c>!~</c>.</summary>
    [Id(3)] public bool IsEqual { get; init; } = true;

    /// <summary>Whether a text would do, were it the label's only value.</summary>
    public bool Matches(string text) => Fits(text) == IsEqual;

    /// <summary>A label may have a second value, what the platform made of it: "equal" needs one of them, "not equal" none of them.</summary>
    public bool Matches(LabelValues values) =>
        (Fits(values.Own ?? values.Derived ?? "") || (values.Own is not null && values.Derived is { } derived && Fits(derived))) == IsEqual;

    /// <summary>As people write it, <c>service=~"pay.*"</c>.</summary>
    public override string ToString() => $"{Name}{(IsEqual ? IsRegex ? "=~" : "=" : IsRegex ? "!~" : "!=")}\"{Value}\"";

    private bool Fits(string text) => IsRegex ? MatcherPattern.Of(Value).IsMatch(text) : text == Value;
}

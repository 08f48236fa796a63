using System.Runtime.CompilerServices;
using AiSre.Domain.Patterns;

namespace AiSre.Domain.Silences;

/// <summary>One condition on a label, as in Alertmanager. A label that is not there is empty.</summary>
[GenerateSerializer, Immutable, Alias("aisre.matcher")]
public sealed record Matcher
{
    /// <summary>Made at a matcher's first match and forgotten with it: nobody shares them, and they do not outlive what was asked.</summary>
    private static readonly ConditionalWeakTable<Matcher, MatcherPattern> Patterns = [];

    [Id(0)] public required string Name { get; init; }
    [Id(1)] public string Value { get; init; } = "";

    /// <summary>The value is a regular expression that must match all of the label: <c>=~</c> and <c>!~</c>.</summary>
    [Id(2)] public bool IsRegex { get; init; }

    /// <summary>False: <c>!=</c> and <c>!~</c>.</summary>
    [Id(3)] public bool IsEqual { get; init; } = true;

    internal MatcherPattern? Pattern => IsRegex ? Patterns.GetValue(this, static matcher => MatcherPattern.Of(matcher.Value)) : null;

    /// <summary>Whether a text would do, were it the label's only value.</summary>
    public bool Matches(string text) => Matches(new LabelValues(text, null));

    /// <summary>
    /// A label may have a second value, what the platform made of it: "equal" needs one of them, "not equal" none of them. An expression that cannot
    /// be read matches nothing, whether it is negated or not: what nobody can decide silences nothing.
    /// </summary>
    public bool Matches(LabelValues values)
    {
        var pattern = Pattern;
        if (pattern is { Problem: not null }) return false;
        return (Fits(values.Own ?? values.Derived ?? "") || (values.Own is not null && values.Derived is { } derived && Fits(derived))) == IsEqual;

        bool Fits(string text) => pattern is null ? text == Value : pattern.IsMatch(text);
    }

    /// <summary>As people write it, <c>service=~"pay.*"</c>.</summary>
    public override string ToString() => $"{Name}{(IsEqual ? IsRegex ? "=~" : "=" : IsRegex ? "!~" : "!=")}\"{Value}\"";
}

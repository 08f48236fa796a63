using AiSre.Console.Requests;
using AiSre.Domain.Silences;

namespace AiSre.Console.Silences;

/// <summary>One condition as it stands in the form.</summary>
public sealed record MatcherField(string Name, string Operator, string Value)
{
    public static readonly IReadOnlyList<string> Operators = ["=", "!=", "=~", "!~"];

    /// <summary>What a silence can be made of by an address: <c>?service=payments&amp;namespace=shop</c>.</summary>
    public static readonly IReadOnlyList<string> Prefilled =
        ["service", "namespace", "severity", "cluster", "node", "deployment", "pod", "container", "source", "title"];

    public bool IsEmpty => Name.Length == 0 && Value.Length == 0;

    public static MatcherField Of(Matcher matcher) =>
        new(matcher.Name, matcher.IsRegex ? matcher.IsEqual ? "=~" : "!~" : matcher.IsEqual ? "=" : "!=", matcher.Value);

    /// <summary>Several values of one name are one of them.</summary>
    public static IEnumerable<MatcherField> From(IQueryCollection query) =>
        from name in Prefilled
        let values = query[name].Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!).ToList()
        where values.Count > 0
        select values is [var one] ? new MatcherField(name, "=", one)
            : new MatcherField(name, "=~", string.Join('|', values.Select(System.Text.RegularExpressions.Regex.Escape)));

    public static IEnumerable<MatcherField> From(ConsoleForm form) =>
        from place in form.Names.Where(name => name.StartsWith("name-", StringComparison.Ordinal)).Select(name => name["name-".Length..])
        select new MatcherField(form.Text("name-" + place) ?? "", OperatorOf(form.Text("op-" + place)), form.Text("value-" + place) ?? "");

    public Matcher ToMatcher() => new() { Name = Name, Value = Value, IsRegex = Operator is "=~" or "!~", IsEqual = Operator is "=" or "=~" };

    private static string OperatorOf(string? text) => text is not null && Operators.Contains(text) ? text : "=";
}

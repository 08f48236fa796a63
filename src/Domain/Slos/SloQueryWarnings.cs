using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>Mistakes that queries are known for, told when they are defined. Nothing here understands PromQL; what is unusual may be meant.</summary>
internal static partial class SloQueryWarnings
{
    public static IEnumerable<string> Of(SloDefinition definition)
    {
        if (definition.Source is not PrometheusSloSource source) yield break;
        foreach (var (key, query) in source.Queries)
        {
            if (SumFirst().IsMatch(query))
            {
                yield return $"The SLO {definition.Name} sums counters in {key} before it looks how they grow: the restart of one looks like a " +
                    "fall of all.";
            }
            if (key == "error_ratio_query" && query.Contains("avg_over_time", StringComparison.Ordinal))
                yield return $"The SLO {definition.Name} averages shares in {key}: a quiet minute weighs as much as a busy one.";
            if (Buckets().Matches(query).Any(bucket => !Le().IsMatch(bucket.Groups["labels"].Value)) && !Histogram().IsMatch(query))
                yield return $"The SLO {definition.Name} adds up all buckets of a histogram in {key}: an event counts once in each that holds it.";
            if (definition.GroupBy is { } label && !query.Contains(label, StringComparison.Ordinal))
                yield return $"The SLO {definition.Name} is grouped by {label}, which {key} does not name: such as sum by ({label}) (…).";
        }
    }

    [GeneratedRegex(@"\b(?:i?rate|increase)\s*\(\s*sum\b")]
    private static partial Regex SumFirst();

    [GeneratedRegex(@"\b[a-zA-Z_:][a-zA-Z0-9_:]*_bucket\b\s*(?<labels>\{[^}]*\})?")]
    private static partial Regex Buckets();

    [GeneratedRegex(@"\ble\b")]
    private static partial Regex Le();

    [GeneratedRegex(@"\bhistogram_[a-z]+\s*\(")]
    private static partial Regex Histogram();
}

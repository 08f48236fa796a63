using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>Which kinds of failure come again and again.</summary>
public static class PatternRules
{
    /// <param name="inOrder">Oldest first.</param>
    /// <param name="limit">How many of the newest are looked at.</param>
    /// <param name="minOccurrences">What is rarer is left out.</param>
    public static PatternReport Report(IReadOnlyList<RememberedIncident> inOrder, int limit, int minOccurrences)
    {
        var looked = inOrder.Skip(Math.Max(0, inOrder.Count - limit)).ToList();
        return new(looked.Count,
        [
            .. looked.Where(incident => incident.Pattern != FailurePatterns.Unknown).GroupBy(incident => incident.Pattern)
                .Select(same => new PatternCount(same.Key, same.Count(), Services(same), PatternAdvice.Of(same.Key).Recommendation))
                .Where(pattern => pattern.Occurrences >= minOccurrences)
                .OrderByDescending(pattern => pattern.Occurrences).ThenBy(pattern => pattern.Pattern, StringComparer.Ordinal),
        ]);
    }

    private static ImmutableArray<string> Services(IEnumerable<RememberedIncident> incidents) =>
    [
        .. incidents.Where(incident => incident.Service is not null).GroupBy(incident => incident.Service!)
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Key),
    ];
}

/// <param name="Analyzed">How many incidents were looked at.</param>
/// <param name="Patterns">The most frequent first.</param>
[GenerateSerializer, Immutable, Alias("aisre.pattern-report")]
public sealed record PatternReport([property: Id(0)] int Analyzed, [property: Id(1)] ImmutableArray<PatternCount> Patterns);

/// <param name="Pattern">Its label.</param>
/// <param name="Occurrences">How many incidents have it.</param>
/// <param name="Services">Whose they are, those with the most first.</param>
/// <param name="Recommendation">What to look at.</param>
[GenerateSerializer, Immutable, Alias("aisre.pattern-count")]
public sealed record PatternCount(
    [property: Id(0)] string Pattern, [property: Id(1)] int Occurrences, [property: Id(2)] ImmutableArray<string> Services,
    [property: Id(3)] string Recommendation);

using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What Prometheus is asked, and what its numbers are.</summary>
public static partial class SloQueryRules
{
    /// <summary>A query with the length of a look-back in its place.</summary>
    public static string At(string query, long seconds) =>
        query.Replace(PrometheusSloSource.Window, FormattableString.Invariant($"{seconds}s"), StringComparison.Ordinal);

    /// <summary>
    /// How many there were. A query of rates tells how many a second; times the seconds of its look-back that is how many, and <c>min_events</c> is
    /// compared with that. Shares are the same either way.
    /// </summary>
    public static double? Count(string query, double? value, long seconds) => value * (IsRate(query) ? seconds : 1);

    /// <summary>Whether a query tells how many a second.</summary>
    private static bool IsRate(string query) => Rate().IsMatch(query) && !Increase().IsMatch(query);

    [GeneratedRegex(@"\bi?rate\s*\(")]
    private static partial Regex Rate();

    [GeneratedRegex(@"\b(increase|count_over_time|sum_over_time)\s*\(")]
    private static partial Regex Increase();
}

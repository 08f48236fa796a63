using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>
/// Queries as other tools write them. Nothing here understands PromQL; what is not one of the known forms is not changed by guessing.
/// </summary>
internal static partial class ForeignQuery
{
    /// <summary>With our word for the look-back; null: it has no place for one.</summary>
    public static string? OfTemplate(string query)
    {
        var ours = Template().Replace(query.Trim(), PrometheusSloSource.Window);
        return ours.Contains(PrometheusSloSource.Window, StringComparison.Ordinal) ? ours : null;
    }

    /// <summary>With the look-back in place of every fixed range; null: there is none, or one that is none of a look-back.</summary>
    public static string? OfFixedRanges(string query)
    {
        var found = 0;
        var ours = QuotedOrRange().Replace(query.Trim(), match =>
        {
            if (!match.Value.StartsWith('[')) return match.Value;
            found++;
            return $"[{PrometheusSloSource.Window}]";
        });
        return found > 0 && !Subquery().IsMatch(Unquoted(query)) ? ours : null;
    }

    /// <summary>A counter by its name and labels alone, or their sum.</summary>
    public static string? CounterOf(string query) => Selector().Match(query.Trim()) is { Success: true } plain ? plain.Value
        : Sum().Match(query.Trim()) is { Success: true } sum && Selector().Match(sum.Groups["inner"].Value.Trim()) is { Success: true } inner
            ? inner.Value
            : null;

    public static bool IsAverage(string query) => query.Contains("avg_over_time", StringComparison.Ordinal);

    public static bool IsSelector(string query) => Selector().IsMatch(query.Trim());

    /// <summary>
    /// How many there were in the look-back, over all series. The increase of each and then their sum: the other way round the reset of one counter
    /// would look like a fall of the whole.
    /// </summary>
    public static string Increase(string selector, string? by = null) => Sum("increase", selector, by);

    public static string Sum(string function, string selector, string? by) =>
        $"sum{(by is null ? "" : $" by ({by}) ")}({function}({selector.Trim()}[{PrometheusSloSource.Window}]))";

    /// <summary>Milliseconds of a histogram's bucket, by its label <c>le</c>.</summary>
    public static double? BucketMs(string selector) =>
        Le().Match(selector) is { Success: true } le
            && double.TryParse(le.Groups["s"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 86_400 ? Math.Round(seconds * 1_000, 6) : null;

    private static string Unquoted(string query) => QuotedOrRange().Replace(query, match => match.Value.StartsWith('[') ? match.Value : "\"\"");

    [GeneratedRegex(@"\{\{-?\s*\.?window\s*-?\}\}")]
    private static partial Regex Template();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\[\s*(?:[0-9]+(?:ms|[smhdwy]))+\s*\]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex QuotedOrRange();

    [GeneratedRegex(@"\[[^\]]*:[^\]]*\]")]
    private static partial Regex Subquery();

    [GeneratedRegex("""
        ^(?=\S)(?:[a-zA-Z_:][a-zA-Z0-9_:]*\s*)?(?:\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})?\z
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Selector();

    [GeneratedRegex(@"^sum\s*\((?<inner>.*)\)\z", RegexOptions.Singleline)]
    private static partial Regex Sum();

    [GeneratedRegex("""[{,]\s*le\s*=\s*["'](?<s>[0-9.eE+-]+)["']""")]
    private static partial Regex Le();
}

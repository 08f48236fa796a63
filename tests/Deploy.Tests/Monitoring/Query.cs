using System.Text.RegularExpressions;

namespace AiSre.Deploy.Tests.Monitoring;

/// <summary>The metrics that a PromQL expression names, and the labels that it chooses them by.</summary>
internal static partial class Query
{
    private static readonly string[] FromPrometheus = ["up", "ALERTS"];
    private static readonly string[] FromScraping = ["namespace", "job", "instance"];
    private static readonly string[] Words = ["or", "and", "unless", "bool", "on", "ignoring", "by", "without"];

    /// <summary>Fails for a metric, or a label of one, that docs/operations.md does not list.</summary>
    public static void AssertDocumented(string where, string expression)
    {
        var bare = Clause().Replace(Range().Replace(Text().Replace(expression, "\"\""), ""), "");
        var names = Metric().Matches(bare).Where(match => !Words.Contains(match.Groups["name"].Value)).ToList();
        Assert.NotEmpty(names);
        foreach (var match in names.Where(match => !FromPrometheus.Contains(match.Groups["name"].Value)))
        {
            var metric = Series().Replace(match.Groups["name"].Value, "");
            Assert.True(OperationsDoc.Metrics.TryGetValue(metric, out var labels)
                || OperationsDoc.Metrics.TryGetValue(metric = match.Groups["name"].Value, out labels),
                $"{where}: {metric} is not in the table of docs/operations.md");
            Assert.All(Label().Matches(match.Groups["matchers"].Value).Select(label => label.Groups[1].Value),
                label => Assert.True(labels!.Concat(FromScraping).Contains(label), $"{where}: {metric} has no label {label}"));
        }
    }

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\([^)]*\)")]
    private static partial Regex Clause();

    [GeneratedRegex(@"(?<![\w:.$])(?<name>[a-zA-Z_:][\w:]*)\b(?!\s*\()(?<matchers>\{[^}]*\})?(?![^{]*\})")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Series();

    [GeneratedRegex(@"(\w+)\s*(=~|!~|!=|=)")]
    private static partial Regex Label();
}

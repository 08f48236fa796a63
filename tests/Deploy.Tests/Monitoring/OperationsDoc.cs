using System.Text.RegularExpressions;

namespace AiSre.Deploy.Tests.Monitoring;

/// <summary>What docs/operations.md says: the metrics of its table, and its headings.</summary>
internal static partial class OperationsDoc
{
    private static readonly string[] Lines = Repository.Read("docs", "operations.md").Split('\n');

    /// <summary>The labels of each metric.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Metrics =
        (from row in Section("## Metrics").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
         let cells = row.Split('|')
         from name in Quoted().Matches(cells[1])
         select (name.Groups[1].Value, Labels: Quoted().Matches(cells[2]).Select(label => label.Groups[1].Value).ToArray()))
        .ToDictionary(metric => metric.Value, metric => metric.Labels);

    /// <summary>As a Markdown renderer makes them of headings.</summary>
    public static readonly IReadOnlySet<string> Anchors = Lines.Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();

    public static IEnumerable<string> AlertHeadings() =>
        Section("## What our own alerts mean").Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]);

    private static IEnumerable<string> Section(string heading) =>
        Lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchors();
}

using System.Text.RegularExpressions;

namespace AiSre.Architecture.Tests;

/// <summary>docs/situations.md promises a test for each of its lines.</summary>
public sealed partial class SituationTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(House.Repository, "docs", "situations.md")).Where(line => Numbered().IsMatch(line))];

    [Fact]
    public void Every_situation_has_its_number_once() =>
        Assert.Equal(Enumerable.Range(1, 46), Rows.Select(row => int.Parse(Numbered().Match(row).Groups[1].ValueSpan)));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var known = House.SourceFiles("tests").SelectMany(file => Class().Matches(File.ReadAllText(file)))
            .Select(found => found.Groups[1].Value).ToHashSet();
        Violations.None("Situations without a test that there is",
            from row in Rows
            let named = Name().Matches(row.Split('|')[^2]).Select(found => found.Groups[1].Value).ToList()
            from wrong in named.Count == 0 ? ["nothing is named"] : named.Where(name => !known.Contains(name))
            select $"{row.Split('|')[1].Trim()}: {wrong}");
    }

    [GeneratedRegex(@"^\| (\d+) \|")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^public sealed (?:partial )?class (\w+Tests)\b", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}

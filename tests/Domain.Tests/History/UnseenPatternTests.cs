using AiSre.Domain.Alerts;
using AiSre.Domain.History;

namespace AiSre.Domain.Tests.History;

/// <summary>Labels of texts that nobody looked at while the rules were written.</summary>
public class UnseenPatternTests
{
    private sealed record Labelled(string Truth, string Guess, string Title);

    private static readonly IReadOnlyList<Labelled> Read =
    [
        .. LabelledSets.Rows("patterns").Select(row => new Labelled(row[0], PatternLabels.Of(row[1], row[2], []).Pattern, row[1])),
    ];

    [Fact]
    public void Nine_of_ten_are_right_over_all_labels_and_none_is_forgotten()
    {
        var scores = FailurePatterns.Labels.Append(FailurePatterns.Unknown).Select(label => (Label: label, Score: F1(label))).ToList();
        Assert.All(FailurePatterns.Labels, label => Assert.True(Read.Count(row => row.Truth == label) >= 5, label));
        Assert.True(scores.Average(label => label.Score) >= 0.9, Told(scores));
        Assert.All(scores, label => Assert.True(label.Score >= 0.6, Told(scores)));
    }

    private static double F1(string label)
    {
        double right = Read.Count(row => row.Truth == label && row.Guess == label);
        return 2 * right / (Read.Count(row => row.Truth == label) + Read.Count(row => row.Guess == label));
    }

    private static string Told(IEnumerable<(string Label, double Score)> scores) =>
        string.Join('\n', scores.Select(label => FormattableString.Invariant($"{label.Label} {label.Score:0.00}"))
            .Concat(Read.Where(row => row.Truth != row.Guess).Select(row => $"{row.Truth} taken for {row.Guess}: {row.Title}")));
}

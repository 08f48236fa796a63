using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Tests.Silences;

public class SeenLabelsTests
{
    private static readonly Incident Incident = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "x", CreatedAt = DateTimeOffset.UnixEpoch,
        Subject = new() { Service = "payments" }, Labels = [new("nodepool", "blue"), new("zone", "a")],
    };

    [Theory]
    [InlineData("nodpool", "No alert has the label nodpool; did you mean nodepool?")]
    [InlineData("servce", "No alert has the label servce; did you mean service?")]
    [InlineData("quarter", "No alert has the label quarter.")]
    // Right, and nobody has one.
    [InlineData("node", "No alert has the label node.")]
    [InlineData("nodepool", null)]
    [InlineData("service", null)]
    [InlineData("severity", null)]
    public void A_name_that_no_alert_has_is_told_with_the_one_that_was_meant(string name, string? expected)
    {
        var labels = new SeenLabels([new() { Name = "zone", Value = "a" }, new() { Name = name, Value = "x" }]);
        labels.Add(Incident);
        Assert.Equal(expected is null ? [] : [expected], labels.Unseen().Select(label => label.ToString()));
    }

    [Fact]
    public void One_alert_that_has_it_is_enough_and_without_any_nothing_can_be_said()
    {
        var labels = new SeenLabels([new() { Name = "rack", Value = "7" }]);
        Assert.Empty(labels.Unseen());
        labels.Add(Incident);
        Assert.Single(labels.Unseen());
        labels.Add(Incident with { Labels = [new("rack", "8")] });
        Assert.Empty(labels.Unseen());
    }

    [Fact]
    public void What_matches_nothing_is_said_first()
    {
        var unseen = new UnseenLabel("nodpool", "nodepool");
        Assert.Equal(["It matches none of all.", unseen.ToString()], SilenceWords.Warnings(0, "all", [unseen], cut: false));
        Assert.Equal([unseen.ToString()], SilenceWords.Warnings(1, "all", [unseen], cut: false));
        Assert.Equal(["It matches none of all, as far as they could be looked at."], SilenceWords.Warnings(0, "all", [], cut: true));
        Assert.StartsWith("Nothing came", Assert.Single(SilenceWords.Warnings(0, null, [], cut: false)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "hour")]
    [InlineData(24, "24 hours")]
    [InlineData(168, "7 days")]
    [InlineData(170, "170 hours")]
    [InlineData(0.5, "30 minutes")]
    public void A_span_is_said_in_whole_units(double hours, string expected) => Assert.Equal(expected, SilenceWords.Span(TimeSpan.FromHours(hours)));
}

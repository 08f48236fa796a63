using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Tests.Silences;

public class MatcherTests
{
    private static readonly Incident Incident = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "High CPU", Severity = Severity.Critical, Source = "alertmanager",
        CreatedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Subject =
            new() { Service = "payments", Namespace = "prod", Pod = "payments-1", Deployment = "payments", Node = "n1", Cluster = "eu",
                Container = "app" },
        Labels = AlertLabels.Sorted(
            [new("alertname", "HighCpu"), new("instance", "10.0.0.7:9100"), new("severity", "page"), new("team", "money")]),
    };

    [Theory]
    [InlineData("team", "money", false, true, true)]
    [InlineData("team", "mon", false, true, false)]
    [InlineData("team", "mon.*", true, true, true)]
    // Anchored at both ends.
    [InlineData("team", "one", true, true, false)]
    [InlineData("team", "mon", true, true, false)]
    [InlineData("team", "a|money|b", true, true, true)]
    [InlineData("team", "money", false, false, false)]
    [InlineData("team", "gold", false, false, true)]
    [InlineData("team", "mon.*", true, false, false)]
    [InlineData("team", "gol.*", true, false, true)]
    // A label that is not there is empty.
    [InlineData("region", "", false, true, true)]
    [InlineData("region", "eu", false, false, true)]
    [InlineData("region", ".+", true, true, false)]
    [InlineData("region", ".*", true, true, true)]
    [InlineData("team", "", false, true, false)]
    public void A_matcher_means_what_it_means_in_Alertmanager(string name, string value, bool isRegex, bool isEqual, bool matches) =>
        Assert.Equal(matches, Of(name, value, isRegex, isEqual));

    [Theory]
    [InlineData("service", "payments")]
    [InlineData("namespace", "prod")]
    [InlineData("pod", "payments-1")]
    [InlineData("deployment", "payments")]
    [InlineData("node", "n1")]
    [InlineData("cluster", "eu")]
    [InlineData("container", "app")]
    [InlineData("source", "alertmanager")]
    [InlineData("title", "High CPU")]
    [InlineData("alertname", "HighCpu")]
    [InlineData("alertname", "High CPU")]
    [InlineData("severity", "critical")]
    [InlineData("severity", "page")]
    public void What_the_platform_made_of_an_alert_can_be_matched_like_its_own_labels(string name, string value)
    {
        Assert.True(Of(name, value));
        Assert.False(Of(name, value, isEqual: false));
        Assert.False(Of(name, "something else"));
    }

    [Theory]
    [InlineData("host", "n1")]
    [InlineData("hostname", "n1")]
    [InlineData("host.name", "n1")]
    [InlineData("service.name", "payments")]
    [InlineData("k8s.pod.name", "payments-1")]
    [InlineData("kube_namespace", "prod")]
    [InlineData("cluster_name", "eu")]
    public void A_part_is_found_by_every_name_that_tools_have_for_it(string name, string value)
    {
        Assert.True(Of(name, value));
        Assert.False(Of(name, value, isEqual: false));
        Assert.False(Of(name, ""));
    }

    [Fact]
    public void A_label_of_that_very_name_means_what_it_says()
    {
        Assert.True(Of("instance", "10.0.0.7:9100"));
        Assert.False(Of("instance", "n1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_expression_that_cannot_be_read_matches_nothing_even_when_it_is_negated(bool isEqual)
    {
        Assert.False(Of("team", "(?=gold)", isRegex: true, isEqual));
        Assert.False(Of("region", "(?=gold)", isRegex: true, isEqual));
    }

    private static bool Of(string name, string value, bool isRegex = false, bool isEqual = true) =>
        new Matcher { Name = name, Value = value, IsRegex = isRegex, IsEqual = isEqual }.Matches(LabelValues.Of(Incident, name));
}

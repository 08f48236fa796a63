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
        Labels = AlertLabels.Sorted([new("alertname", "HighCpu"), new("severity", "page"), new("team", "money")]),
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
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData(@"a\")]
    public void An_expression_that_is_none_or_cannot_be_matched_in_bounded_time_is_refused_and_matches_nothing(string pattern)
    {
        Assert.NotNull(MatcherPattern.Problem(pattern));
        Assert.False(MatcherPattern.Of(pattern).IsMatch("a"));
    }

    [Fact]
    public void An_expression_that_is_too_slow_matches_nothing()
    {
        var pattern = MatcherPattern.Of("(.*){1000}x");
        Assert.False(pattern.IsMatch(new string('a', 256)));
        // Nor does it take its time again.
        Assert.False(pattern.IsMatch("x"));
    }

    [Theory]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("abc", "abc\n", false)]
    [InlineData("(?i)ABC", "abc", true)]
    [InlineData("a|b", "ab", false)]
    public void The_whole_text_must_match(string pattern, string text, bool matches) =>
        Assert.Equal(matches, MatcherPattern.Of(pattern).IsMatch(text));

    private static bool Of(string name, string value, bool isRegex = false, bool isEqual = true) =>
        new Matcher { Name = name, Value = value, IsRegex = isRegex, IsEqual = isEqual }.Matches(LabelValues.Of(Incident, name));
}

using AiSre.Deploy.Tests.Kubernetes;

namespace AiSre.Deploy.Tests.Monitoring;

public class RuleTests
{
    public static TheoryData<string> Alerts => [.. RuleFile.Read().Alerts().Select(rule => rule.Alert)];

    [Fact]
    public void Prometheus_takes_the_rules() =>
        Programs.Run("promtool", "check", "rules", Repository.Folder("deploy", "prometheus", "ai-sre.rules.yml"));

    [Fact]
    public void Each_alert_fires_when_it_should_and_is_silent_when_all_is_well() =>
        Programs.Run("promtool", "test", "rules", Repository.Folder("tests", "Deploy.Tests", "Monitoring", "ai-sre.rules.test.yml"));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_is_tried(string alert) =>
        Assert.Contains($"alertname=\"{alert}\"", Repository.Read("tests", "Deploy.Tests", "Monitoring", "ai-sre.rules.test.yml"),
            StringComparison.Ordinal);

    [Fact]
    public void The_operator_gets_the_same_groups() =>
        Assert.Equivalent(RuleFile.Read(), Assert.Single(Rendered.Of(Rendered.Everything).All<PrometheusRule>()).Spec, strict: true);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_says_how_bad_it_is_what_it_is_and_where_to_read_on(string alert)
    {
        var rule = Assert.Single(RuleFile.Read().Alerts(), found => found.Alert == alert);

        Assert.Contains(rule.Labels["severity"], (string[])["critical", "warning"]);
        Assert.Equal("ai-sre", rule.Labels["service"]);
        Assert.NotEmpty(rule.Annotations["summary"]);
        Assert.NotEmpty(rule.Annotations["description"]);
        Assert.Equal($"docs/operations.md#{alert.ToLowerInvariant()}", rule.Annotations["runbook_url"]);
        Assert.Contains(alert.ToLowerInvariant(), OperationsDoc.Anchors);
        Query.AssertDocumented(alert, rule.Expr);
    }

    [Fact]
    public void The_runbook_explains_no_alert_that_is_gone() =>
        Assert.Equal(RuleFile.Read().Alerts().Select(rule => rule.Alert).Order(), OperationsDoc.AlertHeadings().Order());
}

using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class PatternLabelTests
{
    public static readonly TheoryData<string, string[]> Reasons = new()
    {
        { "oomkilled", ["OOMKilled", "oomkilled", "OOMKilling", "SystemOOM", "OomKilled"] },
        { "crashloop", ["CrashLoopBackOff", "crashloopbackoff", "BackOff", "CRASHLOOPBACKOFF", "Backoff"] },
        { "image_pull", ["ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError"] },
        { "config_error", ["CreateContainerConfigError", "CreateContainerError", "RunContainerError", "ContainerCannotRun", "runcontainererror"] },
        { "volume_mount", ["FailedMount", "FailedAttachVolume", "FailedBinding", "ProvisioningFailed", "failedmount"] },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_of_Kubernetes_is_believed_before_words(string pattern, string[] reasons) => Assert.All(reasons, reason =>
        Assert.Equal(pattern, PatternLabels.Of("Error rate of cart is high", "since the deploy", [new("reason", reason)]).Pattern));

    [Theory]
    [InlineData("Completed")]
    [InlineData("Error")]
    [InlineData("OOM")]
    [InlineData("Scheduled")]
    [InlineData("")]
    public void A_reason_that_says_nothing_leaves_it_to_the_words(string reason) =>
        Assert.Equal("http_5xx", PatternLabels.Of("Error rate of cart is high", null, [new("reason", reason)]).Pattern);

    [Fact]
    public void A_label_that_is_no_reason_is_not_read() =>
        Assert.Equal(FailurePatterns.Unknown, PatternLabels.Of("Look at this", null, [new("team", "OOMKilled"), new("summary", "Evicted")]).Pattern);

    [Fact]
    public void What_else_the_words_speak_of_is_kept()
    {
        var labels = PatternLabels.Of("OOMKilled: readiness probe failed", "error rate is up", [new("reason", "CrashLoopBackOff")]);
        Assert.Equal("crashloop", labels.Pattern);
        Assert.Equal(["oomkilled", "probe_failure", "http_5xx"], labels.Others);
    }

    [Fact]
    public void The_pattern_alone_is_the_same()
    {
        Assert.All(LabelledSets.Rows("patterns"), row =>
        {
            var incident = new Incident
            {
                Id = "inc-1", Workspace = "w", Title = row[1], Description = row[2], Source = "s", Severity = Severity.High, CreatedAt = Now,
                Labels = row[1].Length % 9 == 0 ? [new("reason", "Evicted")] : [],
            };
            Assert.Equal(PatternLabels.Of(incident).Pattern, PatternLabels.PatternOf(incident));
        });
    }

    [Fact]
    public void Every_pattern_has_its_sentence()
    {
        var unknown = PatternAdvice.Of(FailurePatterns.Unknown);
        Assert.All(FailurePatterns.Labels, label => Assert.NotEqual(unknown, PatternAdvice.Of(label)));
        Assert.Equal("Audit memory limits across affected services", PatternAdvice.Of("oomkilled").Recommendation);
    }

    [Fact]
    public void Patterns_are_counted_over_the_newest_and_rare_ones_left_out()
    {
        var incidents = InOrder(
            [
                .. Many(3, i => Of(20 + i, "oomkilled", "auth-service")), .. Many(5, i => Of(10 + i)), .. Many(2, i => Of(i, "dns")),
                .. Many(4, i => Of(i, FailurePatterns.Unknown)), .. Many(3, i => Of(i, "crashloop", null)), .. Many(9, i => Of(200 + i, "quota")),
            ]);
        var report = PatternRules.Report(incidents, 17, 3);
        Assert.Equal(17, report.Analyzed);
        Assert.Equal([("oomkilled", 8), ("crashloop", 3)], report.Patterns.Select(pattern => (pattern.Pattern, pattern.Occurrences)));
        Assert.Equal(["payments-api", "auth-service"], report.Patterns[0].Services);
        Assert.Empty(report.Patterns[1].Services);
    }

    [Fact]
    public void Equal_patterns_and_services_stand_by_name()
    {
        var incidents = InOrder(
            [.. Many(3, i => Of(i, "dns", "b")), .. Many(3, i => Of(i, "dns", "a")), .. Many(6, i => Of(i, "auth_failure"))]);
        var report = PatternRules.Report(incidents, 100, 1);
        Assert.Equal(["auth_failure", "dns"], report.Patterns.Select(pattern => pattern.Pattern));
        Assert.Equal(["a", "b"], report.Patterns[1].Services);
    }
}

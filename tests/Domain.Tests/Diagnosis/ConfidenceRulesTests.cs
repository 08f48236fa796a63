using AiSre.Domain.Diagnosis;
using CsCheck;

namespace AiSre.Domain.Tests.Diagnosis;

public sealed class ConfidenceRulesTests
{
    [Theory]
    [InlineData(0.9, 0, 0, 0.9)]
    [InlineData(0.9, 1, 0, 0.92)]
    [InlineData(0.9, 0, 1, 0.72)]
    [InlineData(0.9, 0, 2, 0.6)]
    [InlineData(0.7, 4, 0, 0.85)]
    [InlineData(0.7, 3, 3, 0.58)]
    [InlineData(0.9, 0, 1_000, 0.1)]
    [InlineData(0.7, 1_000, 0, 0.95)]
    [InlineData(0.98, 5, 0, 0.98)]
    public void The_rule_counts_like_four_incidents_and_each_word_like_one(double own, int right, int wrong, double expected) =>
        Assert.Equal(expected, ConfidenceRules.Adjusted(own, right, wrong));

    [Fact]
    public void More_who_say_right_never_lower_it_more_who_say_wrong_never_raise_it_and_it_stays_in_its_bounds() =>
        Gen.Select(Gen.Double[0.3, 0.95], Gen.Int[0, 50], Gen.Int[0, 50]).Sample((own, right, wrong) =>
        {
            var now = ConfidenceRules.Adjusted(own, right, wrong);
            return now is >= ConfidenceRules.Least and <= ConfidenceRules.Most
                && (right + wrong == 0 || ConfidenceRules.Adjusted(own, right + 1, wrong) >= now)
                && (right + wrong == 0 || ConfidenceRules.Adjusted(own, right, wrong + 1) <= now);
        });

    [Fact]
    public void What_people_say_can_change_which_cause_comes_first()
    {
        var adjusted = ConfidenceRules.Adjust(Report("prod", ("oom_killed", 0.9), ("bad_deploy", 0.8)), [new("oom_killed", 0, 1)]);

        Assert.Equal(["bad_deploy", "oom_killed"], adjusted.Hypotheses.Select(one => one.Cause));
        Assert.Equal((0.72, new ConfidenceFeedback(0.9, 0, 1)), (adjusted.Hypotheses[1].Confidence, adjusted.Hypotheses[1].Feedback));
        Assert.Null(adjusted.Hypotheses[0].Feedback);
    }

    [Fact]
    public void An_alert_alone_is_never_trusted_more_than_half() =>
        Assert.Equal(0.5, ConfidenceRules.Adjust(Report(null, ("oom_killed", 0.4)), [new("oom_killed", 100, 0)]).Hypotheses[0].Confidence);

    private static DiagnosisReport Report(string? cluster, params (string Cause, double Confidence)[] causes) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Cluster = cluster,
        Evidence = [],
        Hypotheses =
        [
            .. causes.Select(one => new Hypothesis
            {
                Cause = one.Cause, Component = new("Deployment", "shop", "cart"), Confidence = one.Confidence, Claims = [new("So it is.", ["E1"])],
            }),
        ],
    };
}

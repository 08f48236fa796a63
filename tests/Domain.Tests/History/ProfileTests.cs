using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class ProfileTests
{
    private const double Days = 24;

    private static ServiceProfile Profile(params IEnumerable<RememberedIncident> incidents) =>
        ProfileRules.Report(InOrder(incidents), Now).Services[0];

    [Theory]
    [InlineData(0.6, 10, 0.5, 0.69, RiskLevel.High)]
    [InlineData(0.6, 40, 0.5, 0.69, RiskLevel.High)]
    [InlineData(1, 10, 1, 1, RiskLevel.Critical)]
    [InlineData(0, 0, 0, 0, RiskLevel.Low)]
    [InlineData(0.5, 10, 1, 0.8, RiskLevel.High)]
    [InlineData(0, 10, 0, 0.3, RiskLevel.Medium)]
    [InlineData(0, 9, 0, 0.27, RiskLevel.Low)]
    [InlineData(0.75, 10, 0, 0.6, RiskLevel.High)]
    [InlineData(0.625, 10, 1, 0.85, RiskLevel.Critical)]
    public void Risk_is_repeats_number_and_severity(double repeats, int lastWeek, double critical, double risk, RiskLevel level)
    {
        Assert.Equal(risk, ProfileRules.Risk(repeats, lastWeek, critical), 6);
        Assert.Equal(level, ProfileRules.LevelOf(ProfileRules.Risk(repeats, lastWeek, critical)));
    }

    [Fact]
    public void A_repeat_has_one_of_its_kind_within_the_week_before()
    {
        Assert.Equal(0, Profile(Of(1)).RepeatRate);
        Assert.Equal(0.5, Profile(Of(1), Of(1 + (7 * Days))).RepeatRate);
        Assert.Equal(0, Profile(Of(1), Of(1.01 + (7 * Days))).RepeatRate);
        Assert.Equal(0, Profile(Of(1), Of(2, "dns")).RepeatRate);
        Assert.Equal(0.67, Profile(Of(1), Of(2), Of(3)).RepeatRate);
        Assert.Equal(0.6, Profile(Of(1), Of(2), Of(3), Of(4), Of(5, "dns")).RepeatRate);
    }

    [Fact]
    public void What_nobody_classified_repeats_by_its_title()
    {
        RememberedIncident Odd(double hoursAgo, string title) => Of(hoursAgo, FailurePatterns.Unknown) with { Title = title };
        Assert.Equal(0.5, Profile(Odd(1, "odd <*>"), Odd(2, "odd <*>")).RepeatRate);
        Assert.Equal(0, Profile(Odd(1, "odd <*>"), Odd(2, "strange")).RepeatRate);
    }

    [Fact]
    public void What_is_older_than_a_month_makes_repeats_and_is_not_counted()
    {
        var profile = Profile(Of((30 * Days) - 1), Of((30 * Days) + 1));
        Assert.Equal((1, 1.0), (profile.TotalIncidents, profile.RepeatRate));
        Assert.Empty(ProfileRules.Report(InOrder(Of((30 * Days) + 1)), Now).Services);
    }

    [Fact]
    public void A_profile_names_its_patterns_and_the_worse_of_two_equal_severities()
    {
        string[] patterns = ["oomkilled", "oomkilled", "high_cpu", "dns", "quota", "evicted", "latency", "latency", FailurePatterns.Unknown];
        var profile = Profile(patterns.Select((pattern, i) =>
            Of(9 + i, pattern) with { Severity = i < 4 ? Severity.Critical : i < 8 ? Severity.Info : Severity.High }));
        Assert.Equal(["latency", "oomkilled", "dns", "evicted", "high_cpu"], profile.TopPatterns);
        Assert.Equal((9, 9, Severity.Critical), (profile.TotalIncidents, profile.LastWeek, profile.Severity));
    }

    [Fact]
    public void The_service_with_the_highest_risk_comes_first_and_one_can_be_asked_for()
    {
        var incidents = InOrder(
            [Of(1, service: "calm"), .. Many(9, i => Of(i, service: "wild") with { Severity = Severity.Critical }), Of(1, service: null)]);
        Assert.Equal(["wild", "calm"], ProfileRules.Report(incidents, Now).Services.Select(profile => profile.Service));
        Assert.Equal("calm", Assert.Single(ProfileRules.Report(incidents, Now, "calm").Services).Service);
        Assert.Empty(ProfileRules.Report(incidents, Now, "Calm").Services);
    }
}

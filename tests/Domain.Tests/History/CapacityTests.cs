using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class CapacityTests
{
    [Theory]
    [InlineData(1, false, RiskLevel.Low)]
    [InlineData(1, true, RiskLevel.Low)]
    [InlineData(2, false, RiskLevel.Medium)]
    [InlineData(3, false, RiskLevel.Medium)]
    [InlineData(3, true, RiskLevel.High)]
    [InlineData(4, true, RiskLevel.High)]
    [InlineData(5, false, RiskLevel.High)]
    [InlineData(5, true, RiskLevel.Critical)]
    [InlineData(7, false, RiskLevel.High)]
    [InlineData(8, false, RiskLevel.Critical)]
    public void The_level_comes_of_how_many_and_whether_they_increase(int incidents, bool increasing, RiskLevel level) =>
        Assert.Equal(level, CapacityRules.LevelOf(incidents, increasing));

    [Theory]
    [InlineData(2, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(3, 2, false)]
    [InlineData(5, 3, true)]
    [InlineData(6, 4, true)]
    [InlineData(7, 5, false)]
    [InlineData(8, 5, true)]
    public void More_is_two_more_and_half_as_many_again(int later, int earlier, bool more) =>
        Assert.Equal(more, CapacityRules.IsMore(later, earlier));

    [Fact]
    public void Five_out_of_memory_and_increasing_is_critical()
    {
        var forecast = CapacityRules.Forecast(InOrder([.. Many(4, i => Of(i)), Of(20), .. Many(55, i => Of(i / 3.0, "http_5xx", "web"))]), Now);
        var risk = Assert.Single(forecast.Risks);
        Assert.Equal(
            ("payments-api", RiskLevel.Critical, "5 OOMKilled incidents in 24h, increasing trend"), (risk.Service, risk.Level, risk.Signal));
        Assert.Equal((60, 3), (forecast.Total, forecast.PerHour));
    }

    [Fact]
    public void Sixty_in_a_day_are_two_and_a_half_an_hour() =>
        Assert.Equal(2.5, CapacityRules.Forecast(InOrder([Of(90, "dns"), .. Many(60, i => Of(i / 3.0, "dns"))]), Now).PerHour);

    [Theory]
    [InlineData(0.2, 3)]
    [InlineData(6, 0.5)]
    public void A_workspace_that_is_younger_than_a_day_is_measured_by_its_age(double firstHoursAgo, double perHour) =>
        Assert.Equal(perHour, CapacityRules.Forecast(InOrder(Many(3, i => Of(firstHoursAgo / (i + 1)))), Now).PerHour);

    [Fact]
    public void Halves_meet_at_twelve_hours_and_the_day_ends_with_its_twenty_fourth()
    {
        CapacityRisk Risk(params double[] hoursAgo) => CapacityRules.Forecast(InOrder(hoursAgo.Select(hours => Of(hours))), Now).Risks[0];
        Assert.Equal("increasing", Risk(12, 12).Trend);
        Assert.Equal("decreasing", Risk(12.01, 12.01).Trend);
        Assert.Equal("steady", Risk(12, 12.01).Trend);
        Assert.Equal(2, Risk(24, 24.01, 1).Incidents);
    }

    [Fact]
    public void Several_patterns_of_a_service_are_one_line_and_the_worst_comes_first()
    {
        var forecast = CapacityRules.Forecast(
            InOrder(
                [
                    .. Many(2, i => Of(i, "high_cpu", "b")), .. Many(2, i => Of(i, "high_cpu", "a")), Of(1, "high_memory", "c"), Of(2, "quota", "c"),
                    Of(3, "quota", "c"), Of(1, "high_cpu", "once"), .. Many(9, i => Of(i, FailurePatterns.Unknown, "d")),
                    .. Many(9, i => Of(i, "quota", null)),
                ]), Now);
        Assert.Equal(["c", "a", "b"], forecast.Risks.Select(risk => risk.Service));
        Assert.Equal(("3 capacity incidents in 24h, increasing trend", PatternAdvice.Of("quota").Recommendation),
            (forecast.Risks[0].Signal, forecast.Risks[0].Recommendation));
    }

    [Fact]
    public void Nothing_is_forecast_where_nothing_was()
    {
        var forecast = CapacityRules.Forecast([], Now);
        Assert.Equal((0, 0, 0.0), (forecast.Risks.Length, forecast.Total, forecast.PerHour));
    }
}

using AiSre.Domain.History;
using CsCheck;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public sealed class UsageTests
{
    [Theory]
    [InlineData(3.9, RiskLevel.Critical)]
    [InlineData(4, RiskLevel.High)]
    [InlineData(23.9, RiskLevel.High)]
    [InlineData(24, RiskLevel.Medium)]
    [InlineData(71.9, RiskLevel.Medium)]
    [InlineData(72, RiskLevel.Low)]
    [InlineData(double.PositiveInfinity, RiskLevel.Low)]
    public void The_level_comes_of_the_hours_that_are_left(double hours, RiskLevel level) => Assert.Equal(level, UsageRules.LevelOf(hours));

    /// <summary>A share of the limit at each hour of a day, by a point every five minutes.</summary>
    public static TheoryData<string, Func<double, double>, double?> Days => new()
    {
        { "grows by 1 % an hour to 90 %", hour => 0.66 + (0.01 * hour), 10 },
        { "grows by 4 % an hour to 90 %", hour => 0.9 - (0.04 * (24 - hour)), 2.5 },
        { "grows by 0.2 % an hour to 90 %", hour => 0.9 - (0.002 * (24 - hour)), 50 },
        { "grows by 0.1 % an hour to 90 %", hour => 0.9 - (0.001 * (24 - hour)), null },
        { "is flat", _ => 0.97, null },
        { "is full", _ => 1, 0 },
        { "falls", hour => 0.95 - (0.01 * hour), null },
        { "grows, with a wild point every half hour", hour => (int)(hour * 60) % 30 == 0 ? 40 : 0.66 + (0.01 * hour), 10 },
        { "grows, with a fifth of the day at nothing", hour => hour is > 10 and < 14.8 ? 0 : 0.66 + (0.01 * hour), 10 },
        { "grows, with a gap of twelve hours", hour => hour is > 6 and < 18 ? double.NaN : 0.66 + (0.01 * hour), 10 },
        { "is known for less than four hours", hour => hour < 20.1 ? double.NaN : 0.66 + (0.01 * hour), null },
        { "is not known", _ => double.NaN, null },
        { "goes up and down each hour", hour => 0.4 + (0.4 * (hour % 1)), null },
        { "is infinite now and then", hour => hour % 2 < 0.05 ? double.PositiveInfinity : 0.66 + (0.01 * hour), 10.1 },
    };

    [Theory, MemberData(nameof(Days))]
    public void A_day_says_when_it_is_full(string day, Func<double, double> used, double? hours) =>
        Assert.Equal((day, hours), (day, UsageRules.Of(Series("cart-7d8f9c6b5-x2k4m", used))?.HoursToLimit));

    [Fact]
    public void It_takes_48_points()
    {
        UsageSeries Of(int points) => new("cart", "memory", [.. Enumerable.Range(0, points).Select(i => (i * 300.0, 0.5 + (i * 0.002)))]);
        Assert.Null(UsageRules.Of(Of(47)));
        Assert.NotNull(UsageRules.Of(Of(48)));
    }

    [Theory]
    [InlineData("cart-7d8f9c6b5-x2k4m", "cart")]
    [InlineData("ledger-0", "ledger")]
    [InlineData("fluent-bit-x2k4m", "fluent-bit")]
    [InlineData("web-prod", "web-prod")]
    public void Of_a_service_the_pod_counts_that_is_full_first(string pod, string service)
    {
        var risk = Assert.Single(UsageRules.Of([Series(pod, hour => 0.5 + (0.01 * hour)), Series(pod, hour => 0.66 + (0.01 * hour))]));
        Assert.Equal((service, pod, 10.0), (risk.Service, risk.Name, risk.HoursToLimit));
    }

    [Fact]
    public void Incidents_and_metrics_of_a_service_are_one_risk_at_the_worse_level()
    {
        var usage = UsageRules.Of(
            [Series("payments-api-7d8f9c6b5-x2k4m", hour => 0.9 - (0.04 * (24 - hour))), Series("web-0", hour => 0.5 + (0.01 * hour))]);
        var forecast = CapacityRules.Forecast(InOrder([Of(1), Of(2)]), Now, usage);

        Assert.Equal(
            [("payments-api", RiskLevel.Critical, 2), ("web", RiskLevel.Medium, 0)],
            forecast.Risks.Select(risk => (risk.Service, risk.Level, risk.Incidents)));
        Assert.EndsWith(
            "payments-api-7d8f9c6b5-x2k4m uses 90 % of its memory and reaches the limit in 2.5 h at the pace of 24h", forecast.Risks[0].Signal,
            StringComparison.Ordinal);
        Assert.Equal(("high_memory", "Look for leaks, and compare memory limits with real use"),
            (Assert.Single(forecast.Risks[1].Patterns), forecast.Risks[1].Recommendation));
    }

    [Fact]
    public void Points_on_a_line_give_the_line_in_whatever_order_and_however_many_are_missing() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5], Gen.Int[0, 500].Array[2, 40]).Sample((slope, start, places) =>
            TheilSen.Through(places.Select(x => ((double)x, start + (slope * x)))) is not { } line
                ? places.Distinct().Count() == 1
                : Math.Abs(line.Slope - slope) < 1e-6 && Math.Abs(line.At(0) - start) < 1e-3);

    private static UsageSeries Series(string pod, Func<double, double> used) =>
        new(pod, "memory", [.. Enumerable.Range(0, 289).Select(i => (i * 300.0, used(i / 12.0)))]);
}

using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class DriftTests
{
    private static DriftReport Report(params IEnumerable<RememberedIncident> incidents) => DriftRules.Report(InOrder(incidents), [], Now);

    private static IEnumerable<string> Types(DriftReport report) => report.Signals.Select(signal => signal.Type);

    [Fact]
    public void Eight_an_hour_where_two_and_a_half_are_usual_is_high()
    {
        Assert.Equal(0.0042, DriftRules.PoissonTail(8, 2.5), 4);
        var spike = DriftRules.RateSpike(8, 2.5);
        Assert.Equal(
            ("incident_rate_spike", Severity.High, "Incident rate spiked to 8/hr (24h avg: 2.50/hr)",
                "Investigate recent deploys and check infra health."),
            (spike!.Type, spike.Severity, spike.Detail, spike.Recommendation));
    }

    [Theory]
    [InlineData(2, 0.04, false, false)]
    [InlineData(3, 0.04, true, true)]
    [InlineData(3, 0, true, true)]
    [InlineData(3, 1, false, false)]
    [InlineData(5, 1, true, false)]
    [InlineData(6, 1, true, true)]
    [InlineData(7, 2.5, false, false)]
    [InlineData(29, 10, false, false)]
    [InlineData(30, 10, true, false)]
    public void A_spike_is_three_times_the_usual_and_no_chance(int lastHour, double perHour, bool spike, bool critical)
    {
        var signal = DriftRules.RateSpike(lastHour, perHour);
        Assert.Equal((spike, critical), (signal is not null, signal?.Severity is Severity.Critical));
    }

    [Theory]
    [InlineData(0, 2.5, 1)]
    [InlineData(1, 1, 0.632121)]
    [InlineData(3, 1, 0.080301)]
    [InlineData(100, 10, 0)]
    public void The_tail_is_that_of_Poisson(int count, double usual, double tail) => Assert.Equal(tail, DriftRules.PoissonTail(count, usual), 6);

    [Fact]
    public void A_workspace_that_is_younger_than_six_hours_has_rates_and_no_signals()
    {
        var young = Report(Many(12, i => Of(i / 20.0)));
        Assert.Empty(young.Signals);
        Assert.Equal((12, 0.5, true), (young.LastHour, young.PerHour, young.Healthy));
        var older = Report([Of(6), .. Many(12, i => Of(i / 20.0))]);
        Assert.Contains("incident_rate_spike", Types(older));
        Assert.False(older.Healthy);
    }

    [Fact]
    public void More_critical_ones_than_in_the_week_shift_severity()
    {
        var week = Many(30, i => Of(30 + i, "dns", $"s{i}")).ToList();
        IEnumerable<RememberedIncident> Day(int critical, int all = 10) =>
            Many(all, i => Of(2 + (i / 2.0), "dns", $"t{i}") with { Severity = i < critical ? Severity.Critical : Severity.Info });
        Assert.DoesNotContain("severity_shift", Types(Report([.. week, .. Day(3)])));
        Assert.Contains("severity_shift", Types(Report([.. week, .. Day(4)])));
        Assert.DoesNotContain("severity_shift", Types(Report([.. week, .. Day(9, 9)])));
        Assert.True(Report([.. week, .. Day(4)]).Healthy);
    }

    [Fact]
    public void A_pattern_is_new_that_two_weeks_did_not_have()
    {
        RememberedIncident[] three = [Of(2, "quota", "a"), Of(5, "quota", "b"), Of(9, "quota", "c")];
        Assert.Contains("new_pattern", Types(Report([Of(100, "dns"), .. three])));
        Assert.DoesNotContain("new_pattern", Types(Report([Of(100, "quota"), .. three])));
        Assert.DoesNotContain("new_pattern", Types(Report([Of(100, "dns"), .. three[1..]])));
        Assert.DoesNotContain("new_pattern", Types(Report(three)));
        Assert.Contains("new_pattern", Types(Report([Of((15 * 24) + 1, "quota"), Of(100, "dns"), .. three])));
    }

    [Fact]
    public void Five_in_a_day_make_a_repeat_offender()
    {
        Assert.DoesNotContain("repeat_offender", Types(Report(Many(4, i => Of(3 + (4 * i))))));
        Assert.Contains(
            "payments-api had 5 incidents in 24h", Report(Many(5, i => Of(3 + (4 * i)))).Signals.Select(signal => signal.Detail));
        Assert.DoesNotContain("repeat_offender", Types(Report(Many(9, i => Of(3 + (2 * i), service: null)))));
    }

    [Fact]
    public void Twice_the_usual_time_to_resolve_is_a_slowdown()
    {
        IEnumerable<RememberedIncident> Then(int count, double minutes, double hoursAgo) =>
            Many(count, i => Of(hoursAgo + i, "dns", $"s{i}").Resolved(minutes));
        Assert.Contains("resolution_slowdown", Types(Report([.. Then(11, 10, 40), .. Then(5, 20, 3)])));
        Assert.DoesNotContain("resolution_slowdown", Types(Report([.. Then(11, 10, 40), .. Then(5, 19, 3)])));
        Assert.DoesNotContain("resolution_slowdown", Types(Report([.. Then(11, 10, 40), .. Then(4, 90, 3)])));
    }

    [Fact]
    public void Six_hours_without_anything_are_a_silence_where_one_an_hour_is_usual()
    {
        Assert.Contains("alert_silence", Types(Report(Many(168, i => Of(6 + (i * 160 / 168.0), "dns", $"s{i}")))));
        Assert.DoesNotContain("alert_silence", Types(Report(Many(167, i => Of(6 + (i * 160 / 168.0), "dns", $"s{i}")))));
        Assert.DoesNotContain("alert_silence", Types(Report(Many(168, i => Of(5.9 + (i * 160 / 168.0), "dns", $"s{i}")))));
    }

    [Fact]
    public void Five_deploys_in_an_hour_are_a_surge_where_they_are_three_times_the_usual()
    {
        DriftReport Deployed(int lastHour, int before) => DriftRules.Report(
            [], [.. Enumerable.Repeat(Now.AddMinutes(-5), lastHour), .. Enumerable.Repeat(Now.AddHours(-5), before)], Now);
        Assert.Equal(["deploy_surge"], Types(Deployed(5, 0)));
        Assert.Empty(Deployed(4, 0).Signals);
        Assert.Equal(["deploy_surge"], Types(Deployed(5, 35)));
        Assert.Empty(Deployed(5, 36).Signals);
    }

    [Fact]
    public void The_worst_comes_first_and_warnings_alone_are_healthy()
    {
        var report = Report([.. Many(9, i => Of(i / 10.0)), Of(9)]);
        Assert.Equal(["incident_rate_spike", "repeat_offender"], Types(report));
        Assert.False(report.Healthy);
        Assert.True(Report(Many(5, i => Of(3 + (4 * i)))).Healthy);
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class MetricTests
{
    private static MinuteStatistics Statistics(params double?[] minutes) =>
        MetricRules.Statistics(minutes.Select(minute => minute is { } value ? TimeSpan.FromMinutes(value) : (TimeSpan?)null));

    [Fact]
    public void Minutes_have_a_mean_a_median_and_a_percentile_that_was_measured()
    {
        Assert.Equal(new(null, null, null, 0), Statistics());
        Assert.Equal(new(3, 3, 3, 1), Statistics(3, null));
        Assert.Equal(new(2.8, 2.5, 5.0, 4), Statistics(1, 2, 3, 5.04));
    }

    [Fact]
    public void The_nineteenth_of_twenty_is_the_ninety_fifth_percentile() =>
        Assert.Equal(new(10.5, 10.5, 19, 20), Statistics([.. Enumerable.Range(1, 20).Select(minute => (double?)minute)]));

    [Fact]
    public void Children_are_counted_and_their_times_are_not()
    {
        var parent = Of(5).Resolved(30) with { FirstResponseAt = Now.AddHours(-5).AddMinutes(4), Actions = 1, Pages = [new(Now, ["dave"])] };
        var child = Of(4).Resolved(500) with { ParentId = parent.Id, FirstResponseAt = Now, Severity = Severity.Critical };
        var open = Of(3, FailurePatterns.Unknown, service: null) with { Phase = IncidentPhase.Acknowledged };
        var metrics = MetricRules.Of(InOrder(Of(50), parent, child, open, Of(1, service: "web")), Now.AddHours(-24), Now)
            with { AlertsReceived = 10 };
        Assert.Equal((4, 1, 1, 2), (metrics.All.Incidents, metrics.Open, metrics.Acknowledged, metrics.Resolved));
        Assert.Equal((1, 1, 1, 1), (metrics.All.Children, metrics.All.Critical, metrics.All.Pages, metrics.All.Actions));
        Assert.Equal((new MinuteStatistics(4, 4, 4, 1), new MinuteStatistics(30, 30, 30, 1)), (metrics.All.ToRespond, metrics.All.ToResolve));
        Assert.Equal(["payments-api", "web"], metrics.ByService.Select(service => service.Service));
        Assert.Equal([0, 0, 3, 1], metrics.BySeverity);
        Assert.Equal((0.6, 0.7, 3), (metrics.DedupRate, metrics.NoiseReduction, metrics.Classified));
    }

    [Fact]
    public void Where_nothing_was_nothing_is_divided_by()
    {
        var metrics = MetricRules.Of([], Now.AddDays(-1), Now);
        Assert.Equal((0, 0.0, 0.0), (metrics.All.Incidents, metrics.DedupRate, metrics.NoiseReduction));
    }

    [Fact]
    public void A_wrong_clock_makes_no_negative_time() =>
        Assert.Equal(0, MetricRules.Of(InOrder(Of(2).Resolved(-5)), Now.AddDays(-1), Now).All.ToResolve.Mean);
}

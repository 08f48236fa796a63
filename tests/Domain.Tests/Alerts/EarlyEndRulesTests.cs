using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class EarlyEndRulesTests
{
    private static readonly EarlyEnd End = new("payments", "pagerduty:-:P1", Noon.ToUnixTimeMilliseconds(), Noon.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData(AlertSource.PagerDuty, -600, 1, true)]
    [InlineData(AlertSource.PagerDuty, 0, 1, true)]
    [InlineData(AlertSource.PagerDuty, 1, 2, false)]
    [InlineData(AlertSource.PagerDuty, -600, 24 * 3600, false)]
    [InlineData(AlertSource.Webhook, -600, 23 * 3600, true)]
    [InlineData(AlertSource.Alertmanager, -600, 14 * 60, true)]
    [InlineData(AlertSource.Alertmanager, -600, 15 * 60, false)]
    public void A_beginning_that_is_older_than_an_end_is_over_for_a_day_and_for_a_quarter_of_an_hour_where_it_is_sent_again(
        string source, int began, int received, bool over)
    {
        var signal = Firing("Down", source) with { Identity = "P1", StartsAt = Noon.AddSeconds(began) };
        Assert.Equal(over, EarlyEndRules.Covers(End, signal, Noon.AddSeconds(received)));
        Assert.False(EarlyEndRules.Covers(End, signal with { Kind = SignalKind.Acknowledged }, Noon.AddSeconds(received)));
    }

    [Fact]
    public void The_time_of_the_event_goes_before_that_of_the_problem()
    {
        var signal = Firing("Down") with { Identity = "P1", StartsAt = Noon.AddHours(-1), OccurredAt = Noon.AddSeconds(1) };
        Assert.False(EarlyEndRules.Covers(End, signal, Noon.AddSeconds(2)));
        Assert.False(EarlyEndRules.Covers(End, signal with { StartsAt = null, OccurredAt = null }, Noon.AddSeconds(2)));
    }

    [Fact]
    public void Only_an_end_with_a_name_and_a_time_is_remembered()
    {
        var end = Firing("Down") with { Kind = SignalKind.Resolved, Identity = "a", OccurredAt = Noon };
        Assert.True(EarlyEndRules.IsRemembered(end));
        Assert.False(EarlyEndRules.IsRemembered(end with { Identity = null }));
        Assert.False(EarlyEndRules.IsRemembered(end with { OccurredAt = null }));
        Assert.False(EarlyEndRules.IsRemembered(end with { Kind = SignalKind.Firing }));
    }

    [Fact]
    public void Old_ones_and_the_oldest_of_too_many_are_forgotten_and_one_alert_has_one()
    {
        var ends = EarlyEndRules.Add([], [End], Noon);
        Assert.Equal(End with { EndedAt = 1 }, Assert.Single(EarlyEndRules.Add(ends, [End with { EndedAt = 1 }], Noon)));
        Assert.Empty(EarlyEndRules.Add(ends, [], Noon.AddHours(24)));
        var many = Enumerable.Range(0, EarlyEndRules.Most + 5).Select(i => End with { Identity = $"{i}" }).ToList();
        Assert.Equal(many.Skip(5), EarlyEndRules.Add([], many, Noon));
    }
}

using AiSre.Domain.Alerts;
using CsCheck;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class FlappingRulesTests
{
    private static readonly DedupOptions Options = DedupOptions.Default;

    [Fact]
    public void The_fourth_change_within_60_minutes_is_flapping()
    {
        Assert.False(After(0, 20, 40).Flapping);
        Assert.True(After(0, 20, 40, 60).Flapping);
        Assert.False(After(0, 20, 40, 60.1).Flapping);
    }

    [Fact]
    public void A_flapping_alert_is_resolved_after_10_quiet_minutes()
    {
        var (state, resolvedAt) = (After(0, 1, 2, 3), Noon.AddMinutes(3));
        Assert.True(FlappingRules.HoldsOpen(state, resolvedAt, resolvedAt, Options));
        Assert.True(FlappingRules.HoldsOpen(state, resolvedAt, resolvedAt.AddMinutes(10).AddTicks(-1), Options));
        Assert.False(FlappingRules.HoldsOpen(state, resolvedAt, resolvedAt.AddMinutes(10), Options));
    }

    [Fact]
    public void A_change_after_the_resolve_starts_the_quiet_time_anew() =>
        Assert.Equal(Noon.AddMinutes(13), FlappingRules.QuietUntil(After(0, 1, 2, 3), Noon.AddMinutes(2), Options));

    [Fact]
    public void A_calm_alert_is_resolved_at_once() =>
        Assert.False(FlappingRules.HoldsOpen(After(0, 1), Noon.AddMinutes(1), Noon.AddMinutes(1), Options));

    [Fact]
    public void It_is_over_after_60_minutes_without_a_change()
    {
        var state = After(0, 1, 2, 3);
        Assert.False(FlappingRules.IsOver(state, Noon.AddMinutes(63).AddTicks(-1), Options));
        Assert.True(FlappingRules.IsOver(state, Noon.AddMinutes(63), Options));
    }

    [Fact]
    public void What_changes_next_is_the_held_resolve_and_then_the_end_of_flapping()
    {
        var state = After(0, 1, 2, 3);
        Assert.Equal(Noon.AddMinutes(14), FlappingRules.NextChange(state, Noon.AddMinutes(4), Options));
        Assert.Equal(Noon.AddMinutes(63), FlappingRules.NextChange(state, null, Options));
        Assert.Null(FlappingRules.NextChange(After(0, 1), null, Options));
        Assert.Null(FlappingRules.NextChange(FlappingState.Calm, null, Options));
    }

    [Fact]
    public void It_goes_on_while_changes_come_at_least_every_60_minutes()
    {
        Assert.True(After(0, 1, 2, 3, 62.9).Flapping);
        Assert.False(After(0, 1, 2, 3, 63).Flapping);
    }

    [Fact]
    public void Nothing_older_than_60_minutes_is_kept_and_never_more_than_decides() => Gen.Double[0, 90].Array[1, 30].Sample(gaps =>
    {
        var (state, now, all) = (FlappingState.Calm, Noon, new List<DateTimeOffset>());
        foreach (var gap in gaps)
        {
            now = now.AddMinutes(gap);
            all.Add(now);
            state = FlappingRules.OnTransition(state, now, Options);
            Assert.All(state.Transitions, at => Assert.InRange(now - at, TimeSpan.Zero, TimeSpan.FromMinutes(60)));
            Assert.InRange(state.Transitions.Length, 1, 4);
            if (all.Count(at => now - at <= TimeSpan.FromMinutes(60)) >= 4) Assert.True(state.Flapping);
        }
    });

    private static FlappingState After(params double[] minutes) =>
        minutes.Aggregate(FlappingState.Calm, (state, minute) => FlappingRules.OnTransition(state, Noon.AddMinutes(minute), Options));
}

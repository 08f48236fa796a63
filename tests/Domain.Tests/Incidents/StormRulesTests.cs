using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using CsCheck;

namespace AiSre.Domain.Tests.Incidents;

public class StormRulesTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DedupOptions Options = DedupOptions.Default;

    [Fact]
    public void The_51st_incident_within_a_minute_starts_a_storm()
    {
        var state = Many(StormState.Calm, 50, Noon);
        Assert.False(state.IsStorm);
        Assert.True(Many(state, 1, Noon.AddSeconds(59)).IsStorm);
        Assert.False(Many(state, 1, Noon.AddSeconds(60)).IsStorm);
    }

    [Fact]
    public void The_11th_incident_of_one_service_within_a_minute_starts_a_storm()
    {
        var state = StormRules.Opened(StormState.Calm, "web", Noon, Options, 10);
        Assert.False(state.IsStorm);
        Assert.True(StormRules.Opened(state, "web", Noon.AddSeconds(59), Options).IsStorm);
        Assert.False(StormRules.Opened(state, "web", Noon.AddSeconds(60), Options).IsStorm);
        Assert.False(StormRules.Opened(state, "api", Noon, Options).IsStorm);
    }

    [Fact]
    public void Incidents_without_a_service_are_not_one_service() =>
        Assert.False(StormRules.Opened(StormState.Calm, null, Noon, Options, 50).IsStorm);

    [Fact]
    public void It_ends_5_minutes_after_the_rate_fell_below_20()
    {
        var storm = Many(StormState.Calm, 60, Noon);
        var lastBusy = Noon.AddSeconds(59); // the 60 leave the sliding minute with second 60
        Assert.True(StormRules.At(storm, lastBusy.AddMinutes(5).AddSeconds(-1), Options).IsStorm);
        Assert.False(StormRules.At(storm, lastBusy.AddMinutes(5), Options).IsStorm);
    }

    [Fact]
    public void A_storm_of_one_service_goes_on_while_that_service_exceeds_its_rate()
    {
        var state = StormState.Calm;
        for (var second = 0; second < 1200; second += 5)
        {
            state = StormRules.Opened(state, "web", Noon.AddSeconds(second), Options);
            if (second >= 60) Assert.True(state.IsStorm);
        }
    }

    [Fact]
    public void A_clock_that_steps_back_loses_nothing()
    {
        var state = Many(StormState.Calm, 50, Noon);
        Assert.True(Many(state, 1, Noon.AddMinutes(-30)).IsStorm);
    }

    [Fact]
    public void A_calm_state_stays_the_same_reference()
    {
        var state = Many(StormState.Calm, 10, Noon);
        Assert.Same(state, StormRules.At(state, Noon.AddHours(1), Options));
    }

    [Fact]
    public void It_starts_and_stops_as_counting_by_hand_says() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 30], Gen.OneOfConst("a", "b", "c")).Array[1, 40].Sample(arrivals =>
    {
        var (state, second, storm, busyAt) = (StormState.Calm, 0, false, 0);
        var all = new List<(int Second, string Service)>();
        foreach (var (gap, count, service) in arrivals)
        {
            for (var quiet = second; quiet <= second + gap; quiet++)
            {
                if (InMinute(quiet) >= 20) busyAt = quiet;
                if (quiet - busyAt >= 300) storm = false;
            }
            second += gap;
            all.AddRange(Enumerable.Repeat((second, service), count));
            var starts = InMinute(second) > 50 || InMinute(second, service) > 10;
            if (starts || InMinute(second) >= 20) busyAt = second;
            storm |= starts;
            state = StormRules.Opened(state, service, Noon.AddSeconds(second), Options, count);
            Assert.Equal(storm, state.IsStorm);
        }

        int InMinute(int until, string? service = null) =>
            all.Count(one => one.Second > until - 60 && one.Second <= until && (service is null || one.Service == service));
    }, iter: 100);

    private static StormState Many(StormState state, int count, DateTimeOffset at)
    {
        for (var i = 0; i < count; i++) state = StormRules.Opened(state, $"service-{i}", at, Options);
        return state;
    }
}

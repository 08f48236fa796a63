using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>The arithmetic of budgets, by the numbers of the reference.</summary>
public sealed class BudgetRulesTests
{
    [Theory]
    [InlineData(0.9995, 30, 21.6)]
    [InlineData(0.999, 30, 43.2)]
    [InlineData(0.99, 30, 432)]
    [InlineData(0.999, 7, 10.1)]
    [InlineData(0.999, 365, 525.6)]
    public void A_budget_is_the_share_that_may_be_bad_of_all_minutes(double target, int days, double total)
    {
        var slo = Promise.Payments with { Target = target, Window = SloWindow.Rolling(days) };
        Assert.Equal(total, SloRounding.Minutes(Promise.Budget(slo, new()).TotalMinutes));
    }

    [Theory]
    [InlineData(8.5, 1.2, 13.1, 60.6, 363.9, "warning")]
    [InlineData(0, 0, 21.6, 100, null, "ok")]
    [InlineData(21.6, 2, 0, 0, 0.0, "exhausted")]
    [InlineData(30, 2, -8.4, -38.9, 0.0, "exhausted")]
    [InlineData(17, 0, 4.6, 21.3, null, "warning")]
    [InlineData(20, 0, 1.6, 7.4, null, "high")]
    public void What_is_left_and_for_how_long(double bad, double burn, double left, double percent, double? hours, string level)
    {
        var ticket = burn == 1.2 ? new SloTierState[] { new(SloTier.TicketSlow, FiringSince: Promise.Now) } : [];
        var budget = Promise.Budget(Promise.Payments, Promise.Minutes(bad, burn), [.. ticket]);
        Assert.Equal(
            (left, percent, hours, level),
            (SloRounding.Minutes(budget.RemainingMinutes), SloRounding.Percent(budget.RemainingPercent),
                SloRounding.Hours(budget.TimeToExhaustionHours), budget.Level.Name()));
        Assert.Equal(burn, SloRounding.Burn(budget.BurnRate!.Value));
    }

    [Theory]
    [InlineData(16.2, "ok")]
    [InlineData(16.21, "warning")]
    [InlineData(19.44, "warning")]
    [InlineData(19.45, "high")]
    [InlineData(21.59, "high")]
    public void The_level_begins_below_a_quarter_and_below_a_tenth(double bad, string level) =>
        Assert.Equal(level, Promise.Budget(Promise.Payments, Promise.Minutes(bad)).Level.Name());

    [Theory]
    [InlineData(SloTier.PageFast, "critical")]
    [InlineData(SloTier.PageSlow, "high")]
    [InlineData(SloTier.TicketFast, "warning")]
    [InlineData(SloTier.TicketSlow, "warning")]
    public void A_tier_that_fires_is_the_level_until_nothing_is_left(SloTier tier, string level)
    {
        SloTierState[] firing = [new(tier, FiringSince: Promise.Now)];
        Assert.Equal(level, Promise.Budget(Promise.Payments, Promise.Minutes(0), [.. firing]).Level.Name());
        Assert.Equal("exhausted", Promise.Budget(Promise.Payments, Promise.Minutes(22), [.. firing]).Level.Name());
        Assert.Equal("ok", Promise.Budget(Promise.Payments, Promise.Minutes(0), new SloTierState(tier, HeldSince: Promise.Now)).Level.Name());
    }

    [Fact]
    public void Events_are_charged_in_minutes_of_the_time_that_they_are_known_for()
    {
        var reading = Promise.Share(Promise.Events, 0.01) with { DataStart = Promise.Now.AddHours(-1) };
        var budget = Promise.Budget(Promise.Events, reading);
        Assert.Equal(60, budget.AgeMinutes);
        Assert.Equal(0.6, budget.ConsumedMinutes, 12);
        Assert.Equal(("events", 0.99), (budget.Basis, budget.Sli));
        Assert.Equal(20, budget.BurnRate!.Value, 9);
    }

    [Fact]
    public void A_window_without_any_data_is_no_data_and_charges_nothing()
    {
        var budget = Promise.Budget(Promise.Events, new());
        Assert.Equal(
            (0.0, null, null, SloLevel.NoData, SloDataState.None, null),
            (budget.ConsumedMinutes, budget.BurnRate, budget.TimeToExhaustionHours, budget.Level, budget.Data, budget.Sli));
    }

    [Fact]
    public void Nobody_sees_data_of_which_nothing_came_for_too_long_as_ok()
    {
        var reading = Promise.Share(Promise.Events, 0) with { LastData = Promise.Now.AddMinutes(-16) };
        Assert.Equal(
            (SloLevel.NoData, true, SloDataState.Stale),
            Promise.Budget(Promise.Events, reading) is var budget ? (budget.Level, budget.IsAbsent, budget.Data) : default);
        var fresh = Promise.Budget(Promise.Events, reading with { LastData = Promise.Now.AddMinutes(-15) });
        Assert.Equal((SloLevel.Ok, false), (fresh.Level, fresh.IsAbsent));
        var bad = Promise.Share(Promise.Events, 0.01) with { LastData = reading.LastData };
        Assert.Equal(SloLevel.Exhausted, Promise.Budget(Promise.Events, bad).Level);
    }

    [Fact]
    public void Incidents_say_nothing_when_all_is_well()
    {
        var budget = Promise.Budget(Promise.Payments, DowntimeRules.Read(Promise.Payments, [], [], null, Promise.Now));
        Assert.Equal(
            (SloLevel.Ok, SloDataState.Ok, "incident_minutes", 1.0), (budget.Level, budget.Data, budget.Basis, budget.Sli!.Value));
    }

    [Fact]
    public void Old_answers_are_called_stale() =>
        Assert.Equal(SloDataState.Stale, Promise.Budget(Promise.Events, Promise.Share(Promise.Events, 0) with { IsStale = true }).Data);

    [Fact]
    public void A_correction_is_shown_with_and_without()
    {
        var correction = new Correction { From = Promise.Now.AddMinutes(-20), Until = Promise.Now, Reason = "moved", Author = "carol" };
        var reading = DowntimeRules.Read(Promise.Payments, [Promise.Interval(-30, null)], [correction], null, Promise.Now);
        var budget = Promise.Budget(Promise.Payments, reading);
        Assert.Equal((10.0, 30.0, 20.0), (budget.ConsumedMinutes, budget.Uncorrected!.ConsumedMinutes, budget.ExcludedMinutes));
        Assert.Equal(-38.9, SloRounding.Percent(budget.Uncorrected.RemainingPercent));
        Assert.Null(Promise.Budget(Promise.Payments, DowntimeRules.Read(Promise.Payments, [], [], null, Promise.Now)).Uncorrected);
    }

    [Fact]
    public void A_what_if_asks_for_another_promise_and_saves_nothing()
    {
        var (definition, problem) = WhatIfRules.Of(Promise.Payments, 0.999, 7);
        Assert.Null(problem);
        Assert.Equal(10.1, SloRounding.Minutes(Promise.Budget(definition!, new()).TotalMinutes));
        Assert.Equal("'target' is above 0 and below 1.", WhatIfRules.Of(Promise.Payments, 1, null).Problem);
        Assert.Equal("'window_days' is 1 to 365.", WhatIfRules.Of(Promise.Payments, null, 366).Problem);
        var monthly = Promise.Payments with { Window = SloWindow.Calendar(CalendarUnit.Month) };
        Assert.Equal(CalendarUnit.Month, WhatIfRules.Of(monthly, 0.9, null).Definition!.Window.Unit);
        Assert.True(WhatIfRules.Of(monthly, null, 30).Definition!.Window.IsRolling);
    }

    [Theory]
    [InlineData(0.05, 0.1)]
    [InlineData(0.15, 0.2)]
    [InlineData(-0.05, -0.1)]
    [InlineData(-0.04, 0)]
    [InlineData(363.888888, 363.9)]
    public void Halves_are_rounded_away_from_zero(double minutes, double shown)
    {
        Assert.Equal(shown, SloRounding.Minutes(minutes));
        Assert.False(double.IsNegative(SloRounding.Minutes(-0.01)));
    }
}

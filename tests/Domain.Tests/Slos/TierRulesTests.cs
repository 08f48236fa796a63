using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>When tiers fire, are held and end.</summary>
public sealed class TierRulesTests
{
    private static readonly SloDefinition Events = Promise.Events;

    [Theory]
    [InlineData(30, "14.4 60/5, 6 360/30, 3 1440/120, 1 4320/360")]
    [InlineData(28, "14.4 60/5, 6 360/30, 3 1440/120, 1 4320/360")]
    [InlineData(31, "14.4 60/5, 6 360/30, 3 1440/120, 1 4320/360")]
    [InlineData(7, "14.4 15/5, 6 84/7, 3 336/28, 1 1008/84")]
    [InlineData(90, "14.4 180/15, 6 1080/90, 3 4320/360, 1 12960/1080")]
    [InlineData(1, "14.4 15/5, 6 15/5, 3 48/5, 1 144/12")]
    public void Factors_stay_and_lookbacks_follow_the_window(int days, string tiers)
    {
        var slo = Events with { Window = SloWindow.Rolling(days) };
        Assert.Equal(tiers, string.Join(", ", TierRules.Of(slo)
            .Select(tier => FormattableString.Invariant($"{tier.Factor} {tier.LongMinutes}/{tier.ShortMinutes}"))));
    }

    [Fact]
    public void A_month_of_the_calendar_has_the_lookbacks_of_thirty_days_and_a_source_is_asked_for_each_once()
    {
        Assert.Equal([5, 30, 60, 120, 360, 1_440, 4_320], TierRules.Lookbacks(Events with { Window = SloWindow.Calendar(CalendarUnit.Month) }));
        Assert.Equal([60], TierRules.Lookbacks(Events with { Alerting = new() { Tiers = [] } }));
    }

    [Theory]
    [InlineData(0.9995, "")]
    [InlineData(0.94, "")]
    [InlineData(0.93, "page_fast")]
    [InlineData(0.8, "page_fast, page_slow")]
    [InlineData(0.5, "page_fast, page_slow, ticket_fast")]
    public void A_tier_above_what_a_total_outage_burns_is_left_out_and_told(double target, string unreachable)
    {
        var slo = Events with { Target = target };
        Assert.Equal(unreachable, string.Join(", ", TierRules.Unreachable(slo).Select(tier => tier.Tier.Name())));
        Assert.Equal(TierRules.Unreachable(slo).Length, SloWarningRules.Of(slo).Count());
        Assert.Equal(4, TierRules.Of(slo).Length + TierRules.Unreachable(slo).Length);
    }

    [Theory]
    [InlineData(0.0072, "page_fast, page_slow, ticket_fast, ticket_slow")]
    [InlineData(0.0071, "page_slow, ticket_fast, ticket_slow")]
    [InlineData(0.0015, "ticket_fast, ticket_slow")]
    [InlineData(0.0005, "ticket_slow")]
    [InlineData(0.00049, "")]
    public void A_tier_fires_from_its_factor_on(double share, string firing)
    {
        var evaluation = Evaluate(Promise.Share(Events, share, 100_000));
        Assert.Equal(firing, string.Join(", ", evaluation.Rose.Select(tier => tier.Name())));
        Assert.Empty(evaluation.Fell);
    }

    [Fact]
    public void Both_lookbacks_must_burn()
    {
        var calm = Promise.Share(Events, 0);
        Assert.Empty(Evaluate(calm.With((60, new(100, 1_000)))).Rose);
        Assert.Empty(Evaluate(calm.With((5, new(100, 1_000)))).Rose);
        Assert.Equal([SloTier.PageFast], Evaluate(calm.With((60, new(100, 1_000)), (5, new(100, 1_000)))).Rose);
    }

    [Fact]
    public void It_rises_once_and_falls_after_two_evaluations_below()
    {
        var (bad, good) = (Promise.Share(Events, 0.01), Promise.Share(Events, 0.01).With((5, new(0, 1_000))));
        var first = Evaluate(bad);
        Assert.Contains(SloTier.PageFast, first.Rose);
        var again = Evaluate(bad, first.Tiers, 1);
        Assert.Empty(again.Rose);
        var below = Evaluate(good, again.Tiers, 2);
        Assert.Empty(below.Fell);
        var relapse = Evaluate(bad, below.Tiers, 3);
        Assert.Equal((0, 0), (relapse.Fell.Length, relapse.Rose.Length));
        var once = Evaluate(good, relapse.Tiers, 4);
        Assert.Empty(once.Fell);
        Assert.Equal([SloTier.PageFast], Evaluate(good, once.Tiers, 5).Fell);
    }

    [Fact]
    public void Two_silos_that_evaluate_at_one_time_count_once()
    {
        var firing = Evaluate(Promise.Share(Events, 0.01)).Tiers;
        var good = Promise.Share(Events, 0);
        var below = Evaluate(good, firing, 1);
        var twice = Evaluate(good, below.Tiers, 1);
        Assert.Empty(twice.Fell);
        Assert.Equal(below.Tiers, twice.Tiers.AsEnumerable());
        Assert.Equal(4, Evaluate(good, twice.Tiers, 2).Fell.Length);
    }

    [Fact]
    public void A_clock_that_steps_back_ends_nothing()
    {
        var below = Evaluate(Promise.Share(Events, 0), Evaluate(Promise.Share(Events, 0.01)).Tiers, 5);
        Assert.Empty(Evaluate(Promise.Share(Events, 0), below.Tiers, 3).Fell);
    }

    [Fact]
    public void One_failure_of_ten_requests_in_an_hour_is_held_and_three_fire()
    {
        var slo = Events with { Target = 0.999 };
        var one = new SloReading { Lookbacks = [new(60, new(1, 10)), new(5, new(1, 1))] };
        Assert.Equal(100, TierRules.Burn(slo, one.Over(60))!.Value, 9);
        var held = TierRules.Evaluate(slo, one, [], Promise.Now);
        Assert.Empty(held.Rose);
        Assert.Equal(Promise.Now, held.Tiers[0].HeldSince);
        var marks = BudgetRules.Of(slo, one, held.Tiers, Promise.Now).FiringTiers;
        Assert.Equal(new SloTierMark(SloTier.PageFast, IsHeld: true), marks[0]);
        Assert.Equal(Promise.Now, TierRules.Evaluate(slo, one, held.Tiers, Promise.Now.AddMinutes(1)).Tiers[0].HeldSince);
        var three = one with { Lookbacks = [new(60, new(3, 10)), new(5, new(1, 1))] };
        Assert.Equal([SloTier.PageFast], TierRules.Evaluate(slo, three, held.Tiers, Promise.Now).Rose);
        var busy = one with { Lookbacks = [new(60, new(1, 40)), new(5, new(1, 20))] };
        Assert.Equal([SloTier.PageFast], TierRules.Evaluate(slo, busy, [], Promise.Now).Rose);
    }

    [Fact]
    public void Incidents_and_mere_shares_are_held_for_nothing()
    {
        var hour = DowntimeRules.Read(Promise.Payments, [Promise.Interval(-5, null)], [], null, Promise.Now);
        Assert.Contains(SloTier.PageFast, TierRules.Evaluate(Promise.Payments, hour, [], Promise.Now).Rose);
        var share = new SloReading { IsShareOnly = true, Lookbacks = [new(60, new(0.1, 1)), new(5, new(0.1, 1))] };
        Assert.Equal([SloTier.PageFast], Evaluate(share).Rose);
    }

    [Fact]
    public void Between_two_requests_of_a_quiet_service_nothing_ends()
    {
        var slo = Events with { Alerting = new() { Tiers = [SloTier.PageFast] } };
        var firing = ImmutableArray.Create(new SloTierState(SloTier.PageFast, FiringSince: Promise.Now));
        var quiet = new SloReading { Lookbacks = [new(60, new(3, 10)), new(5, null)] };
        Assert.Null(TierRules.Evaluate(slo, quiet, firing, Promise.Now).Tiers[0].BelowSince);
        var gone = TierRules.Evaluate(slo, new(), firing, Promise.Now);
        Assert.Equal([SloTier.PageFast], TierRules.Evaluate(slo, new(), gone.Tiers, Promise.Now.AddMinutes(1)).Fell);
    }

    [Fact]
    public void Old_answers_neither_begin_nor_end_anything()
    {
        var firing = Evaluate(Promise.Share(Events, 0.01)).Tiers;
        var stale = Promise.Share(Events, 0) with { IsStale = true };
        Assert.Equal(firing, Evaluate(stale, Evaluate(stale, firing, 1).Tiers, 2).Tiers.AsEnumerable());
        Assert.Empty(Evaluate(Promise.Share(Events, 0.5) with { IsStale = true }).Rose);
    }

    [Fact]
    public void A_tier_that_the_definition_has_no_more_falls()
    {
        var firing = Evaluate(Promise.Share(Events, 0.01)).Tiers;
        var without = Events with { Alerting = new() { Tiers = [SloTier.TicketSlow] } };
        var evaluation = TierRules.Evaluate(without, Promise.Share(without, 0.01), firing, Promise.Now.AddMinutes(1));
        Assert.Equal([SloTier.PageFast, SloTier.PageSlow, SloTier.TicketFast], evaluation.Fell);
        Assert.Equal(SloTier.TicketSlow, Assert.Single(evaluation.Tiers).Tier);
    }

    [Fact]
    public void Each_tier_has_an_alert_of_its_own()
    {
        Assert.Equal("slo:checkout:page_fast", SloFingerprint.Of("checkout", SloTier.PageFast));
        Assert.Equal("slo:checkout:absent", SloFingerprint.OfAbsence("checkout"));
    }

    private static TierEvaluation Evaluate(SloReading reading, ImmutableArray<SloTierState>? before = null, int minute = 0) =>
        TierRules.Evaluate(Events, reading, before ?? [], Promise.Now.AddMinutes(minute));
}

using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What others' error budgets were reported to get wrong.</summary>
public sealed class MistakesOfOthersTests
{
    [Fact]
    public void A_quiet_hour_does_not_weigh_as_much_as_a_busy_one()
    {
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = SloBucket.MinuteOf(start);
        // One request that fails in the first hour, ten thousand that work in the second: an average of the two shares would be a half.
        var buckets = BucketRules.Add(SloBuckets.Empty, [new(first, 0, 1), new(first + 60, 9_999, 9_999)], start.AddHours(2)).Buckets;
        Assert.Equal(0.0001, EventRules.Read(Promise.Events, buckets, [], [], start.AddHours(2)).Window!.Value.Ratio);
    }

    [Fact]
    public void A_time_without_traffic_is_no_number_and_poisons_nothing()
    {
        Assert.Null(new SloAmount(0, 0).Ratio);
        var budget = Promise.Budget(Promise.Events, Promise.Share(Promise.Events, 0.0001).With((60, new(0, 0)), (5, null)));
        Assert.Null(budget.BurnRate);
        Assert.Null(budget.TimeToExhaustionHours);
        Assert.Equal(80, budget.RemainingPercent, 9);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(null)]
    public void What_is_no_number_is_missing(double? value)
    {
        Assert.Null(SloAmount.Of(1, value));
        Assert.Null(SloAmount.OfGood(1, value));
        // No errors yet, so no series of them: that is none, and not nothing.
        Assert.Equal(new SloAmount(0, 10), SloAmount.Of(value, 10));
        Assert.Null(SloAmount.OfGood(value, 10));
        Assert.Equal(new SloAmount(0, 0), SloAmount.OfGood(value, 0));
    }

    [Fact]
    public void More_good_than_there_was_is_no_budget_above_the_whole()
    {
        Assert.Equal(new SloAmount(0, 10), SloAmount.OfGood(12, 10));
        Assert.Equal(1, SloAmount.Of(12, 10)!.Value.Ratio);
        Assert.Equal(100, Promise.Budget(Promise.Events, new() { Window = SloAmount.OfGood(12, 10) }).RemainingPercent);
        Assert.NotNull(EventRules.Problem(Promise.Now, 12, 10, Promise.Now));
    }

    [Fact]
    public void The_first_minute_of_a_new_slo_does_not_cost_a_month()
    {
        var first = Promise.Share(Promise.Events, 1) with { DataStart = Promise.Now.AddMinutes(-1) };
        Assert.Equal(1, Promise.Budget(Promise.Events, first).ConsumedMinutes);
        Assert.Equal(SloLevel.Ok, Promise.Budget(Promise.Events, first).Level);
        var hard = Promise.Payments with { Target = 0.99 };
        var down = DowntimeRules.Read(hard, [Promise.Interval(-1, null)], [], Promise.Now.AddMinutes(-1), Promise.Now);
        Assert.Equal((1, 60), (down.Over(60)!.Value.Bad, down.Over(60)!.Value.Total));
        Assert.Empty(TierRules.Evaluate(hard, down, [], Promise.Now).Rose);
    }

    [Fact]
    public void A_share_of_errors_is_no_burn_rate() =>
        Assert.Equal(20, Promise.Budget(Promise.Events, Promise.Share(Promise.Events, 0.01)).BurnRate!.Value, 9);

    [Fact]
    public void Ten_percent_of_errors_at_a_promise_of_three_nines_burn_a_hundredfold() =>
        Assert.Equal(100, TierRules.Burn(Promise.Events with { Target = 0.999 }, new(1, 10))!.Value, 9);

    [Fact]
    public void A_week_is_not_paged_at_the_lookbacks_of_a_month()
    {
        var week = Promise.Events with { Window = SloWindow.Rolling(7) };
        // 4 times would use up the budget in nearly two days, and with the look-backs of 30 days a share of 2 % an hour would page at 3.36.
        Assert.DoesNotContain(SloTier.PageFast, TierRules.Evaluate(week, Promise.Share(week, 4 * week.ErrorShare), [], Promise.Now).Rose);
        Assert.Contains(SloTier.TicketFast, TierRules.Evaluate(week, Promise.Share(week, 4 * week.ErrorShare), [], Promise.Now).Rose);
    }

    [Fact]
    public void One_bad_event_in_an_empty_hour_wakes_nobody()
    {
        var night = TierRules.Lookbacks(Promise.Events).Select(minutes => new SloLookback(minutes, new(1, 1)));
        var reading = new SloReading { Window = new(1, 50_000), Lookbacks = [.. night] };
        Assert.Empty(TierRules.Evaluate(Promise.Events, reading, [], Promise.Now).Rose);
    }

    [Fact]
    public void A_trickle_that_pages_nobody_is_a_ticket_before_the_budget_is_gone()
    {
        // Twice as fast as allowed: the budget lasts 15 days, and no hour of them is bad enough for a page.
        var share = 2 * Promise.Events.ErrorShare;
        var rose = TierRules.Evaluate(Promise.Events, Promise.Share(Promise.Events, share, 100_000), [], Promise.Now).Rose;
        Assert.Equal([SloTier.TicketSlow], rose);
        // And without a single tier what is left is told.
        var quiet = Promise.Events with { Alerting = new() { Tiers = [] } };
        Assert.Equal(
            [SloLevel.Ok, SloLevel.Warning, SloLevel.High, SloLevel.Exhausted],
            new[] { 5, 12, 14, 15 }.Select(days => Promise.Budget(quiet, Promise.Share(quiet,
                share) with { DataStart = Promise.Now.AddDays(-days) }).Level));
    }

    [Fact]
    public void Two_silos_that_take_one_batch_count_it_once_and_days_are_not_counted_beside_their_minutes()
    {
        var memory = BatchMemory.Empty.With("batch-1", Promise.Now)!;
        Assert.True(memory.Knows("batch-1"));
        var start = new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var rolled = BucketRules.Roll(BucketRules.Add(SloBuckets.Empty, [new(SloBucket.MinuteOf(start), 1, 2)], start).Buckets, start.AddDays(4));
        Assert.Equal(2, BucketRules.Sum(rolled.Buckets, rolled.Retired, start.AddHours(-1), start.AddDays(4)).Total);
        Assert.Equal(2, BucketRules.Sum(rolled.Buckets, rolled.Retired, start.AddDays(-3), start.AddDays(4)).Total);
    }

    [Theory]
    [InlineData("sum(rate(a[{{window}}]))", true)]
    [InlineData("sum(irate(a[{{window}}]))", true)]
    [InlineData("sum(increase(a[{{window}}]))", false)]
    [InlineData("sum(count_over_time(rate_of_things[{{window}}]))", false)]
    public void Events_of_a_rate_are_counted_and_not_taken_for_one_a_second(string query, bool isRate)
    {
        Assert.Equal(isRate ? 600 : 2, SloQueryRules.Count(query, 2, 300));
        Assert.Null(SloQueryRules.Count(query, null, 300));
        Assert.DoesNotContain("{{", SloQueryRules.At(query, 5_400), StringComparison.Ordinal);
        Assert.Contains("[5400s]", SloQueryRules.At(query, 5_400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate(sum(a)[{{window}}:])", "the restart of one looks like a fall of all")]
    [InlineData("increase( sum (a)[{{window}}:])", "the restart of one looks like a fall of all")]
    [InlineData("sum(increase(d_bucket[{{window}}]))", "an event counts once in each that holds it")]
    [InlineData("sum(increase(d_bucket{job='a'}[{{window}}]))", "an event counts once in each that holds it")]
    [InlineData("sum(increase(d_bucket{le='0.5'}[{{window}}]))", null)]
    [InlineData("histogram_quantile(0.9, sum by (le) (increase(d_bucket[{{window}}])))", null)]
    [InlineData("sum(increase(d_count[{{window}}]))", null)]
    public void A_query_that_loses_resets_or_counts_twice_is_told_when_it_is_defined(string query, string? says)
    {
        var slo = Promise.Payments with { Source = new PrometheusSloSource { ErrorQuery = "sum(increase(e[{{window}}]))", TotalQuery = query } };
        var warnings = SloWarningRules.Of(slo).ToList();
        if (says is null) Assert.Empty(warnings);
        else Assert.Contains(says, Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("is grouped by tenant, which error_query does not name", SloWarningRules.Of(slo with { GroupBy = "tenant" }).Last(warning =>
            warning.Contains("error_query", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exhausted_budget_is_exhausted_although_fractions_leave_a_hair()
    {
        var budget = Promise.Budget(Promise.Payments, Promise.Minutes(21.6, 2));
        Assert.Equal((0, 0, SloLevel.Exhausted), (budget.RemainingMinutes, budget.TimeToExhaustionHours, budget.Level));
    }
}

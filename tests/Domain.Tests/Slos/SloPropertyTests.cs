using System.Text.Json;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using CsCheck;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What must be so whatever the numbers are.</summary>
public sealed class SloPropertyTests
{
    private static readonly Gen<SloDefinition> Definitions = Gen.Select(Gen.Double[0.0001, 0.99999], Gen.Int[1, 365], Gen.Int[0, 2]).Select(
        (target, days, source) => Promise.Payments with
        {
            Target = target,
            Window = SloWindow.Rolling(days),
            Source = source == 0 ? new IncidentSloSource() : source == 1 ? new EventSloSource() : new PrometheusSloSource(),
        });

    private static readonly Gen<SloReading> Readings =
        Gen.Select(Gen.Double[0, 5_000], Gen.Double[0, 40_000], Gen.Int[1, 400]).Select((bad, total, age) => new SloReading
        {
            Window = SloAmount.Of(bad, total),
            Lookbacks = [new(60, SloAmount.Of(bad / 2, total)), new(5, SloAmount.Of(bad, total))],
            DataStart = Promise.Now.AddDays(-age),
            LastData = Promise.Now,
        });

    [Fact]
    public void More_that_is_bad_never_leaves_more() => Gen.Select(Definitions, Readings, Gen.Double[0, 500]).Sample((slo, reading, more) =>
    {
        var worse = reading with { Window = SloAmount.Of(reading.Window!.Value.Bad + more, reading.Window.Value.Total) };
        Assert.True(Promise.Budget(slo, worse).RemainingMinutes <= Promise.Budget(slo, reading).RemainingMinutes);
        Assert.True(Promise.Budget(slo, worse).Level >= Promise.Budget(slo, reading).Level);
    });

    [Fact]
    public void Nothing_burns_faster_than_all_of_it_bad() => Gen.Select(Definitions, Readings).Sample((slo, reading) =>
    {
        var budget = Promise.Budget(slo, reading);
        Assert.True(budget.BurnRate is null || budget.BurnRate <= 1 / slo.ErrorShare);
        Assert.All(budget.Burns, tier => Assert.True((tier.LongBurn ?? 0) <= 1 / slo.ErrorShare && (tier.ShortBurn ?? 0) <= 1 / slo.ErrorShare));
        Assert.All(TierRules.Of(slo), tier => Assert.True(tier.IsReachable(slo.ErrorShare) && tier.LongMinutes >= 3 * tier.ShortMinutes
            && tier.ShortMinutes >= 5));
    });

    [Fact]
    public void Reckoning_again_gives_the_same_bytes() => Gen.Select(Definitions, Readings).Sample((slo, reading) =>
    {
        var evaluation = TierRules.Evaluate(slo, reading, [], Promise.Now);
        var again = TierRules.Evaluate(slo, Again(reading), [], Promise.Now);
        Assert.Equal(
            JsonSerializer.SerializeToUtf8Bytes(BudgetRules.Of(slo, reading, evaluation.Tiers, Promise.Now)),
            JsonSerializer.SerializeToUtf8Bytes(BudgetRules.Of(Again(slo), Again(reading), Again(again.Tiers), Promise.Now)));
    }, iter: 200);

    [Fact]
    public void A_stored_definition_and_stored_buckets_are_read_as_they_were() => Definitions.Sample(slo =>
    {
        Assert.Equal(slo.Source.Type, Again(slo).Source.Type);
        var rolled = BucketRules.Add(SloBuckets.Empty, [new(SloBucket.MinuteOf(Promise.Now), 3, 4)], Promise.Now).Buckets;
        Assert.Equal(new SloAmount(1, 4), BucketRules.Sum(Again(rolled), [], Promise.Now, Promise.Now.AddMinutes(1)));
    }, iter: 20);

    [Fact]
    public void What_is_left_and_what_is_used_are_the_whole_and_tiers_fire_only_when_both_burn() =>
        Gen.Select(Definitions, Readings).Sample((slo, reading) =>
        {
            var budget = Promise.Budget(slo, reading);
            Assert.Equal(budget.TotalMinutes, budget.ConsumedMinutes + budget.RemainingMinutes, budget.TotalMinutes * 1e-8 +
                budget.ConsumedMinutes * 1e-12);
            var rose = TierRules.Evaluate(slo, reading, [], Promise.Now).Rose;
            Assert.All(budget.Burns.Where(tier => rose.Contains(tier.Tier)), tier =>
                Assert.True(tier.LongBurn >= tier.Factor * (1 - 1e-9) && tier.ShortBurn >= tier.Factor * (1 - 1e-9)));
        });

    private static T Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(value))!;
}

using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What is left of a budget (docs/slos.md). All in double and unrounded; the same arguments give the same bits.</summary>
public static class BudgetRules
{
    private const double LowPercent = 10, ThinPercent = 25;

    /// <param name="definition">Perhaps one of a what-if.</param>
    /// <param name="reading">What its source answered.</param>
    /// <param name="tiers">As the last evaluation left them; empty: none fires.</param>
    /// <param name="now">When it is reckoned.</param>
    public static SloBudget Of(SloDefinition definition, SloReading reading, ImmutableArray<SloTierState> tiers, DateTimeOffset now)
    {
        var period = BudgetPeriodRules.At(definition.Window, now);
        var (age, total) = (period.Age(reading.DataStart, now), definition.ErrorShare * period.Minutes);
        var consumed = Consumed(definition, reading.Window, age - reading.ExcludedMinutes);
        var remaining = SloNumbers.WithoutDust(total - consumed, total);
        var burn = TierRules.Burn(definition, reading.Over(TierRules.BurnRateMinutes));
        var isAbsent = AbsenceRules.IsAbsent(definition, reading, now);
        var data = DataOf(definition, reading, isAbsent);
        // A tier that the definition has no more is no tier of it.
        var known = TierRules.Of(definition);
        var states = tiers.Where(state => known.Any(tier => tier.Tier == state.Tier)).ToImmutableArray();
        return new()
        {
            SloName = definition.Name,
            Target = definition.Target,
            WindowDays = definition.Window.Days,
            WindowFrom = period.From,
            WindowUntil = period.Until,
            TotalMinutes = total,
            ConsumedMinutes = consumed,
            RemainingMinutes = remaining,
            RemainingPercent = 100 * remaining / total,
            BurnRate = burn,
            TimeToExhaustionHours = HoursLeft(remaining / total, period.Minutes / 60, burn),
            Level = Level(states, remaining, 100 * remaining / total, isAbsent || data is SloDataState.None),
            Basis = definition.Source.Basis,
            Data = data,
            EvaluatedAt = now,
            FiringTiers =
            [
                .. states.Where(state => state.IsFiring || state.HeldSince is not null)
                    .Select(state => new SloTierMark(state.Tier, !state.IsFiring)),
            ],
            Sli = 1 - reading.Window?.Ratio,
            Burns = TierRules.Burns(definition, reading),
            Uncorrected = reading.WindowUncorrected is { } all ? Uncorrected(Consumed(definition, all, age), total) : null,
            AgeMinutes = age,
            ExcludedMinutes = reading.ExcludedMinutes,
            Amount = reading.Window,
            IsAbsent = isAbsent,
        };
    }

    /// <summary>
    /// Minutes of the budget that are gone. Of events it is their share of the minutes for which the SLO has existed: one that is an hour old and
    /// fails one request in a hundred has not failed a month of them.
    /// </summary>
    private static double Consumed(SloDefinition definition, SloAmount? amount, double minutes) =>
        definition.Source is IncidentSloSource ? amount?.Bad ?? 0 : (amount?.Ratio ?? 0) * Math.Max(0, minutes);

    private static double? HoursLeft(double share, double windowHours, double? burn) =>
        share <= 0 ? 0 : burn is > 0 ? share * windowHours / burn : null;

    private static SloDataState DataOf(SloDefinition definition, SloReading reading, bool isAbsent) =>
        definition.Source is not IncidentSloSource && reading.Window?.Ratio is null ? SloDataState.None
        : reading.IsStale || isAbsent ? SloDataState.Stale
        : SloDataState.Ok;

    /// <summary>The highest of what the tiers say and what is left says. What nobody knows is never ok.</summary>
    private static SloLevel Level(ImmutableArray<SloTierState> tiers, double remaining, double percent, bool isUnknown)
    {
        var left = remaining <= 0 ? SloLevel.Exhausted
            : !SloNumbers.Reaches(percent, LowPercent) ? SloLevel.High
            : !SloNumbers.Reaches(percent, ThinPercent) ? SloLevel.Warning
            : isUnknown ? SloLevel.NoData
            : SloLevel.Ok;
        var firing = TierRules.Level(tiers);
        return firing > left ? firing : left;
    }

    private static UncorrectedBudget Uncorrected(double consumed, double total)
    {
        var remaining = SloNumbers.WithoutDust(total - consumed, total);
        return new(consumed, remaining, 100 * remaining / total);
    }
}

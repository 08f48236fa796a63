using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>
/// The tiers of an SLO, and when they fire (docs/slos.md). The table is of 30 days. For other windows the factors stay and the look-backs become
/// longer or shorter with the window, so that a tier stands for the same share of the budget: with the look-backs of 30 days a window of 7 days would
/// page at 3.4 times.
/// </summary>
public static class TierRules
{
    /// <summary>The look-back of <c>burn_rate</c>.</summary>
    public const int BurnRateMinutes = 60;

    private const int ShortestShort = 5;

    /// <summary>Two silos that look at once may differ by this.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    private static readonly ImmutableArray<BurnTier> OfThirtyDays =
    [
        new(SloTier.PageFast, 14.4, 60, 5, SloLevel.Critical),
        new(SloTier.PageSlow, 6, 6 * 60, 30, SloLevel.High),
        new(SloTier.TicketFast, 3, 24 * 60, 2 * 60, SloLevel.Warning),
        new(SloTier.TicketSlow, 1, 3 * 24 * 60, 6 * 60, SloLevel.Warning),
    ];

    /// <summary>Those that are wanted and can fire.</summary>
    public static ImmutableArray<BurnTier> Of(SloDefinition definition) =>
        [.. Wanted(definition).Where(tier => tier.IsReachable(definition.ErrorShare))];

    /// <summary>Those that are wanted and can never fire, since not even a total outage burns so fast.</summary>
    public static ImmutableArray<BurnTier> Unreachable(SloDefinition definition) =>
        [.. Wanted(definition).Where(tier => !tier.IsReachable(definition.ErrorShare))];

    /// <summary>Minutes that a source must be asked for, besides the window: each once, the shortest first.</summary>
    public static ImmutableArray<int> Lookbacks(SloDefinition definition) =>
        [.. Of(definition).SelectMany(tier => new[] { tier.ShortMinutes, tier.LongMinutes }).Append(BurnRateMinutes).Distinct().Order()];

    /// <summary>How fast a look-back burnt: 1 would use up the budget in exactly its window. Null: nothing is known.</summary>
    public static double? Burn(SloDefinition definition, SloAmount? amount) => amount?.Ratio / definition.ErrorShare;

    public static ImmutableArray<TierBurn> Burns(SloDefinition definition, SloReading reading) =>
    [
        .. Of(definition).Select(tier => new TierBurn(tier.Tier, tier.Factor, tier.LongMinutes, tier.ShortMinutes,
            Burn(definition, reading.Over(tier.LongMinutes)), Burn(definition, reading.Over(tier.ShortMinutes)))),
    ];

    /// <summary>What an evaluation makes of the tiers. Doing it twice at one time is doing it once.</summary>
    public static TierEvaluation Evaluate(
        SloDefinition definition, SloReading reading, ImmutableArray<SloTierState> before, DateTimeOffset now)
    {
        var after = Of(definition).Select(tier => Next(definition, tier, reading, Known(before, tier.Tier), now)).ToImmutableArray();
        return new(after,
            [.. after.Where(state => state.IsFiring && !Known(before, state.Tier).IsFiring).Select(state => state.Tier)],
            [.. before.Where(state => state.IsFiring && !Known(after, state.Tier).IsFiring).Select(state => state.Tier)]);
    }

    /// <summary>The level that firing tiers mean; those that are held mean nothing.</summary>
    public static SloLevel Level(ImmutableArray<SloTierState> states) => states.Where(state => state.IsFiring)
        .Select(state => OfThirtyDays[(int)state.Tier].Level).DefaultIfEmpty(SloLevel.Ok).Max();

    private static SloTierState Next(SloDefinition definition, BurnTier tier, SloReading reading, SloTierState before, DateTimeOffset now)
    {
        // Old answers say nothing new: what fires goes on, and nothing begins.
        if (reading.IsStale) return before;
        var (wide, brief) = (reading.Over(tier.LongMinutes), reading.Over(tier.ShortMinutes));
        var (longBurn, shortBurn) = (Burn(definition, wide), Burn(definition, brief));
        if (before.IsFiring) return StillFiring(tier, longBurn, shortBurn, before, now);
        if (!Reaches(longBurn, tier.Factor) || !Reaches(shortBurn, tier.Factor)) return new(tier.Tier);
        return IsEnough(definition, reading, wide, brief)
            ? new(tier.Tier, FiringSince: now)
            : new(tier.Tier, HeldSince: before.HeldSince ?? now);
    }

    /// <summary>
    /// It ends when its short look-back is below at two evaluations. Nothing in the short look-back is not below: between two requests of a quiet
    /// service there is nothing. Nothing in the long one either is the end; that the data is missing is told by itself.
    /// </summary>
    private static SloTierState StillFiring(BurnTier tier, double? wide, double? brief, SloTierState before, DateTimeOffset now)
    {
        var isBelow = brief is { } burn ? !SloNumbers.Reaches(burn, tier.Factor) : wide is null;
        if (!isBelow) return before with { BelowSince = null };
        // A look of the future was one of a clock that was ahead: from now on it counts anew, and does not wait until that time has come.
        if (before.BelowSince is not { } since || since - now > ClocksDiffer) return before with { BelowSince = now };
        return now > since ? new(tier.Tier) : before;
    }

    /// <summary>One failed request in an empty hour is a large share and no trouble; three are.</summary>
    private static bool IsEnough(SloDefinition definition, SloReading reading, SloAmount? wide, SloAmount? brief) =>
        definition.Source is IncidentSloSource || reading.IsShareOnly
            || brief is { } now && SloNumbers.Reaches(now.Total, definition.Alerting.MinEvents)
            || wide is { } before && SloNumbers.Reaches(before.Bad, BadEventsThatAreEnough);

    private const int BadEventsThatAreEnough = 3;

    private static bool Reaches(double? burn, double factor) => burn is { } known && SloNumbers.Reaches(known, factor);

    private static SloTierState Known(ImmutableArray<SloTierState> states, SloTier tier) =>
        states.FirstOrDefault(state => state.Tier == tier) ?? new(tier);

    private static IEnumerable<BurnTier> Wanted(SloDefinition definition) => OfThirtyDays
        .Where(tier => definition.Alerting.Tiers.Contains(tier.Tier)).Select(tier => Scaled(tier, definition.Window.Days));

    private static BurnTier Scaled(BurnTier tier, int days)
    {
        if (days is >= 28 and <= 31) return tier;
        var brief = Math.Max(ShortestShort, Minutes(tier.ShortMinutes, days));
        return tier with { ShortMinutes = brief, LongMinutes = Math.Max(3 * brief, Minutes(tier.LongMinutes, days)) };
    }

    /// <summary>Whole minutes, since that is how finely anything is known.</summary>
    private static int Minutes(int ofThirtyDays, int days) => (ofThirtyDays * days + 15) / 30;
}

/// <param name="Tiers">To be stored.</param>
/// <param name="Rose">They fire since now: each opens one incident.</param>
/// <param name="Fell">They do not fire any more: each resolves its incident.</param>
public sealed record TierEvaluation(ImmutableArray<SloTierState> Tiers, ImmutableArray<SloTier> Rose, ImmutableArray<SloTier> Fell);

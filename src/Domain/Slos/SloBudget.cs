using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What is left of an error budget, as exactly as it was reckoned; <see cref="SloRounding"/> rounds it for people.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-budget")]
public sealed record SloBudget
{
    [Id(0)] public required string SloName { get; init; }
    [Id(1)] public required double Target { get; init; }
    [Id(2)] public required int WindowDays { get; init; }

    /// <summary>Where the window begins.</summary>
    [Id(3)] public DateTimeOffset WindowFrom { get; init; }

    /// <summary>The end of a period of the calendar; of a rolling window the time of evaluation.</summary>
    [Id(4)] public DateTimeOffset WindowUntil { get; init; }

    [Id(5)] public double TotalMinutes { get; init; }
    [Id(6)] public double ConsumedMinutes { get; init; }

    /// <summary>Below zero when more was burnt than there was; never clamped.</summary>
    [Id(7)] public double RemainingMinutes { get; init; }

    [Id(8)] public double RemainingPercent { get; init; }

    /// <summary>Over the last hour; null: nothing is known of it.</summary>
    [Id(9)] public double? BurnRate { get; init; }

    /// <summary>At the burn of the last hour; null: never, or nobody knows.</summary>
    [Id(10)] public double? TimeToExhaustionHours { get; init; }

    [Id(11)] public SloLevel Level { get; init; }

    /// <summary>What the minutes are made of: <c>incident_minutes</c>, or the source's name when they are a share of events.</summary>
    [Id(12)] public string Basis { get; init; } = "";

    [Id(13)] public SloDataState Data { get; init; }
    [Id(14)] public DateTimeOffset EvaluatedAt { get; init; }

    /// <summary>Tiers that fire, and those that are held for want of events.</summary>
    [Id(15)] public ImmutableArray<SloTierMark> FiringTiers { get; init; } = [];

    /// <summary>The share that was good; null: nothing is known.</summary>
    [Id(16)] public double? Sli { get; init; }

    /// <summary>How the tiers stand, those that can never fire left out.</summary>
    [Id(17)] public ImmutableArray<TierBurn> Burns { get; init; } = [];

    /// <summary>As if there were no corrections; null where there are none.</summary>
    [Id(18)] public UncorrectedBudget? Uncorrected { get; init; }

    /// <summary>Minutes for which the SLO has existed in this window.</summary>
    [Id(19)] public double AgeMinutes { get; init; }

    /// <summary>Minutes of the window that corrections take out.</summary>
    [Id(20)] public double ExcludedMinutes { get; init; }

    /// <summary>Over the window: what was bad and what there was, in events or minutes; null: nothing is known.</summary>
    [Id(21)] public SloAmount? Amount { get; init; }

    /// <summary>The source had something to say once, and has been silent for too long.</summary>
    [Id(22)] public bool IsAbsent { get; init; }
}

/// <summary>The same budget without its corrections.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-budget-uncorrected")]
public sealed record UncorrectedBudget(
    [property: Id(0)] double ConsumedMinutes, [property: Id(1)] double RemainingMinutes, [property: Id(2)] double RemainingPercent);

/// <param name="IsHeld">It would fire, if there were more events.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-tier-mark")]
public readonly record struct SloTierMark([property: Id(0)] SloTier Tier, [property: Id(1)] bool IsHeld);

/// <summary>How fast a tier's look-backs burn.</summary>
/// <param name="LongBurn">Null: nothing is known.</param>
/// <param name="ShortBurn">Null: nothing is known.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-tier-burn")]
public sealed record TierBurn(
    [property: Id(0)] SloTier Tier, [property: Id(1)] double Factor, [property: Id(2)] int LongMinutes, [property: Id(3)] int ShortMinutes,
    [property: Id(4)] double? LongBurn, [property: Id(5)] double? ShortBurn);

public enum SloDataState
{
    Ok = 0,

    /// <summary>The source cannot be asked, or has been silent for too long: these are its last answers.</summary>
    Stale = 1,

    /// <summary>There was nothing in the whole window.</summary>
    None = 2,
}

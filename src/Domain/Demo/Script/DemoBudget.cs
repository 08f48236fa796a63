using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Domain.Demo.Script;

/// <summary>An SLO of the shop as it has become, with everything that is stored of it.</summary>
public sealed record DemoBudget
{
    /// <summary>Of a label's value the one that is called so.</summary>
    public required SloDefinition Slo { get; init; }

    /// <summary>As the last look has left them.</summary>
    public ImmutableArray<SloTierState> Tiers { get; init; } = [];

    public ImmutableArray<Correction> Corrections { get; init; } = [];

    /// <summary>What was pushed; nothing where incidents are the source.</summary>
    public required RolledBuckets Events { get; init; }

    /// <summary>When its tiers rose and fell, oldest first.</summary>
    public ImmutableArray<DemoRise> Rises { get; init; } = [];

    /// <summary>Days of which something was pushed.</summary>
    public int Days => Events.Buckets.Recent.Length + Events.Retired.Length;
}

/// <summary>A tier fired.</summary>
/// <param name="Tier">Which.</param>
/// <param name="At">Since when.</param>
/// <param name="Budget">As it was then.</param>
/// <param name="Until">Null: it fires.</param>
public sealed record DemoRise(SloTier Tier, DateTimeOffset At, SloBudget Budget, DateTimeOffset? Until);

using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What is remembered of a tier between evaluations, so that a restart opens no second incident.</summary>
/// <param name="Tier">Which.</param>
/// <param name="FiringSince">Null: it does not fire.</param>
/// <param name="BelowSince">
/// The evaluation at which its short look-back was first below the factor again; the next one that still finds it there ends it. A time and no count,
/// so that two silos that evaluate at the same time count once.
/// </param>
/// <param name="HeldSince">It would fire, if there were more events; null: it would not, or it fires.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-tier-state")]
public sealed record SloTierState(
    [property: Id(0)] SloTier Tier,
    [property: Id(1)] DateTimeOffset? FiringSince = null,
    [property: Id(2)] DateTimeOffset? BelowSince = null,
    [property: Id(3)] DateTimeOffset? HeldSince = null)
{
    public bool IsFiring => FiringSince is not null;
}

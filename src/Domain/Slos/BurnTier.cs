using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>A tier of one SLO: it fires while both look-backs burn at least so fast.</summary>
/// <param name="Tier">Which.</param>
/// <param name="Factor">How many times faster than would use up the budget in exactly its window.</param>
/// <param name="LongMinutes">Long enough to be worth a word.</param>
/// <param name="ShortMinutes">Short enough to end soon after the trouble does.</param>
/// <param name="Level">Of the SLO while it fires.</param>
public sealed record BurnTier(SloTier Tier, double Factor, int LongMinutes, int ShortMinutes, SloLevel Level)
{
    /// <summary>Nothing can burn faster than all of it bad does, 1/E. A factor above that is never reached.</summary>
    public bool IsReachable(double errorShare) => SloNumbers.Reaches(1 / errorShare, Factor);
}

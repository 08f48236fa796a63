using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>A cause with what it rests on.</summary>
/// <param name="Rank">1 is the likeliest.</param>
/// <param name="Said">As the rules say it.</param>
/// <param name="Claims">What speaks for it, then what speaks against it.</param>
public sealed record ShownHypothesis(int Rank, Hypothesis Said, ImmutableArray<ShownClaim> Claims)
{
    internal static ShownHypothesis Of(int rank, Hypothesis said, ShownEvidence evidence) => new(rank, said,
    [
        .. said.Claims.Select((claim, at) => evidence.Beside(claim.Text, claim.EvidenceIds) with { IsHeadline = at == 0 }),
        .. said.Against.Select(claim => evidence.Beside(claim.Text, claim.EvidenceIds) with { IsAgainst = true }),
    ]);
}

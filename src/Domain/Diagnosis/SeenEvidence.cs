using System.Collections.Immutable;
using AiSre.Domain.Chat;

namespace AiSre.Domain.Diagnosis;

/// <summary>What there is beside the evidence that the rules cite, and what of it is kept.</summary>
public static class SeenEvidence
{
    private const int MostSuspicious = 5;

    /// <summary>What the rules cite, what else was seen, and incidents of before, under ids that follow.</summary>
    public static ImmutableArray<Evidence> EverythingSeen(this DiagnosisReport report, ImmutableArray<SimilarCase> similar)
    {
        var seen = report.Evidence.AddRange(report.Further);
        return seen.AddRange(similar.Where(one => one.Resolution is { Length: > 0 }).Select((one, at) => new Evidence
        {
            Id = $"E{seen.Length + at + 1}", Kind = EvidenceKind.Similar, Source = $"incident {one.Id}", Text = $"{one.Title}: {one.Resolution}",
            IsSuspicious = MachineOrders.In($"{one.Title}: {one.Resolution}"),
        }));
    }

    /// <summary>Of what no rule cites, what the model cites, and what people should see because it reads like orders.</summary>
    public static DiagnosisReport Kept(this DiagnosisReport report, ImmutableArray<SimilarCase> similar, ModelOpinion? opinion)
    {
        var cited = (opinion?.Claims ?? []).SelectMany(claim => claim.EvidenceIds).ToHashSet();
        var further = report.EverythingSeen(similar).RemoveRange(0, report.Evidence.Length);
        var kept = further.Where(item => cited.Contains(item.Id))
            .Concat(further.Where(item => item.IsSuspicious && !cited.Contains(item.Id)).Take(MostSuspicious));
        return report with { Evidence = report.Evidence.AddRange(kept), Further = [] };
    }
}

using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>
/// How alike two incidents are, from 0 to 1: by their words and by what they are about (docs/intelligence.md). The same either way round.
/// </summary>
public static class SimilarityRules
{
    /// <summary>What is less alike is not shown.</summary>
    public const double Threshold = 0.35;

    private const double OfWords = 0.55, OfStructure = 0.45;

    /// <param name="words">The cosine of their words, 0 to 1.</param>
    public static double Score(double words, RememberedIncident a, RememberedIncident b) =>
        Math.Clamp((OfWords * words) + (OfStructure * Structure(a, b)), 0, 1);

    public static double Structure(RememberedIncident a, RememberedIncident b) =>
        (a.Service is not null && a.Service == b.Service ? 0.40 : 0)
        + (a.Pattern != FailurePatterns.Unknown && a.Pattern == b.Pattern ? 0.30 : 0)
        + (Same(a.Workload, b.Workload) || Same(a.Namespace, b.Namespace) ? 0.15 : 0)
        + (a.AlertName == b.AlertName ? 0.10 : 0)
        + (a.Severity == b.Severity ? 0.05 : 0);

    /// <summary>They stand for one problem already, or are the same: nothing is learnt from showing one beside the other.</summary>
    public static bool IsOneProblem(RememberedIncident a, RememberedIncident b) =>
        a.Id == b.Id || a.ParentId == b.Id || b.ParentId == a.Id || (a.ParentId is not null && a.ParentId == b.ParentId);

    private static bool Same(string? a, string? b) => a is not null && a == b;
}

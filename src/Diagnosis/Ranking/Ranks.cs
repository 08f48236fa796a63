using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Ranking;

/// <summary>
/// Which finding explains the symptom best. What agrees adds up, what contradicts costs, a consequence stands behind its cause, and what is far from
/// the symptom in place or time counts for less.
/// </summary>
internal static class Ranks
{
    private const double Cap = 0.95;
    private const double Contradiction = 0.15;

    /// <summary>What is left of a consequence's confidence beside a cause of it.</summary>
    private const double Explained = 0.6;

    /// <summary>Less than this explains nothing else, nor is it an answer.</summary>
    private const double Least = 0.3;

    public static IEnumerable<Candidate> Of(Scene scene, IEnumerable<Candidate> found)
    {
        var agreed = found
            .Select(candidate =>
            candidate with { Confidence = Math.Max(0, candidate.Confidence - (Contradiction * candidate.Finding.Against.Length)) })
            .GroupBy(candidate => (candidate.Rule.Cause, candidate.Finding.Component))
            .Select(Agreed)
            .ToList();
        if (agreed.Count == 0) return [];
        var vicinity = new Vicinity(scene);
        var near = agreed.Select(candidate => candidate with { Confidence = candidate.Confidence * vicinity.Of(candidate.Finding) })
            .Where(candidate => candidate.Confidence >= Least).ToList();
        var explained = near.Where(candidate => candidate.Rule.IsConsequence && near.Any(cause => Explains(cause, candidate))).ToHashSet();
        return near
            .Select(candidate => explained.Contains(candidate) ? candidate with { Confidence = candidate.Confidence * Explained } : candidate)
            .Where(candidate => candidate.Confidence >= Least)
            .OrderByDescending(candidate => candidate.Confidence)
            .ThenBy(candidate => candidate.Rule.IsConsequence)
            .ThenByDescending(candidate => candidate.Finding.Affects.Length);

        // A cause of the same component or of what it depends on; among consequences only the latter, so that the deepest stays.
        bool Explains(Candidate cause, Candidate consequence)
        {
            if (cause == consequence || cause.Confidence < 0.4) return false;
            var (causes, suffers) = (Touched(cause), Touched(consequence));
            if (causes.Overlaps(suffers) || cause.Finding.Component == consequence.Finding.Component)
            {
                return !cause.Rule.IsConsequence || cause.Confidence > consequence.Confidence;
            }

            return suffers.Any(one => scene.Graph.From([one]).Keys.Any(causes.Contains))
                && !(cause.Rule.IsConsequence && causes.Any(one => scene.Graph.From([one]).Keys.Any(suffers.Contains)));
        }

        HashSet<Component> Touched(Candidate candidate) =>
            [.. vicinity.WorkloadsOf(candidate.Finding.Component), candidate.Finding.Component, .. candidate.Finding.Affects];
    }

    /// <summary>Two rules that find the same: the chance that both are wrong.</summary>
    private static Candidate Agreed(IEnumerable<Candidate> same)
    {
        var best = same.MaxBy(candidate => candidate.Confidence)!;
        var wrong = same.GroupBy(candidate => candidate.Rule).Aggregate(1.0, (all, rule) => all * (1 - rule.Max(candidate => candidate.Confidence)));
        return best with { Confidence = Math.Max(best.Confidence, Math.Min(Cap, 1 - wrong)) };
    }
}

using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>
/// How what people have said moves a rule's confidence for a service (docs/diagnosis.md): the rule's own confidence counts like so many incidents of
/// which that share was right, and each incident that a person has judged counts like one.
/// </summary>
public static class ConfidenceRules
{
    /// <summary>So many incidents the rule itself is worth.</summary>
    public const double Weight = 4;

    /// <summary>Nothing is ever ruled out by what people say of other incidents.</summary>
    public const double Least = 0.1;

    /// <summary>As sure as rules that agree can be.</summary>
    public const double Most = 0.95;

    /// <summary>Without a cluster the alert alone is explained, and nobody should trust that much.</summary>
    public const double MostFromAlertAlone = 0.5;

    /// <param name="own">The rule's own, 0 to 1.</param>
    /// <param name="right">Incidents of the service in which people said that this cause was right.</param>
    /// <param name="wrong">In which they said that it was not.</param>
    /// <param name="most">More it never is, unless it was already.</param>
    public static double Adjusted(double own, int right, int wrong, double most = Most)
    {
        if (right + wrong == 0) return own;
        var mean = ((Weight * own) + right) / (Weight + right + wrong);
        return Math.Round(Math.Clamp(mean, Math.Min(Least, own), Math.Max(most, own)), 2);
    }

    /// <summary>Each hypothesis by what people have said of its cause for the service; the likeliest first again.</summary>
    public static DiagnosisReport Adjust(DiagnosisReport report, ImmutableArray<CauseCounts> counts)
    {
        if (counts.IsEmpty || report.Hypotheses.IsEmpty) return report;
        var most = report.Cluster is null ? MostFromAlertAlone : Most;
        return report with { Hypotheses = [.. report.Hypotheses.Select(Adjust).OrderByDescending(one => one.Confidence)] };

        Hypothesis Adjust(Hypothesis one) => counts.FirstOrDefault(count => count.Cause == one.Cause) is { } said
            ? one with
            {
                Confidence = Adjusted(one.Confidence, said.Right, said.Wrong, most),
                Feedback = new(one.Confidence, said.Right, said.Wrong),
            }
            : one;
    }
}

/// <summary>What people have said of a cause for one service.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.cause-counts")]
public sealed record CauseCounts(
    [property: Id(0)] string Cause, [property: Id(1)] int Right, [property: Id(2)] int Wrong);

/// <summary>Why a hypothesis has another confidence than its rule gave it.</summary>
/// <param name="Base">What the rule gave.</param>
/// <param name="Right">Incidents of the service in which people said that this cause was right.</param>
/// <param name="Wrong">In which they said that it was not.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.confidence-feedback")]
public sealed record ConfidenceFeedback([property: Id(0)] double Base, [property: Id(1)] int Right, [property: Id(2)] int Wrong);

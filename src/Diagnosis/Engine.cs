using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Ranking;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis;

/// <summary>Tries every rule on a scene and writes down what the best findings say, each sentence beside the evidence that carries it.</summary>
public sealed class Engine(ImmutableArray<Rule> rules)
{
    private const int Most = 5;

    /// <param name="scene">What was seen.</param>
    /// <param name="onFault">Told of a rule that failed: it says nothing, and the others are asked all the same.</param>
    public DiagnosisReport Explain(Scene scene, Action<Rule, Exception>? onFault = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var ranked = Ranks.Of(scene, rules.SelectMany(rule => See(rule, scene, onFault))).Take(Most).ToList();
        var evidence = new EvidenceList();
        var hypotheses = ranked.Select(candidate => Written(candidate, evidence)).ToImmutableArray();
        foreach (var (plural, reason) in scene.Cluster.Unavailable.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            evidence.Cite(new(EvidenceKind.Unavailable, plural, reason));
        }

        var cited = evidence.Items;
        foreach (var seen in FurtherEvidence.Of(scene)) evidence.Cite(seen);
        return new()
        {
            At = scene.Now,
            Hypotheses = hypotheses,
            Evidence = cited,
            Further = [.. evidence.Items.Skip(cited.Length)],
            LookedAt = hypotheses.IsEmpty ? [.. rules.Select(rule => rule.LooksAt).Distinct()] : [],
        };
    }

    private static IEnumerable<Candidate> See(Rule rule, Scene scene, Action<Rule, Exception>? onFault)
    {
        if (rule.Needs.Any(need => !scene.IsKnown(need))) return [];
        try
        {
            return [.. rule.See(scene).Select(finding => new Candidate(rule, finding, finding.Confidence))];
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Clusters hold objects that nobody thought of, and one of them must not cost the whole answer.
            onFault?.Invoke(rule, fault);
            return [];
        }
    }

    private static Hypothesis Written(Candidate candidate, EvidenceList evidence)
    {
        var (rule, finding, confidence) = candidate;
        return new()
        {
            Cause = rule.Cause,
            Component = finding.Component,
            Confidence = Math.Round(confidence, 2),
            Claims = [.. finding.Because.Prepend(finding.RootCause).Select(Claim)],
            Against = [.. finding.Against.Select(Claim)],
            Advice = rule.Advice,
            Expected = rule.Expected,
            Pattern = rule.Pattern,
        };

        Claim Claim(Statement statement) => new(statement.Text, [.. statement.Cites.Select(evidence.Cite)]);
    }
}

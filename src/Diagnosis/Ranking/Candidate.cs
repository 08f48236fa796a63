using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Rules;

namespace AiSre.Diagnosis.Ranking;

/// <summary>A finding and how well it explains the symptom.</summary>
internal sealed record Candidate(Rule Rule, Finding Finding, double Confidence);

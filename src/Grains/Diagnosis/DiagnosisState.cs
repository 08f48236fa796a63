using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Grains.Diagnosis;

/// <summary>What is kept of an incident's diagnoses.</summary>
public sealed record DiagnosisState
{
    /// <summary>As the rules gave it, whatever people say; null before the first is done.</summary>
    public IncidentDiagnosis? Last { get; init; }

    /// <summary>The service, else the workload; empty: neither is known.</summary>
    public string Service { get; init; } = "";

    /// <summary>One of each person, the newest last.</summary>
    public ImmutableArray<DiagnosisFeedback> Feedback { get; init; } = [];

    /// <summary>The newest last; of those that are not known yet there is one at most.</summary>
    public ImmutableArray<Prediction> Predictions { get; init; } = [];
}

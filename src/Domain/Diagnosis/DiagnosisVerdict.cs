using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>What became of one incident's diagnosis, as calibration counts it: an incident counts once, however many have spoken.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.verdict")]
public sealed record DiagnosisVerdict
{
    public const string Undetermined = "undetermined";

    [Id(0)] public required string IncidentId { get; init; }

    /// <summary>The service, else the workload; empty: neither was named.</summary>
    [Id(1)] public required string Service { get; init; }

    /// <summary>Of the closed list, or <see cref="Undetermined"/>.</summary>
    [Id(2)] public required string Cause { get; init; }

    /// <summary>How sure the rules were, whatever people had said before.</summary>
    [Id(3)] public required double Confidence { get; init; }

    /// <summary>When it was said.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>By the newest word of a person; null: nobody has spoken.</summary>
    [Id(5)] public bool? IsRight { get; init; }

    /// <summary>Null: not checked yet.</summary>
    [Id(6)] public PredictionOutcome? Prediction { get; init; }

    /// <param name="incidentId">Whose.</param>
    /// <param name="service">What it is about.</param>
    /// <param name="said">As the rules gave it.</param>
    /// <param name="feedback">The newest last.</param>
    /// <param name="predictions">The newest last.</param>
    public static DiagnosisVerdict Of(
        string incidentId, string service, IncidentDiagnosis said, ImmutableArray<DiagnosisFeedback> feedback,
        ImmutableArray<Prediction> predictions)
    {
        // What a person has judged is what counts, also where a later look has found something else.
        var newest = feedback.IsEmpty ? null : feedback[^1];
        var cause = (newest is null ? said.Cause?.Cause : newest.Cause) ?? Undetermined;
        return new()
        {
            IncidentId = incidentId,
            Service = service,
            Cause = cause,
            Confidence = newest?.Confidence ?? said.Cause?.Confidence ?? 0,
            At = newest?.At ?? said.CompletedAt,
            IsRight = newest?.IsCorrect,
            Prediction = predictions.LastOrDefault(one => one.Cause == cause && one.Outcome is not null)?.Outcome,
        };
    }
}

using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>What somebody who knows says of a diagnosis.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.feedback")]
public sealed record DiagnosisFeedback
{
    [Id(0)] public required string Actor { get; init; }

    /// <summary>The cause that was named first is the cause; of an undetermined diagnosis, that there was nothing to find.</summary>
    [Id(1)] public required bool IsCorrect { get; init; }

    /// <summary>What it was, in his words; null: he does not say.</summary>
    [Id(2)] public string? RootCause { get; init; }

    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Which cause it is about; null: it was undetermined.</summary>
    [Id(4)] public string? Cause { get; init; }

    /// <summary>Which component.</summary>
    [Id(5)] public string? Component { get; init; }

    /// <summary>How sure the rules were, whatever people had said before.</summary>
    [Id(6)] public double Confidence { get; init; }
}

/// <summary>Who may say how much.</summary>
public static class FeedbackRules
{
    public const int LongestRootCause = 2_000;

    /// <summary>People of one incident; of more the oldest word goes.</summary>
    private const int Most = 50;

    /// <param name="shown">The diagnosis as he saw it.</param>
    /// <param name="isCorrect">What he says of the cause that it names first.</param>
    /// <param name="rootCause">What it was, in his words.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public static DiagnosisFeedback Of(IncidentDiagnosis shown, bool isCorrect, string? rootCause, string actor, DateTimeOffset now) => new()
    {
        Actor = actor,
        IsCorrect = isCorrect,
        RootCause = rootCause,
        At = now,
        Cause = shown.Cause?.Cause,
        Component = shown.Cause?.Component.ToString(),
        Confidence = shown.Cause is { } cause ? cause.Feedback?.Base ?? cause.Confidence : 0,
    };

    /// <summary>Whether he has said just this already.</summary>
    public static bool Says(ImmutableArray<DiagnosisFeedback> said, DiagnosisFeedback feedback) =>
        said.Any(one => one with { At = feedback.At } == feedback);

    /// <summary>What one says takes the place of what he said before. The newest stands last.</summary>
    public static ImmutableArray<DiagnosisFeedback> Add(ImmutableArray<DiagnosisFeedback> said, DiagnosisFeedback feedback)
    {
        var all = said.RemoveAll(one => one.Actor == feedback.Actor).Add(feedback);
        return all.Length > Most ? all.RemoveAt(0) : all;
    }
}

using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>One look for the cause of one incident, with what may help.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.of-incident")]
public sealed record IncidentDiagnosis
{
    [Id(0)] public required string IncidentId { get; init; }
    [Id(1)] public required DiagnosisReport Report { get; init; }
    [Id(2)] public required int LogLimit { get; init; }

    /// <summary>What was known of the incident, in short: another one means that it has changed since.</summary>
    [Id(3)] public required string Fingerprint { get; init; }

    [Id(4)] public required DateTimeOffset StartedAt { get; init; }
    [Id(5)] public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Ids of runbooks, the best first.</summary>
    [Id(6)] public ImmutableArray<string> Playbooks { get; init; } = [];

    [Id(7)] public ImmutableArray<SimilarCase> Similar { get; init; } = [];
    [Id(8)] public SuspectDeploy? Deploy { get; init; }
    [Id(9)] public ImmutableArray<SuggestedAction> Actions { get; init; } = [];

    /// <summary>What people say of it, the newest last.</summary>
    [Id(10)] public ImmutableArray<DiagnosisFeedback> Feedback { get; init; } = [];

    /// <summary>What should be seen if it is right, the newest last.</summary>
    [Id(11)] public ImmutableArray<Prediction> Predictions { get; init; } = [];

    /// <summary>What a chat model made of the same evidence, or why it was not asked; null: of a version that had none.</summary>
    [Id(12)] public ModelOpinion? Opinion { get; init; }

    /// <summary>The likeliest cause by the rules, on which alone anything is done; null: undetermined.</summary>
    public Hypothesis? Cause => Report.Hypotheses is [{ Confidence: >= DiagnosisRules.LeastConfidence } first, ..] ? first : null;
}

/// <summary>An incident of before that looks alike.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Resolution">What ended it, in the words of whoever did.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.similar-case")]
public sealed record SimilarCase(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] double Score, [property: Id(3)] string? Resolution);

/// <summary>The deploy that came shortly before.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.suspect-deploy")]
public sealed record SuspectDeploy(
    [property: Id(0)] string Id, [property: Id(1)] string Service, [property: Id(2)] int MinutesBefore, [property: Id(3)] string Actor);

/// <summary>Something that could be done about it, and what the guard would say to it now.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.suggested-action")]
public sealed record SuggestedAction
{
    [Id(0)] public required Actions.ActionRequest Request { get; init; }
    [Id(1)] public required string Description { get; init; }
    [Id(2)] public required bool IsExecutable { get; init; }
    [Id(3)] public required bool IsAutoExecutable { get; init; }
    [Id(4)] public required bool IsAllowed { get; init; }
    [Id(5)] public required bool NeedsApproval { get; init; }
    [Id(6)] public required Actions.BlastRadius BlastRadius { get; init; }
    [Id(7)] public string? PolicyName { get; init; }
    [Id(8)] public required string Reason { get; init; }

    /// <summary>A chat model named it and no rule did, so that it never goes by itself.</summary>
    [Id(9)] public bool IsOfModel { get; init; }
}

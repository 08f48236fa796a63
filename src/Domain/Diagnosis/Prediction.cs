namespace AiSre.Domain.Diagnosis;

/// <summary>What would be seen if a diagnosis were right, and whether it was.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.prediction")]
public sealed record Prediction
{
    [Id(0)] public required string Cause { get; init; }
    [Id(1)] public required string Component { get; init; }

    /// <summary>In words.</summary>
    [Id(2)] public required string Expected { get; init; }

    [Id(3)] public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Null: it is not known yet.</summary>
    [Id(4)] public PredictionOutcome? Outcome { get; init; }

    [Id(5)] public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Why, in a sentence; empty while it is not known.</summary>
    [Id(6)] public string Reason { get; init; } = "";
}

public enum PredictionOutcome
{
    /// <summary>Nobody can tell.</summary>
    Unknown = 0,

    Held = 1,
    Failed = 2,
}

using AiSre.Domain.Actions.Verification;

namespace AiSre.Grains.Actions;

/// <summary>An attempt in the action log.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-entry")]
public sealed record ActionEntry
{
    [Id(0)] public required ActionAttempt Attempt { get; init; }
    [Id(1)] public required ActionAnswer Answer { get; init; }

    /// <summary>When it began.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>When its outcome was known.</summary>
    [Id(3)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What limits count it for; null: it touches none.</summary>
    [Id(4)] public string? Workload { get; init; }

    /// <summary>A provider was called, or was about to be.</summary>
    [Id(5)] public bool IsExecuted { get; init; }

    /// <summary>What somebody saw who looked later; null: nobody has looked yet.</summary>
    [Id(6)] public ActionVerification? Verification { get; init; }

    /// <summary>When they looked.</summary>
    [Id(7)] public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Nobody knows what became of it, and it is not looked for any more.</summary>
    public bool IsGivenUp => Answer.Status is ActionStatus.Unknown && FinishedAt is not null;
}

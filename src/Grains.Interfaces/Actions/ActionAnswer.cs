using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Patches;

namespace AiSre.Grains.Actions;

/// <summary>What came of an attempt.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-answer")]
public sealed record ActionAnswer
{
    /// <summary>In the action log.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required ActionStatus Status { get; init; }

    /// <summary>For a person: the preview, what was done, or the reason of a refusal.</summary>
    [Id(2)] public required string Message { get; init; }

    /// <summary>The machine code of a refusal.</summary>
    [Id(3)] public string? Code { get; init; }

    /// <summary>When a refusal may be gone.</summary>
    [Id(4)] public TimeSpan? RetryAfter { get; init; }

    /// <summary>All that the guard said; null where it was not asked.</summary>
    [Id(5)] public ActionDecision? Decision { get; init; }

    /// <summary>What the cluster said, of a dry run what it would have; null: it was not asked.</summary>
    [Id(6)] public ProviderResult? Result { get; init; }

    /// <summary>Of <see cref="ActionName.SuggestConfigFix"/>.</summary>
    [Id(7)] public ConfigFix? Fix { get; init; }

    /// <summary>It was done before, under the same idempotency key.</summary>
    [Id(8)] public bool IsRepeat { get; init; }

    /// <summary>The revision of the policies that it was decided under, to which an approval is bound.</summary>
    [Id(9)] public string PolicyRevision { get; init; } = "";

    /// <summary>The guard could not see whether it may be, and is to be asked again: nothing is decided.</summary>
    [Id(10)] public bool IsAskedAgain { get; init; }
}

/// <summary>How an attempt stands. Stored numbers stay.</summary>
public enum ActionStatus
{
    /// <summary>The log has it and the cluster may have been asked; nobody knows more yet.</summary>
    Started = 0,

    DryRun = 1,

    /// <summary>The cluster accepted it.</summary>
    Success = 2,

    /// <summary>The cluster refused it, or could not do it. Nothing was changed.</summary>
    Failed = 3,

    /// <summary>It was so already.</summary>
    NoOp = 4,

    /// <summary>The guard refused it.</summary>
    Denied = 5,

    /// <summary>It may have been done: the answer was lost, and reading has not told yet.</summary>
    Unknown = 6,
}

/// <summary>As the log, the timeline and answers write it.</summary>
public static class ActionStatuses
{
    public static string Word(this ActionStatus status) => status switch
    {
        ActionStatus.Started => "started",
        ActionStatus.DryRun => "dry_run",
        ActionStatus.Success => "success",
        ActionStatus.Failed => "failed",
        ActionStatus.NoOp => "noop",
        ActionStatus.Denied => "denied",
        _ => "unknown",
    };

    /// <summary>Unknown for what is no such word.</summary>
    public static ActionStatus Of(string? word)
    {
        foreach (var status in Enum.GetValues<ActionStatus>())
            if (status.Word() == word) return status;
        return ActionStatus.Unknown;
    }
}

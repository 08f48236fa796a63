using System.Collections.Immutable;
using AiSre.Domain.Actions;

namespace AiSre.Grains.Actions;

/// <summary>A question to a person, and the answer.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-approval")]
public sealed record ActionApproval
{
    /// <summary>So long a question stands.</summary>
    public static readonly TimeSpan Stands = TimeSpan.FromMinutes(30);

    /// <summary>Characters of the comment with an answer.</summary>
    public const int LongestComment = 1_000;

    [Id(0)] public required string Id { get; init; }

    /// <summary>What would be done, in whose name, for which object: its plan has the UID.</summary>
    [Id(1)] public required ActionAttempt Attempt { get; init; }

    /// <summary>What a yes is bound to.</summary>
    [Id(2)] public required string ArgumentsHash { get; init; }

    [Id(3)] public required string PolicyRevision { get; init; }
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }
    [Id(6)] public ApprovalState State { get; init; } = ApprovalState.Pending;
    [Id(7)] public Principal? DecidedBy { get; init; }
    [Id(8)] public DateTimeOffset? DecidedAt { get; init; }
    [Id(9)] public string? Comment { get; init; }

    /// <summary>What came of a yes; null: not known yet.</summary>
    [Id(10)] public ActionAnswer? Answer { get; init; }

    /// <summary>"Would delete pod …".</summary>
    [Id(11)] public string Preview { get; init; } = "";

    [Id(12)] public BlastRadius BlastRadius { get; init; }
    [Id(13)] public string? PolicyName { get; init; }

    /// <summary>What a person should know before saying yes.</summary>
    [Id(14)] public ImmutableArray<string> Notes { get; init; } = [];

    [Id(15)] public bool NeedsFourEyes { get; init; }

    /// <summary>What the guard had found when it was asked. All of it is looked at again before anything is done.</summary>
    [Id(16)] public ImmutableArray<GuardCheck> Checks { get; init; } = [];
}

/// <summary>How a question stands. Stored numbers stay.</summary>
public enum ApprovalState
{
    Pending = 0,
    Approved = 1,
    Denied = 2,
    Expired = 3,
}

namespace AiSre.Domain.Actions;

/// <summary>A person's yes to one action on one object under one policy, for a while.</summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.grant")]
public sealed record ApprovalGrant
{
    /// <summary>Of the approval that was asked for; null: the yes came with the request.</summary>
    [Id(0)] public string? ApprovalId { get; init; }

    /// <summary>Who wanted it done.</summary>
    [Id(1)] public required string Requester { get; init; }

    /// <summary>Who said yes.</summary>
    [Id(2)] public required Principal Approver { get; init; }

    /// <summary><see cref="CanonicalArguments.Hash"/> of what was approved; null: whatever the request says, because the yes came with it.</summary>
    [Id(3)] public string? ArgumentsHash { get; init; }

    /// <summary>The revision of the policies under which it was given; null likewise.</summary>
    [Id(4)] public string? PolicyRevision { get; init; }

    /// <summary>From then on it counts for nothing.</summary>
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The incident for which it was given; null: none.</summary>
    [Id(6)] public string? IncidentId { get; init; }

    /// <summary>It was given to all of a run before anybody knew what it would do: it counts up to one workload.</summary>
    [Id(7)] public bool IsBeforehand { get; init; }
}

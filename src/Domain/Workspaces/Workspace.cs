namespace AiSre.Domain.Workspaces;

/// <summary>One tenant.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-facts")]
public sealed record Workspace
{
    /// <summary>1 to 64 letters, digits, <c>-</c> or <c>_</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Text for people, never part of a key or a decision; null: nobody gave it one.</summary>
    [Id(1)] public string? Name { get; init; }

    [Id(2)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(3)] public WorkspaceStatus Status { get; init; }

    /// <summary>Why it is suspended, in the words of whoever did it.</summary>
    [Id(4)] public string? Reason { get; init; }

    [Id(5)] public WorkspaceQuotas Quotas { get; init; } = new();

    [Id(6)] public WorkspaceRetention Retention { get; init; } = new();
}

public enum WorkspaceStatus
{
    Active = 0,

    /// <summary>Reads work. Nothing comes in, nothing acts, nobody is paged; what was there stays.</summary>
    Suspended = 1,

    /// <summary>It is being erased, step by step; to everybody else it is not there.</summary>
    Deleting = 2,
}

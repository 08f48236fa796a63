using AiSre.Domain.Workspaces;

namespace AiSre.Grains.Workspaces;

/// <summary>What was said of a workspace; its name and its age are in the list of workspaces.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-state")]
public sealed record WorkspaceState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Never <see cref="WorkspaceStatus.Deleting"/>: that is said where it outlives this.</summary>
    [Id(1)] public WorkspaceStatus Status { get; init; }

    [Id(2)] public string? Reason { get; init; }
    [Id(3)] public WorkspaceQuotas Quotas { get; init; } = new();
    [Id(4)] public WorkspaceRetention Retention { get; init; } = new();
}

using AiSre.Domain.Workspaces;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>Workspaces as they are told of, from what is stored.</summary>
internal static class StoredWorkspaces
{
    public static Workspace Of(StoredWorkspace stored) =>
        Of(stored, stored.State is { } text ? DocumentText.Read<WorkspaceState>(text) : null);

    public static Workspace Of(StoredWorkspace stored, WorkspaceState? state) => new()
    {
        Id = stored.Id,
        Name = stored.Name,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.CreatedAt),
        Status = stored.IsGone ? WorkspaceStatus.Deleting : state?.Status ?? WorkspaceStatus.Active,
        Reason = stored.IsGone ? null : state?.Reason,
        Quotas = state?.Quotas ?? new(),
        Retention = state?.Retention ?? new(),
    };
}

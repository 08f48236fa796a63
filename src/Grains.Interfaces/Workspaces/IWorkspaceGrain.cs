namespace AiSre.Grains.Workspaces;

/// <summary>One tenant. Key: the workspace's id.</summary>
[Alias("aisre.workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>Creates the workspace at its first use and keeps its display name up to date.</summary>
    /// <returns>False when no more workspaces may be created by being named (<see cref="MaxAutoCreated"/>).</returns>
    [Alias("ensure"), Idempotent]
    Task<bool> EnsureAsync(string? name);

    /// <summary>As many workspaces may come into being by being named; further ones must be created.</summary>
    const int MaxAutoCreated = 1_000;
}

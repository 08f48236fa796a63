using System.Collections.Concurrent;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>
/// Workspaces that this process has seen, so that only the first delivery of each asks its grain. Those that are held come no further than
/// <see cref="StandingMiddleware"/>.
/// </summary>
public sealed class KnownWorkspaces(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, string?> names = new(StringComparer.Ordinal);

    /// <summary>Null when the workspace may be used; it comes into being by being named.</summary>
    public ValueTask<ProblemResult?> EnsureAsync(Caller caller) =>
        names.TryGetValue(caller.Workspace, out var name) && (caller.WorkspaceName is null || caller.WorkspaceName == name)
            ? default
            : new(AskAsync(caller));

    private async Task<ProblemResult?> AskAsync(Caller caller)
    {
        WorkspaceDoor door;
        try
        {
            door = await grains.GetGrain<IWorkspaceGrain>(caller.Workspace).EnterAsync(caller.WorkspaceName);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            // Its alerts go to the spool, and the workspace comes into being with them.
            return null;
        }
        if (door is WorkspaceDoor.Open) names[caller.Workspace] = caller.WorkspaceName ?? names.GetValueOrDefault(caller.Workspace);
        return door switch
        {
            WorkspaceDoor.Open => null,
            WorkspaceDoor.Suspended => WorkspaceProblems.Suspended(caller.Workspace, null),
            WorkspaceDoor.Deleted => WorkspaceProblems.NotFound(caller.Workspace),
            _ => Problems.Forbidden(
                $"There are {IWorkspaceGrain.MaxAutoCreated} workspaces; more do not come into being by being named. Use an existing one, or have "
                    + "one created.",
                "too_many_workspaces"),
        };
    }
}

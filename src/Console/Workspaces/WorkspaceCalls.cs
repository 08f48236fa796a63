using AiSre.Domain.Workspaces;
using AiSre.Grains;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>What pages ask of workspaces.</summary>
internal static class WorkspaceCalls
{
    public static IWorkspaceGrain Grain(this IGrainFactory grains, string workspace) => grains.GetGrain<IWorkspaceGrain>(workspace);

    /// <summary>Null also where it cannot be said at the moment: one that does not answer must not take a page of others with it.</summary>
    public static async Task<WorkspaceUsage?> UsageOfAsync(this IGrainFactory grains, Workspace one)
    {
        try
        {
            return await grains.Grain(one.Id).UsageAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }
}

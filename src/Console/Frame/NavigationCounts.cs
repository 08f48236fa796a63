using AiSre.Console.Requests;
using AiSre.Grains;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Workflows;

namespace AiSre.Console.Frame;

/// <summary>What the navigation of every page counts.</summary>
internal static class NavigationCounts
{
    /// <summary>A question stands for half an hour, and a run is not left waiting for long: what waits is among the newest.</summary>
    private const int Newest = 50;

    /// <summary>How many incidents nobody has. Null when it cannot be said at the moment: the page itself says what is wrong.</summary>
    public static async Task<BoardCount?> NobodyHasAsync(this IGrainFactory grains, ConsoleContext context)
    {
        try
        {
            return await grains.GetGrain<IIncidentBoard>(0).NobodyHasAsync(context.Workspace, context.Heard);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }

    /// <summary>How many questions wait for somebody's yes, those of runs at a gate too. Null likewise.</summary>
    public static async Task<int?> WaitingAsync(this IGrainFactory grains, string workspace, DateTimeOffset now)
    {
        try
        {
            var runs = grains.GetGrain<IWorkflowRunQueries>(0).ListAsync(workspace, null, Newest);
            var approvals = await grains.GetGrain<IActionQueries>(0).ApprovalsAsync(workspace, Newest);
            return approvals.Count(one => one.State is ApprovalState.Pending && now < one.ExpiresAt)
                + (await runs).Count(run => run.Status is RunStatus.WaitingApproval);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }
}

using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Workflows;

namespace AiSre.Console.Workflows;

/// <summary>What can be run, and what was.</summary>
/// <param name="Known">The catalogue.</param>
/// <param name="Runs">Newest first, a page of them.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
/// <param name="IsFirst">These are the newest.</param>
public sealed record WorkflowsView(WorkflowList Known, ImmutableArray<RunSummary> Runs, string? Next, bool IsFirst)
{
    private const int PageSize = 30;

    public int Live => Runs.Count(run => !run.Status.IsOver());

    public int Waiting => Runs.Count(run => run.Status is RunStatus.WaitingApproval);

    public static async Task<WorkflowsView> LoadAsync(IGrainFactory grains, string workspace, string? before)
    {
        var known = grains.GetGrain<IGeneratedRunbooksGrain>(workspace).ListAsync();
        var runs = await grains.GetGrain<IWorkflowRunQueries>(0).ListAsync(workspace, before, PageSize);
        return new(await known, runs, runs.Length == PageSize ? runs[^1].Id : null, before is null);
    }
}

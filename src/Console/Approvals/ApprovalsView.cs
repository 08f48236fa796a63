using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Actions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Workflows;

namespace AiSre.Console.Approvals;

/// <summary>What waits for somebody's yes, and what became of what did.</summary>
/// <param name="Pending">What expires first on top.</param>
/// <param name="Decided">Newest first.</param>
/// <param name="Gates">Runs that wait at a gate.</param>
public sealed record ApprovalsView(
    ImmutableArray<PendingApproval> Pending, ImmutableArray<ActionApproval> Decided, ImmutableArray<RunSummary> Gates)
{
    private const int Newest = 100;
    private const int ShownDecided = 50;

    public int Waiting => Pending.Length + Gates.Length;

    internal static async Task<ApprovalsView> LoadAsync(IGrainFactory grains, string workspace, DateTimeOffset now)
    {
        var runs = grains.GetGrain<IWorkflowRunQueries>(0).ListAsync(workspace, null, Newest);
        var all = await grains.GetGrain<IActionQueries>(0).ApprovalsAsync(workspace, Newest);
        var pending = all.Where(one => StateOf(one, now) is ApprovalState.Pending).OrderBy(one => one.ExpiresAt)
            .Select(async one => new PendingApproval(one, await TitleAsync(one.Attempt.IncidentId)));
        return new(
            [.. await Task.WhenAll(pending)], [.. all.Where(one => StateOf(one, now) is not ApprovalState.Pending).Take(ShownDecided)],
            [.. (await runs).Where(run => run.Status is RunStatus.WaitingApproval)]);

        async Task<string?> TitleAsync(string? incidentId) => incidentId is null
            ? null
            : (await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId)).GetAsync())?.Title;
    }

    /// <summary>Time ends a question by itself; it is written down a little later.</summary>
    public static ApprovalState StateOf(ActionApproval approval, DateTimeOffset now) =>
        approval.State is ApprovalState.Pending && now >= approval.ExpiresAt ? ApprovalState.Expired : approval.State;
}

/// <param name="Approval">The question.</param>
/// <param name="Incident">The title of its incident; null: it is for none.</param>
public sealed record PendingApproval(ActionApproval Approval, string? Incident);

using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Workflows;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>The runbooks that are for the incident, and what was run for it.</summary>
/// <param name="Matches">The best first.</param>
/// <param name="Runs">Newest first, of workflows too.</param>
public sealed record RunbooksView(string IncidentId, bool IsOver, ImmutableArray<RunbookScore> Matches, ImmutableArray<WorkflowRun> Runs)
{
    private const int ShownRuns = 5;

    internal static async Task<RunbooksView?> LoadAsync(ShownIncident shown)
    {
        var incident = shown.Incident;
        var known = shown.Grains.GetGrain<IGeneratedRunbooksGrain>(shown.Workspace).ListAsync();
        var runs = RunsAsync(shown);
        var labels = incident.Labels.DistinctBy(label => label.Name).ToDictionary(label => label.Name, label => label.Value);
        var matches = MatchRules.Of((await known).Runbooks, RunIncident.Of(incident), labels);
        var isOver = incident.Phase is Domain.Incidents.IncidentPhase.Resolved;
        var view = new RunbooksView(shown.Id, isOver, matches, [.. (await runs).OfType<WorkflowRun>()]);
        return view.Matches.IsEmpty && view.Runs.IsEmpty ? null : view;
    }

    private static Task<WorkflowRun?[]> RunsAsync(ShownIncident shown) => Task.WhenAll(
        shown.Timeline.Where(said => said.Type is RunNotes.Started).Select(said => new SaidPayload(said.Payload).Text("run_id")).OfType<string>()
            .Where(GrainKeys.IsRunId).Distinct().Reverse().Take(ShownRuns)
            .Select(id => shown.Grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(shown.Workspace, id)).GetAsync()));
}

using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workflows;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiSre.Api.Runbooks;

/// <summary>Runbooks: which there are, which are for an incident, and runs of them.</summary>
internal static class RunbookEndpoints
{
    private static readonly QueryParameter<string> AutoApprove = Query.WordOr(
        "false", "auto_approve", "Approve everything beforehand that this key may approve. It lifts no refusal and changes nothing about dry_run.",
            "true", "false");

    public static void MapRunbooks(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/runbooks").WithTags("Runbooks");
        group.MapGet("", Written).RequireRole(Role.Viewer, KeyScope.Read).Describe("listRunbooks", "Runbooks that people have written")
            .Answers(RunbookExamples.List);
        group.MapGet("/all", All).RequireRole(Role.Viewer, KeyScope.Read).Describe("listAllRunbooks", "All runbooks, generated ones too")
            .Answers(RunbookExamples.List);
        var one = endpoints.MapGroup("/incidents/{incidentId}/runbooks").WithTags("Runbooks")
            .WithPath("incidentId", "The incident's id.", "inc-0c1m5k2v7a9xw");
        one.MapGet("", Match).RequireRole(Role.Viewer, KeyScope.Read).Describe("matchRunbooks", "Runbooks that are for an incident, the best first")
            .Answers(RunbookExamples.Matched);
        one.MapGroup("/{runbookId}").WithPath("runbookId", "The runbook's id.", "oom-recovery").MapPost("/execute", Execute)
            .CountsAs(RateClass.Action)
            .RequireRole(Role.Operator, KeyScope.Act)
            .Describe("executeRunbook", "Run a runbook for an incident", "A dry run unless dry_run is false. The incident fills in what it knows.")
            .WithQuery(AutoApprove).Takes(RunbookExamples.Execute).Answers(RunbookExamples.Run);
    }

    private static async Task<IResult> Written(Caller caller, IGrainFactory grains) =>
        Listed((await KnownAsync(grains, caller.Workspace)).Where(runbook => runbook.Origin is not WorkflowOrigin.Generated));

    private static async Task<IResult> All(Caller caller, IGrainFactory grains) => Listed(await KnownAsync(grains, caller.Workspace));

    private static async Task<IResult> Match(string incidentId, Caller caller, IncidentLocator incidents, IGrainFactory grains)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return Missing(incidentId);
        var labels = incident.Labels.DistinctBy(label => label.Name).ToDictionary(label => label.Name, label => label.Value);
        var found = MatchRules.Of(await KnownAsync(grains, incident.Workspace), RunIncident.Of(incident), labels);
        return TypedResults.Ok(new MatchedRunbooksResponse(incident.Id, [.. found.Select(MatchedRunbook.From)], found.Length));
    }

    private static async Task<IResult> Execute(
        string incidentId, string runbookId, Body<ExecuteRunbookRequest> body, Caller caller, QueryReader query, IncidentLocator incidents,
        IGrainFactory grains, RunStarter starter)
    {
        var autoApprove = query.Of(AutoApprove) is "true";
        if (query.Problem is { } problem) return problem;
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return Missing(incidentId);
        if ((await KnownAsync(grains, incident.Workspace)).FirstOrDefault(known => known.Id == runbookId) is not { } runbook)
            return Problems.NotFound($"Runbook {Domain.Spelling.Shown(runbookId)} not found.");
        if (InputRules.Read(runbook, Inputs(runbook, incident, body.Value), out var wrong) is not { } inputs)
            return Problems.Unprocessable([new(["body", "context", wrong!.Input], wrong.Message)]);
        var (run, refusal) = await starter.StartAsync(caller, runbook, inputs, incident, body.Value.DryRun, autoApprove);
        return run is null ? refusal! : TypedResults.Ok(RunbookRunResponse.From(incident.Id, run));
    }

    private static Dictionary<string, JsonElement> Inputs(WorkflowDefinition runbook, Incident incident, ExecuteRunbookRequest request)
    {
        var inputs = new Dictionary<string, JsonElement>(InputRules.Of(runbook, RunTarget.Of(incident)));
        foreach (var (name, value) in request.Context ?? new Dictionary<string, JsonElement>()) inputs[name] = value;
        return inputs;
    }

    internal static async Task<IReadOnlyList<WorkflowDefinition>> KnownAsync(IGrainFactory grains, string workspace) =>
        (await grains.GetGrain<IGeneratedRunbooksGrain>(workspace).ListAsync()).Runbooks;

    private static Ok<RunbookListResponse> Listed(IEnumerable<WorkflowDefinition> runbooks)
    {
        var shown = runbooks.Select(RunbookItem.From).ToList();
        return TypedResults.Ok(new RunbookListResponse(shown, shown.Count));
    }

    private static ProblemResult Missing(string incidentId) => Problems.NotFound($"Incident {Domain.Spelling.Shown(incidentId)} not found.");
}

using System.Collections.Immutable;
using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Grains.Incidents;
using AiSre.Grains.Workflows;

namespace AiSre.Api.Runbooks;

/// <summary>Runbooks that are made of what has helped before. One counts once a person has approved it.</summary>
internal static class GenerationEndpoints
{
    private const int MostIncidents = 300;
    private const int PageSize = 100;

    public static void MapRunbookGeneration(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/runbooks/generate").WithTags("Runbooks");
        group.MapPost("", Generate).CountsAs(RateClass.Report).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("generateRunbook", "Propose a runbook from past incidents",
                "By counting, without a model. Nothing is kept until it is approved.")
            .Takes(RunbookExamples.Generate).Answers(RunbookExamples.Generated);
        group.MapPost("/approve", Approve).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("approveRunbook", "Keep a proposed runbook", "It is read as strictly as a file. A built-in one is never replaced.")
            .Takes(RunbookExamples.Approve).Answers(RunbookExamples.Saved);
    }

    private static async Task<IResult> Generate(Body<GenerateRunbookRequest> body, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var request = body.Value;
        if (request.Service.Length is 0 or > 200) return Problems.Unprocessable("body", "service", "Must be 1 to 200 characters long.");
        if (!FailurePatterns.Labels.Contains(request.Pattern))
            return Problems.Unprocessable("body", "pattern",
                $"There is no such pattern; {Domain.Spelling.Allowed(request.Pattern, FailurePatterns.Labels)}");
        if (request.MinIncidents is < 1 or > 100) return Problems.Unprocessable("body", "min_incidents", "Must be a whole number from 1 to 100.");
        var queries = grains.GetGrain<IIncidentQueries>(0);
        var past = await PastAsync(queries, caller.Workspace, request, clock.GetUtcNow() - GenerationRules.Past);
        if (past.Count < request.MinIncidents)
        {
            return TypedResults.Ok(new GeneratedRunbookResponse(request.Pattern, past.Count, null, "generated",
                $"{past.Count} resolved incidents of {Domain.Spelling.Shown(request.Service)} with this pattern in 90 days; "
                    + $"{request.MinIncidents} are needed."));
        }
        var document = GenerationRules.Generate(request.Service, request.Pattern, past, Collect(request.Pattern));
        return TypedResults.Ok(new GeneratedRunbookResponse(request.Pattern, past.Count, RunbookJson.Of(document), "generated",
            $"Generated runbook for '{request.Pattern}' pattern (seen {past.Count}x). Review and approve to save."));
    }

    private static async Task<IResult> Approve(Body<ApproveRunbookRequest> body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        // JSON is YAML, so it is read by the reader of files, with all that is refused there.
        var reading = RunbookText.Read(new("runbook", body.Value.Runbook.GetRawText()));
        if (reading.Runbook is not { } runbook)
            return Problems.Unprocessable([.. reading.Problems.Select(problem => new FieldError(["body", "runbook"], problem.Message))]);
        if (!RunbookIds.CanBeSaved(runbook.Id))
            return Problems.Unprocessable("body", "runbook.id", "Use 1 to 64 small letters, digits and hyphens; begin with a letter or digit.");
        if (WorkflowCatalogue.Runbooks.Any(builtIn => builtIn.Id == runbook.Id))
            return Problems.Conflict($"{runbook.Id} is built in and is not replaced; choose another id.", "builtin_runbook");
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var text = RunbookJson.Yaml(body.Value.Runbook);
        var saved = await grains.GetGrain<IGeneratedRunbooksGrain>(caller.Workspace).SaveAsync(runbook.Id, text, caller.Name);
        if (saved is SavedIn.Nowhere)
            return Problems.Conflict("There are as many generated runbooks as there may be.", "too_many_runbooks");
        return TypedResults.Ok(new SavedRunbookResponse(
            true, runbook.Id, $"config/{RunbookIds.PathOf(runbook.Id)}", $"Runbook '{runbook.Id}' saved successfully.", saved is SavedIn.File));
    }

    /// <summary>What the built-in runbook of the pattern reads, else what helps with most.</summary>
    private static ImmutableArray<string> Collect(string pattern) =>
        WorkflowCatalogue.Runbooks.FirstOrDefault(runbook => runbook.Match?.Patterns.Contains(pattern) is true)?.Steps
            .FirstOrDefault(step => step.Type is StepType.Gather)?.Collect ?? [EvidenceKinds.PodStatus, EvidenceKinds.Events, EvidenceKinds.Logs];

    private static async Task<List<PastIncident>> PastAsync(
        IIncidentQueries queries, string workspace, GenerateRunbookRequest request, DateTimeOffset since)
    {
        var past = new List<PastIncident>();
        var filter = new IncidentFilter
        {
            Workspace = workspace,
            Service = request.Service,
            Phases = [IncidentPhase.Resolved],
            Since = since,
            Limit = PageSize,
        };
        for (var seen = 0; seen < MostIncidents;)
        {
            var page = await queries.ListAsync(filter);
            foreach (var incident in page.Items.Select(item => item.Incident).Where(incident =>
                PatternLabels.PatternOf(incident) == request.Pattern))
            {
                // Most have none, and a timeline is long.
                var hasActed = (await queries.ActionsAsync(workspace, incident.Id)).Any(action => !action.DryRun);
                past.Add(PastIncident.Of(incident.Id, hasActed ? await queries.TimelineAsync(workspace, incident.Id) : []));
            }
            seen += page.Items.Length;
            if (page.Next is not { } next) break;
            filter = filter with { After = next };
        }
        return past;
    }
}

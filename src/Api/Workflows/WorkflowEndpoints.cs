using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Workflows;

namespace AiSre.Api.Workflows;

/// <summary>Workflows, and runs of them and of runbooks.</summary>
internal static class WorkflowEndpoints
{

    private static readonly QueryParameter<int> Limit = Query.Whole("limit", "How many.", 1, 100, 20);
    private static readonly QueryParameter<string?> Cursor = Query.Text("cursor", "next_cursor of the page before.", 64);

    private static readonly Dictionary<string, JsonElement> NoInputs = [];

    public static void MapWorkflows(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/workflows").WithTags("Workflows");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listWorkflows", "Workflows that can be run").Answers(WorkflowExamples.List);
        group.MapGet("/runs", Runs).RequireRole(Role.Viewer, KeyScope.Read).Describe("listRuns", "Runs of workflows and runbooks, newest first")
            .WithQuery(Limit, Cursor).Answers(WorkflowExamples.Runs);
        group.MapGroup("/{workflowId}").WithPath("workflowId", "The workflow's id.", "oom_recovery")
            .MapPost("/execute", Execute).RequireRole(Role.Operator, KeyScope.Act)
            .CountsAs(RateClass.Action)
            .Describe(
                "executeWorkflow", "Run a workflow",
                "A dry run unless dry_run is false: it reads for real, asks nobody, and says what it would do. Answers with how far it came at once.")
            .Takes(WorkflowExamples.Execute).Answers(WorkflowExamples.Waiting);
        var run = group.MapGroup("/{runId}").WithPath("runId", "The run's id.", WorkflowExamples.RunId);
        run.MapGet("/status", Status).RequireRole(Role.Viewer, KeyScope.Read).Describe("getRun", "How a run is").Answers(WorkflowExamples.Waiting);
        run.MapPost("/approve", Approve).RequireRole(Role.Operator, KeyScope.Act)
            .CountsAs(RateClass.Action)
            .Describe(
                "approveRun", "Answer at a gate",
                "A yes is for the actions that the gate shows, with these arguments. One that comes early is kept for the gate that it names. " +
                "Where a run has several gates, gate says which one is answered. The second answer to a gate changes nothing.")
            .Takes(WorkflowExamples.Approve).Answers(WorkflowExamples.Waiting);
        run.MapPost("/cancel", Cancel).RequireRole(Role.Operator, KeyScope.Act)
            .Describe("cancelRun", "End a run", "The step that is being done ends first; a wait ends at once. May be repeated.")
            .Takes(WorkflowExamples.Cancel).Answers(WorkflowExamples.Waiting);
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var known = await grains.GetGrain<IGeneratedRunbooksGrain>(caller.Workspace).ListAsync();
        return TypedResults.Ok(new WorkflowListResponse([.. known.Workflows.Select(WorkflowItem.From)], known.Workflows.Length));
    }

    private static async Task<IResult> Runs(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (limit, cursor) = (query.Of(Limit), query.Of(Cursor));
        if (query.Problem is { } problem) return problem;
        var runs = await grains.GetGrain<IWorkflowRunQueries>(0).ListAsync(caller.Workspace, cursor, limit);
        return TypedResults.Ok(new RunListResponse([.. runs.Select(RunItem.From)], runs.Length, runs.Length == limit ? runs[^1].Id : null));
    }

    private static async Task<IResult> Execute(
        string workflowId, Body<ExecuteWorkflowRequest> body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces,
            IncidentLocator incidents,
        RunStarter starter)
    {
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var known = await grains.GetGrain<IGeneratedRunbooksGrain>(caller.Workspace).ListAsync();
        if (known.Workflows.FirstOrDefault(definition => definition.Id == workflowId) is not { } workflow)
        {
            var near = Domain.Spelling.Nearest(workflowId, known.Workflows.Select(definition => definition.Id)) is { } name ? $" Did you mean {name}?"
                : "";
            return Problems.NotFound($"Workflow {Domain.Spelling.Shown(workflowId)} not found.{near}");
        }
        var incident = body.Value.IncidentId is { } id ? await incidents.FindAsync(caller, id) : null;
        if (incident is null && body.Value.IncidentId is not null)
            return Problems.Unprocessable("body", "incident_id", $"There is no incident {Domain.Spelling.Shown(body.Value.IncidentId)}.");
        if (InputRules.Read(workflow, body.Value.Context ?? NoInputs, out var wrong) is not { } inputs)
            return Problems.Unprocessable([new(["body", "context", wrong!.Input], wrong.Message)]);
        var (run, problem) = await starter.StartAsync(caller, workflow, inputs, incident, body.Value.DryRun, autoApprove: false);
        return run is null ? problem! : TypedResults.Ok(RunResponse.From(run));
    }

    private static async Task<IResult> Status(string runId, Caller caller, IGrainFactory grains) =>
        GrainKeys.IsRunId(runId) && await Run(runId, caller, grains).GetAsync() is { } run ? TypedResults.Ok(RunResponse.From(run)) : NotFound(runId);

    private static async Task<IResult> Approve(string runId, Body<ApproveRunRequest> body, Caller caller, IGrainFactory grains)
    {
        var request = body.Value;
        if (request.Comment?.Length > GateAnswer.LongestComment)
            return Problems.Unprocessable("body", "comment", $"Must be at most {GateAnswer.LongestComment} characters long.");
        if (!GrainKeys.IsRunId(runId) || RunStarter.RoleOf(caller) is not { } role) return NotFound(runId);
        var answer = new GateAnswer { Approved = request.Approved, StepId = request.Gate, Comment = request.Comment, By = caller.Name, Role = role };
        var (outcome, run) = await Run(runId, caller, grains).AnswerAsync(answer);
        if (run is null) return NotFound(runId);
        return outcome switch
        {
            // Said twice is said once: the second time it is as it is.
            AnswerOutcome.Accepted or AnswerOutcome.Kept => TypedResults.Ok(RunResponse.From(run)),
            AnswerOutcome.RoleTooLow => Problems.Forbidden("This gate asks for an admin.", "approval_role"),
            AnswerOutcome.SamePerson => Problems.Forbidden("This gate asks for somebody else than the one who started the run.", "four_eyes"),
            AnswerOutcome.NoSuchGate => Problems.Unprocessable("body", "gate", "The run has no such gate."),
            AnswerOutcome.GateNotNamed => Problems.Unprocessable(
                "body", "gate", $"The run has several gates, so the answer names its own: {string.Join(", ", RunRules.OpenGates(run))}."),
            AnswerOutcome.AlreadyAnswered => Problems.Conflict(Answered(run, request.Gate), "already_answered"),
            AnswerOutcome.Expired => Problems.Conflict("The question has expired.", "approval_expired"),
            AnswerOutcome.NotSeen => Problems.Unavailable(
                5, "Nobody can see at this moment what it would be a yes to, so it was not taken. The question stands; answer again.",
                "cluster_unavailable"),
            AnswerOutcome.GateIsPast => Problems.Conflict("The run is past that gate.", "gate_is_past"),
            _ => Problems.Conflict($"The run is over: {run.Status.Name()}.", "run_is_over"),
        };
    }

    private static string Answered(WorkflowRun run, string? gate)
    {
        var step = run.Steps.FirstOrDefault(step => step.Id == gate);
        return step?.Message is { Length: > 0 } who ? $"That was answered already. {who}" : "That was answered already.";
    }

    private static async Task<IResult> Cancel(string runId, Body<CancelRunRequest> body, Caller caller, IGrainFactory grains) =>
        GrainKeys.IsRunId(runId) && body.Value is not null && await Run(runId, caller, grains).CancelAsync(caller.Name) is { } run
            ? TypedResults.Ok(RunResponse.From(run)) : NotFound(runId);

    private static IWorkflowRunGrain Run(string runId, Caller caller, IGrainFactory grains) =>
        grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(caller.Workspace, runId));

    private static ProblemResult NotFound(string runId) => Problems.NotFound($"Run {Domain.Spelling.Shown(runId)} not found.");
}

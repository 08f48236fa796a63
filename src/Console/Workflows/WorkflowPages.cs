using System.Text.Json;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Incidents;
using AiSre.Grains.Workflows;

namespace AiSre.Console.Workflows;

/// <summary>Workflows and runbooks, and runs of them.</summary>
internal static class WorkflowPages
{
    /// <summary>Of the form's fields that are inputs.</summary>
    public const string InputPrefix = "in-";

    public static void MapWorkflows(this ConsoleRoutes routes)
    {
        routes.Page("/workflows", List);
        routes.Page("/workflows/{workflowId}", Show);
        routes.Act("/workflows/{workflowId}/start", KeyScope.Act, Start, ConsoleCost.Action);
        routes.MapRuns();
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains)
    {
        var before = context.Query["before"].ToString();
        return context.Show<WorkflowsPage, WorkflowsView>(
            await WorkflowsView.LoadAsync(grains, context.Workspace, GrainKeys.IsRunId(before) ? before : null));
    }

    private static async Task<IResult> Show(string workflowId, ConsoleContext context, IGrainFactory grains)
    {
        if (await FindAsync(workflowId, context, grains) is not { } definition) return Missing(workflowId, context);
        var incident = await IncidentAsync(context.Query["incident"], context, grains);
        return context.Show<WorkflowPage, WorkflowView>(new(definition, incident?.Id, Texts(Known(definition, incident)), null));
    }

    private static async Task<IResult> Start(
        string workflowId, ConsoleContext context, ConsoleForm form, IConsoleDoor door, IGrainFactory grains)
    {
        if (await FindAsync(workflowId, context, grains) is not { } definition) return Missing(workflowId, context);
        var incident = await IncidentAsync(form.Text("incident"), context, grains);
        if (incident is null && form.Text("incident") is { } unknown) return context.Refused($"Nothing was started: there is no incident {unknown}.");
        var given = new Dictionary<string, JsonElement>(Known(definition, incident));
        foreach (var input in definition.Inputs)
            if (form.Text(InputPrefix + input.Name) is { } text) given[input.Name] = JsonSerializer.SerializeToElement(text);
        if (InputRules.Read(definition, given, out var problem) is not { } inputs)
            return context.Show<WorkflowPage, WorkflowView>(new(definition, incident?.Id, Texts(given), problem), 422);

        var order = RunOrder.Of(context.Workspace, definition, inputs, incident, context.User.Name) with
        {
            DryRun = form.Text("do") is not "run",
            StarterRole = RunPages.RoleOf(context.User),
            IsDevMode = !context.User.HasKey,
            DevModeActs = door.MayActWithoutKeys,
        };
        var started = await grains.GetGrain<IWorkflowRunsGrain>(context.Workspace).StartAsync(order);
        return started switch
        {
            { Result: StartResult.LivesAlready, Other: { } other } => context.Refused(
                "It runs for this target already. Wait for its end, or cancel it.", context.Link($"/workflows/runs/{other}")),
            { Run: { } run } => context.Said(run.DryRun ? "The dry run has begun." : "The run has begun.", context.Link($"/workflows/runs/{run.Id}")),
            _ => context.Refused("Nothing was started: as many runs are under way as there may be."),
        };
    }

    private static async Task<WorkflowDefinition?> FindAsync(string id, ConsoleContext context, IGrainFactory grains)
    {
        var known = await grains.GetGrain<IGeneratedRunbooksGrain>(context.Workspace).ListAsync();
        return known.Workflows.Concat(known.Runbooks).FirstOrDefault(one => one.Id == id);
    }

    private static async Task<Incident?> IncidentAsync(string? id, ConsoleContext context, IGrainFactory grains) =>
        id is not null && GrainKeys.IsIncidentId(id)
            ? await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(context.Workspace, id)).GetAsync()
            : null;

    private static IReadOnlyDictionary<string, JsonElement> Known(WorkflowDefinition definition, Incident? incident) =>
        incident is null ? new Dictionary<string, JsonElement>() : InputRules.Of(definition, RunTarget.Of(incident));

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, JsonElement> given) =>
        given.ToDictionary(one => one.Key, one => one.Value.ToString());

    private static IResult Missing(string id, ConsoleContext context) => context.Missing($"There is no workflow {id}.");
}

/// <param name="Definition">What it does.</param>
/// <param name="IncidentId">For which incident it would be; null: none.</param>
/// <param name="Given">Inputs that are known.</param>
/// <param name="Problem">What is wrong with them.</param>
public sealed record WorkflowView(
    WorkflowDefinition Definition, string? IncidentId, IReadOnlyDictionary<string, string> Given, InputProblem? Problem);

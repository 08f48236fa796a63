using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>Workspaces themselves: which there are, what they may use, and whether they go on.</summary>
internal static class WorkspaceEndpoints
{
    private static readonly QueryParameter<string?> Cursor = Query.Text("cursor", "The next_cursor of the page before.", WorkspaceId.MaxLength);
    private static readonly QueryParameter<int> PageSize = Query.Whole("limit", "How many, at most.", 1, 1_000, 100);

    private static readonly QueryParameter<string?> Confirm =
        Query.Text("confirm", "The workspace's id once more, because nothing brings it back.", WorkspaceId.MaxLength);

    public static void MapWorkspaces(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/workspaces").WithTags("Workspaces").WithMetadata(new ManagesWorkspaces());
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listWorkspaces", "The workspaces that the key may see, by id", "A key of one workspace sees that one.")
            .WithQuery(Cursor, PageSize).Answers(WorkspaceExamples.List);
        group.MapPost("", Create).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe("createWorkspace", "Create a workspace", "For keys that belong to no workspace.")
            .Takes(WorkspaceExamples.Create).Answers(WorkspaceExamples.Active, StatusCodes.Status201Created);
        var one = group.MapGroup("/{workspaceId}").WithPath("workspaceId", "The workspace's id.", WorkspaceExamples.Id);
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getWorkspace", "One workspace").Answers(WorkspaceExamples.Active);
        one.MapPatch("", Change).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe(
                "changeWorkspace", "Change a workspace's name, retention or quotas",
                "What is left out stays as it is. Quotas are for keys that belong to no workspace. Audited.")
            .Takes(WorkspaceExamples.Change).Answers(WorkspaceExamples.Active);
        one.MapPost("/suspend", Suspend).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe(
                "suspendWorkspace", "Have a workspace take nothing in and do nothing",
                "It can be read. Deliveries, commands and actions are refused with the reason; nobody is told of anything. For keys that belong to "
                + "no workspace.")
            .Takes(WorkspaceExamples.Suspend).Answers(WorkspaceExamples.Suspended);
        one.MapPost("/resume", Resume).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe(
                "resumeWorkspace", "Let a suspended workspace go on",
                "What is open is told of then, a minute later at most. For keys that belong to no workspace.")
            .Answers(WorkspaceExamples.Active);
        one.MapDelete("", Delete).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe(
                "deleteWorkspace", "Delete a workspace and everything in it",
                "From the answer on it is there for nobody; its rows go one after the other. Its id is never used again. For keys that belong to no "
                + "workspace.")
            .WithQuery(Confirm).Answers(WorkspaceExamples.Deleting, StatusCodes.Status202Accepted);
        one.MapGet("/usage", Usage).RequireRole(Role.Viewer, KeyScope.Read).Describe("getWorkspaceUsage", "What a workspace uses of its quotas")
            .Answers(WorkspaceExamples.Usage);
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (after, limit) = (query.Of(Cursor), query.Of(PageSize));
        if (after is not null && !WorkspaceId.IsValid(after)) query.Refuse(Cursor, "Must be a next_cursor of an earlier answer.");
        if (query.Problem is { } problem) return problem;
        if (caller.BoundWorkspace is { } own)
        {
            var found = await FindAsync(own, caller, grains);
            return TypedResults.Ok(new WorkspaceListResponse(found is null ? [] : [WorkspaceResponse.From(found)], found is null ? 0 : 1, null));
        }
        var page = await grains.GetGrain<IWorkspaces>(0).ListAsync(after, limit);
        return TypedResults.Ok(new WorkspaceListResponse(
            [.. page.Select(WorkspaceResponse.From)], page.Length, page.Length == limit ? page[^1].Id : null));
    }

    private static async Task<IResult> Create(Body<CreateWorkspaceRequest> body, Caller caller, IGrainFactory grains)
    {
        var sent = body.Value;
        if (caller.BoundWorkspace is not null) return WorkspaceProblems.PlatformOnly("workspaces are created by keys");
        if (!WorkspaceId.IsValid(sent.Id)) return Problems.Unprocessable("body", "id", "Use 1 to 64 letters, digits, '-' or '_'.");
        if (Wrong(sent.Name, sent.Quotas, sent.Retention) is { } problem) return problem;
        var outcome = await GrainOf(sent.Id, grains).CreateAsync(sent.ToChange(Name(sent.Name)), caller.Name);
        return outcome.Refusal switch
        {
            WorkspaceRefusal.Exists => Problems.Conflict($"There is a workspace {sent.Id} already.", "workspace_exists"),
            WorkspaceRefusal.Deleting => WasDeleted(sent.Id),
            _ => TypedResults.Created($"/workspaces/{sent.Id}", WorkspaceResponse.From(outcome.Workspace!)),
        };
    }

    private static async Task<IResult> Get(string workspaceId, Caller caller, IGrainFactory grains) =>
        await FindAsync(workspaceId, caller, grains) is { } workspace
            ? TypedResults.Ok(WorkspaceResponse.From(workspace))
            : WorkspaceProblems.NotFound(workspaceId);

    private static async Task<IResult> Change(string workspaceId, Body<ChangeWorkspaceRequest> body, Caller caller, IGrainFactory grains)
    {
        var sent = body.Value;
        if (await FindAsync(workspaceId, caller, grains) is null) return WorkspaceProblems.NotFound(workspaceId);
        if (sent.Quotas is not null && caller.BoundWorkspace is not null) return WorkspaceProblems.PlatformOnly("quotas are");
        return Wrong(sent.Name, sent.Quotas, sent.Retention)
            ?? Answer(workspaceId, await GrainOf(workspaceId, grains).ChangeAsync(sent.ToChange(Name(sent.Name)), caller.Name));
    }

    private static async Task<IResult> Suspend(string workspaceId, Body<SuspendWorkspaceRequest> body, Caller caller, IGrainFactory grains)
    {
        var reason = body.Value.Reason.Trim();
        if (await RefusalAsync(workspaceId, caller, grains, "workspaces are suspended by keys") is { } refusal) return refusal;
        if (reason.Length is 0 or > WorkspaceRules.LongestReason)
            return Problems.Unprocessable("body", "reason", Invariant($"Must be 1 to {WorkspaceRules.LongestReason} characters long."));
        return Answer(workspaceId, await GrainOf(workspaceId, grains).SuspendAsync(reason, caller.Name));
    }

    private static async Task<IResult> Resume(string workspaceId, Caller caller, IGrainFactory grains) =>
        await RefusalAsync(workspaceId, caller, grains, "workspaces are resumed by keys")
        ?? Answer(workspaceId, await GrainOf(workspaceId, grains).ResumeAsync(caller.Name));

    private static async Task<IResult> Delete(string workspaceId, Caller caller, QueryReader query, IGrainFactory grains)
    {
        var confirmed = query.Of(Confirm);
        if (query.Problem is { } problem) return problem;
        if (await RefusalAsync(workspaceId, caller, grains, "workspaces are deleted by keys") is { } refusal) return refusal;
        if (confirmed != workspaceId) query.Refuse(Confirm, $"Must be {workspaceId}: everything in that workspace will be erased.");
        return query.Problem ?? Answer(workspaceId, await GrainOf(workspaceId, grains).DeleteAsync(caller.Name), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Usage(string workspaceId, Caller caller, IGrainFactory grains) =>
        await FindAsync(workspaceId, caller, grains) is not null && await GrainOf(workspaceId, grains).UsageAsync() is { } usage
            ? TypedResults.Ok(WorkspaceUsageResponse.From(workspaceId, usage))
            : WorkspaceProblems.NotFound(workspaceId);

    /// <summary>Null when there is none that the caller may see. One that is being deleted is seen by the platform alone.</summary>
    internal static async Task<Workspace?> FindAsync(string id, Caller caller, IGrainFactory grains)
    {
        // A grain is made for whatever is asked for: nonsense must not make one.
        if (!caller.MaySee(id)) return null;
        var found = await GrainOf(id, grains).FindAsync();
        return found is { Status: WorkspaceStatus.Deleting } && caller.BoundWorkspace is not null ? null : found;
    }

    /// <summary>Whoever may not see a workspace does not hear that it is there.</summary>
    internal static async Task<ProblemResult?> RefusalAsync(string id, Caller caller, IGrainFactory grains, string what) =>
        await FindAsync(id, caller, grains) is null ? WorkspaceProblems.NotFound(id)
            : caller.BoundWorkspace is not null ? WorkspaceProblems.PlatformOnly(what)
            : null;

    private static ProblemResult? Wrong(string? name, QuotasBody? quotas, RetentionBody? retention) =>
        name is not null && (name.Length > WorkspaceRules.LongestName || Name(name) is null)
            ? Problems.Unprocessable("body", "name", Invariant($"Must be 1 to {WorkspaceRules.LongestName} characters long."))
            : Wrong("quotas", quotas is null ? null : WorkspaceRules.Problem(quotas.ToQuotas()))
                ?? Wrong("retention", retention is null ? null : WorkspaceRules.Problem(retention.ToRetention()));

    private static ProblemResult? Wrong(string part, WorkspaceProblem? problem) =>
        problem is null ? null : Problems.Unprocessable([new FieldError(["body", part, problem.Field], problem.Message)]);

    private static string? Name(string? name) => name is null ? null : WorkspaceId.CleanName(name);

    private static IResult Answer(string id, WorkspaceOutcome outcome, int status = StatusCodes.Status200OK) => outcome.Refusal switch
    {
        WorkspaceRefusal.Unknown => WorkspaceProblems.NotFound(id),
        WorkspaceRefusal.Deleting => WasDeleted(id),
        WorkspaceRefusal.Default => Problems.Conflict(
            $"The workspace {id} is always there: it can be neither suspended nor deleted.", "default_workspace"),
        _ => outcome.Workspace is { } workspace
            ? Results.Json(WorkspaceResponse.From(workspace), statusCode: status)
            : WorkspaceProblems.NotFound(id),
    };

    private static ProblemResult WasDeleted(string id) =>
        Problems.Conflict($"The workspace {id} was deleted, and its id is never used again.", "workspace_deleted");

    private static IWorkspaceGrain GrainOf(string id, IGrainFactory grains) => grains.GetGrain<IWorkspaceGrain>(id);
}

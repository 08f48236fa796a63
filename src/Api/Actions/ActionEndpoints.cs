using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain;
using AiSre.Domain.Actions;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>Doing something to a cluster, by the guard.</summary>
internal static class ActionEndpoints
{
    private const int LongestKey = 200;
    private const int LongestText = 8_192;

    private static readonly HeaderParameter Once = new(
        "Idempotency-Key", "The same key within 24 hours is the same request: it is done once, and answered alike. At most 200 characters.");

    public static void MapActions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/actions/execute", Execute).WithTags("Actions").RequireRole(Role.Operator, KeyScope.Act).CountsAs(RateClass.Action)
            .WithHeaders(Once)
            .Describe(
                "executeAction", "Say what an action would do, or do it",
                "A dry run unless it says otherwise. A dry run that would be refused is answered with 200 and says so in policy; a real one is " +
                "refused with 403 (approval_required, approval_role, policy_denied, freeze_window, kill_switch), 404, 409 (action_in_progress, " +
                "target_changed, pdb_blocked, hpa_managed), 422 or 429 with Retry-After.")
            .Takes(ActionExamples.Request).Answers(ActionExamples.DryRun).Answers(ActionExamples.Awaiting, StatusCodes.Status202Accepted);

    internal static Principal PrincipalOf(Caller caller) => Principal.Person(caller.Name, caller.Role switch
    {
        Role.Admin => ActingRole.Admin,
        Role.Operator => ActingRole.Operator,
        _ => ActingRole.Viewer,
    });

    private static async Task<IResult> Execute(
        HttpContext context, Body<ExecuteActionRequest> body, Caller caller, IGrainFactory grains, IncidentLocator incidents, ApiKeyRing keys,
        DevModeActions dev, KnownWorkspaces workspaces, TimeProvider clock)
    {
        var sent = body.Value;
        if (ActionNames.Of(sent.Action) is not { } action) return WrongAction(sent.Action);
        if (TooLong(sent) is { } problem) return problem;
        var key = Once.Read(context.Request);
        if (key?.Length > LongestKey) return Problems.Unprocessable("header", Once.Name, "Must be at most 200 characters long.");
        var workspace = caller.Workspace;
        if (!string.IsNullOrEmpty(sent.IncidentId))
        {
            if (await incidents.FindAsync(caller, sent.IncidentId) is not { } incident) return IncidentEndpoints.NotFound(sent.IncidentId);
            workspace = incident.Workspace;
        }
        else if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;

        var principal = PrincipalOf(caller);
        var attempt = new ActionAttempt
        {
            Request = sent.ToDomain(action),
            Caller = principal,
            IsDryRun = sent.DryRun,
            Grant = sent.Approved ? new() { Requester = caller.Name, Approver = principal, ExpiresAt = clock.GetUtcNow().AddMinutes(5) } : null,
            IncidentId = string.IsNullOrEmpty(sent.IncidentId) ? null : sent.IncidentId,
            IdempotencyKey = key is null ? null : $"{caller.Name}:{key}",
            SourceAddress = context.Connection.RemoteIpAddress?.ToString(),
            IsDevMode = keys.DevMode,
            DevModeActs = dev.Allowed,
        };
        var door = grains.GetGrain<IActions>(0);
        var (answer, approval) = sent is { RequestApproval: true, DryRun: false, Approved: false }
            ? await door.AskAsync(workspace, attempt)
            : new(await door.AttemptAsync(workspace, attempt), null);
        return Answer(answer, approval, attempt);
    }

    private static IResult Answer(ActionAnswer answer, ActionApproval? approval, ActionAttempt attempt)
    {
        if (answer.Fix is { Problems: { IsDefaultOrEmpty: false } unreadable })
            return Problems.Unprocessable(
            [
                .. unreadable.Select(wrong =>
                    new FieldError(["body", "current_spec"], wrong.Message) { Line = wrong.Line, Column = wrong.Column }),
            ]);
        var response = ExecutedActionResponse.From(answer, attempt.Request, attempt.IncidentId);
        if (approval is not null)
            return TypedResults.Accepted(
                $"/approvals/{approval.Id}", response with { Status = "awaiting_approval", Message = answer.Message, ApprovalId = approval.Id });
        // What is wrong with the request itself is wrong in a dry run too.
        return answer.Status is ActionStatus.Denied || answer.Code is RefusalCode.InvalidArguments ? ActionRefusals.Of(answer)
            : TypedResults.Ok(response);
    }

    private static ProblemResult WrongAction(string action) => Problems.Unprocessable(
        "body", "action",
        $"There is no action '{Spelling.Shown(action)}'; {Spelling.Allowed(action, ActionNames.All.Select(known => known.Name()))}");

    private static ProblemResult? TooLong(ExecuteActionRequest sent) =>
        sent.Issue.Length > LongestText ? Problems.Unprocessable("body", "issue", "Must be at most 8192 characters long.")
            : sent.Component.Length > 253 ? Problems.Unprocessable("body", "component", "Must be at most 253 characters long.")
            : sent.Cluster?.Length > 253 ? Problems.Unprocessable("body", "cluster", "Must be at most 253 characters long.")
            : null;
}

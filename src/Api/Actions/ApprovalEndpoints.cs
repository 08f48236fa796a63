using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Actions;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>Questions to people, and their answers.</summary>
internal static class ApprovalEndpoints
{

    private static readonly QueryParameter<string?> State = Query.Word(
        "state", "Only those in this state.", "pending", "approved", "denied", "expired");

    private static readonly QueryParameter<int> Newest = Query.Whole("limit", "How many, at most.", 1, 200, 50);

    public static void MapApprovals(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/approvals").WithTags("Actions");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listApprovals", "Questions to people, newest first").WithQuery(State, Newest)
            .Answers(ActionExamples.Approvals);
        var one = group.MapGroup("/{approvalId}").WithPath("approvalId", "The approval's id.", ActionExamples.ApprovalId);
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getApproval", "One question").Answers(ActionExamples.Approval);
        one.MapPost("", Decide).RequireRole(Role.Operator, KeyScope.Act)
            .CountsAs(RateClass.Action)
            .Describe(
                "decideApproval", "Say yes or no",
                "The first answer counts; a later one is told who was first. A yes has exactly what was asked for tried again by the guard, and " +
                "the answer says what came of it.")
            .Takes(ActionExamples.Decision).Answers(ActionExamples.Approval);
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var state = query.Of(State);
        var limit = query.Of(Newest);
        if (query.Problem is { } problem) return problem;
        var all = await grains.GetGrain<IActionQueries>(0).ApprovalsAsync(caller.Workspace, limit);
        var shown = all.Select(approval => ApprovalResponse.From(approval, clock.GetUtcNow())).Where(approval =>
            state is null || approval.State == state).ToList();
        return TypedResults.Ok(new ApprovalListResponse(shown, shown.Count));
    }

    private static async Task<IResult> Get(string approvalId, Caller caller, IGrainFactory grains, TimeProvider clock) =>
        GrainKeys.IsApprovalId(approvalId) && await GrainOf(caller, approvalId, grains).GetAsync() is { } approval
            ? TypedResults.Ok(ApprovalResponse.From(approval, clock.GetUtcNow()))
            : NotFound(approvalId);

    private static async Task<IResult> Decide(
        HttpContext context, string approvalId, Body<DecideApprovalRequest> body, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var (approved, comment) = body.Value;
        if (comment?.Length > ActionApproval.LongestComment)
            return Problems.Unprocessable("body", "comment", $"Must be at most {ActionApproval.LongestComment} characters long.");
        if (!GrainKeys.IsApprovalId(approvalId)) return NotFound(approvalId);
        var outcome = await GrainOf(caller, approvalId, grains)
            .DecideAsync(approved, ActionEndpoints.PrincipalOf(caller), comment, context.Connection.RemoteIpAddress?.ToString());
        return outcome switch
        {
            { Approval: null } => NotFound(approvalId),
            { Code: null or ApprovalCode.AlreadyDecided, Approval: { } approval } =>
                TypedResults.Ok(ApprovalResponse.From(approval, clock.GetUtcNow(), outcome.Detail)),
            { Code: RefusalCode.ApprovalExpired } => Problems.Conflict(outcome.Detail!, outcome.Code),
            _ => Problems.Forbidden(outcome.Detail!, outcome.Code!),
        };
    }

    private static IApprovalGrain GrainOf(Caller caller, string approvalId, IGrainFactory grains) =>
        grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(caller.Workspace, approvalId));

    private static ProblemResult NotFound(string approvalId) => Problems.NotFound($"Approval {approvalId} not found.");
}

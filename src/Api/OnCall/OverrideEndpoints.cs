using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;

namespace AiSre.Api.OnCall;

/// <summary>Standing in for somebody. Operators decide for themselves, admins for everybody.</summary>
internal static class OverrideEndpoints
{
    public static void MapOverrides(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOnCallGroup().MapGet("/overrides", List)
            .Describe("listOverrides", "Who stands in or will").WithQuery(WorkspaceQuery.One).Answers(OnCallExamples.Overrides);
        var acting = endpoints.MapOnCallGroup(Role.Operator, KeyScope.Respond);
        acting.MapPost("/overrides", Add)
            .Describe("addOverride", "Stand in for somebody", "Operators for themselves, admins for everybody.")
            .Takes(OnCallExamples.Override).Answers(OnCallExamples.OverrideCreated, StatusCodes.Status201Created);
        acting.MapDelete("/overrides/{id}", Remove)
            .Describe("removeOverride", "Stand in no longer").WithPath("id", "As the list shows it.", OnCallExamples.OverrideId)
            .AnswersNothing(StatusCodes.Status204NoContent);
    }

    /// <summary>Everybody who stands in or will, soonest first.</summary>
    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        var overrides = await grains.OnCall().OverridesAsync(workspace);
        return TypedResults.Ok(new OverridesResponse([.. overrides.Select(OverrideResponse.Of)], overrides.Length));
    }

    private static async Task<IResult> Add(Body<OverrideBody> body, Caller caller, IGrainFactory grains)
    {
        var (team, user, from, to, zone, reason) = body.Value;
        if (!MayDecideFor(caller, user)) return NotSelf(caller);
        var outcome = await Definitions(grains, caller).AddOverrideAsync(new(team, user, from, to, zone, reason, caller.Name));
        return outcome.Id is { } id
            ? TypedResults.Created((string?)null, new OverrideCreatedResponse(id, team, user, from, to, zone, reason, caller.Name))
            : Problems.Unprocessable("body", outcome.Field ?? "team", outcome.Problem ?? "This is not allowed.");
    }

    private static async Task<IResult> Remove(string id, Caller caller, IGrainFactory grains)
    {
        if (!caller.May(Role.Admin))
        {
            var overrides = await grains.OnCall().OverridesAsync(caller.Workspace);
            if (overrides.FirstOrDefault(item => item.Id == id) is not { } known) return NotFound(id);
            if (!MayDecideFor(caller, known.User)) return NotSelf(caller);
        }
        return await Definitions(grains, caller).RemoveOverrideAsync(id, caller.Name) ? TypedResults.NoContent() : NotFound(id);
    }

    private static IDefinitionsGrain Definitions(IGrainFactory grains, Caller caller) => grains.GetGrain<IDefinitionsGrain>(caller.Workspace);

    private static bool MayDecideFor(Caller caller, string user) => OverrideRules.MayDecide(caller.Name, caller.May(Role.Admin), user);

    private static ProblemResult NotSelf(Caller caller) =>
        Problems.Forbidden($"With this key only {caller.Name} can stand in; for others it needs the role admin.", "not_self");

    private static ProblemResult NotFound(string id) => Problems.NotFound($"There is no override {id} that was added at run time.");
}

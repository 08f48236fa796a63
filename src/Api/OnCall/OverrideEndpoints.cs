using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains.Definitions;

namespace AiSre.Api.OnCall;

/// <summary>Standing in for somebody. Operators decide for themselves, admins for everybody.</summary>
internal static class OverrideEndpoints
{
    public static void MapOverrides(this IEndpointRouteBuilder oncall)
    {
        oncall.MapGet("/overrides", List).Produces<OverridesResponse>();
        oncall.MapPost("/overrides", Add).RequireRole(Role.Operator).Produces<OverrideCreatedResponse>(StatusCodes.Status201Created);
        oncall.MapDelete("/overrides/{id}", Remove).RequireRole(Role.Operator).Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Everybody who stands in or will, soonest first.</summary>
    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, foreign) = OnCallEndpoints.WorkspaceOf(caller, query);
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var overrides = await grains.OnCall().OverridesAsync(workspace);
        return TypedResults.Ok(new OverridesResponse([.. overrides.Select(OverrideResponse.Of)], overrides.Length));
    }

    private static async Task<IResult> Add(OverrideBody body, Caller caller, IGrainFactory grains)
    {
        if (!MayDecideFor(caller, body.User)) return NotSelf(caller);
        var outcome = await Definitions(grains, caller).AddOverrideAsync(new(body.Team, body.User, body.From, body.To, body.TimeZone, body.Reason, caller.Name));
        return outcome.Id is { } id
            ? TypedResults.Created((string?)null, new OverrideCreatedResponse(id, body.Team, body.User, body.From, body.To, body.TimeZone, body.Reason, caller.Name))
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

    private static bool MayDecideFor(Caller caller, string user) => caller.May(Role.Admin) || string.Equals(caller.Name, user, StringComparison.OrdinalIgnoreCase);

    private static ProblemResult NotSelf(Caller caller) =>
        Problems.Forbidden($"With this key only {caller.Name} can stand in; for others it needs the role admin.", "not_self");

    private static ProblemResult NotFound(string id) => Problems.NotFound($"There is no override {id} that was added at run time.");
}

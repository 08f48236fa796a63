using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains.OnCall;

namespace AiSre.Api.OnCall;

/// <summary>What all requests about on-call have in common.</summary>
internal static class OnCallRequests
{
    public static RouteGroupBuilder MapOnCallGroup(this IEndpointRouteBuilder endpoints, Role role = Role.Viewer, KeyScope scope = KeyScope.Read) =>
        endpoints.MapGroup("/oncall").WithTags("On-Call").RequireRole(role, scope);

    public static IOnCallQueries OnCall(this IGrainFactory grains) => grains.GetGrain<IOnCallQueries>(0);

    public static ProblemResult NoTeam(string team) => Problems.NotFound($"There is no team {team}.");
}

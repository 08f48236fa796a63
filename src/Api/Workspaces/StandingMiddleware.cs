using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Domain.Workspaces;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Workspaces;

/// <summary>The endpoint manages workspaces, and looks by itself how they stand.</summary>
internal sealed record ManagesWorkspaces;

/// <summary>
/// The one place where requests meet what is held: of a workspace that is gone everything is 404, and one that is suspended is only read. What comes
/// in, what is done and what is asked for by people and programs all goes by here.
/// </summary>
internal sealed class StandingMiddleware(RequestDelegate next, WorkspaceStanding standing, Func<IGrainFactory> grains)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<ManagesWorkspaces>() is not null)
            return next(context);
        var caller = context.Features.Get<Caller>();
        // No other is ever held. Whoever names an incident and no workspace may mean any.
        var mayMeanOthers = caller is null or { BoundWorkspace: null, NamedWorkspace: false }
            && context.Request.RouteValues.ContainsKey("incidentId");
        var workspace = context.Request.RouteValues["workspace"] as string ?? caller?.Workspace;
        return (workspace is null or DefaultWorkspace.Id) && !mayMeanOthers ? next(context) : CheckAsync(context, endpoint, workspace, mayMeanOthers);
    }

    private async Task CheckAsync(HttpContext context, Endpoint endpoint, string? workspace, bool mayMeanOthers)
    {
        var held = await standing.OfAsync(workspace ?? DefaultWorkspace.Id);
        if (mayMeanOthers && standing.Any && context.Request.RouteValues["incidentId"] is string id && GrainKeys.IsIncidentId(id)
            && await LocateAsync(id) is { } found)
            held = await standing.OfAsync(workspace = found);
        var policy = EndpointPolicy.Of(endpoint);
        if (held is null || Refusal(held, workspace!, IsRead(context.Request.Method, policy)) is not { } refusal) await next(context);
        else if (policy.IsPage) await PageRefusals.ExecuteAsync(context, refusal);
        else await refusal.ExecuteAsync(context);
    }

    private async Task<string?> LocateAsync(string incidentId)
    {
        try
        {
            return await grains().GetGrain<IIncidentQueries>(0).LocateAsync(incidentId);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            // The endpoint says so.
            return null;
        }
    }

    private static ProblemResult? Refusal(HeldWorkspace held, string workspace, bool isRead) =>
        held.IsGone ? WorkspaceProblems.NotFound(workspace) : isRead ? null : WorkspaceProblems.Suspended(workspace, held.Reason);

    /// <summary>What a viewer may do changes nothing, whatever its method.</summary>
    private static bool IsRead(string method, EndpointPolicy policy) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || policy.Access?.Role is Role.Viewer;
}

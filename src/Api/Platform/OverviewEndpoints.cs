using AiSre.Api.Description;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.Incidents;
using AiSre.Grains.Slos;

namespace AiSre.Api.Platform;

/// <summary>The whole platform on one page.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/platform/overview", Overview).WithTags("System").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getOverview", "The whole platform on one page").WithQuery(WorkspaceQuery.Id).Answers(PlatformExamples.Overview);

    private static async Task<IResult> Overview(
        Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains, ClusterView cluster, TimeProvider clock,
        CancellationToken cancellation)
    {
        var workspace = query.Workspace(caller);
        if (query.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var counting = incidents.Queries.OverviewAsync(workspace, now);
        // How large the cluster is and where its machines are is no tenant's business.
        IReadOnlyList<SiloResponse> silos = caller.BoundWorkspace is null ? await SilosAsync(cluster, caller.May(Role.Admin), cancellation) : [];
        // Those of one workspace: that of the key, unless another was asked for.
        var slos = SloCounts.Of(await grains.GetGrain<ISlosGrain>(workspace ?? caller.Workspace).StandingsAsync());
        return TypedResults.Ok(From(now, await counting, slos, silos));
    }

    private static OverviewResponse From(DateTimeOffset now, IncidentOverview counts, SloCounts slos, IReadOnlyList<SiloResponse> silos) => new(
        now, counts.Workspaces, new(counts.Open, counts.Acknowledged, counts.ResolvedLastDay),
        counts.MeanTimeToResolve is { } mean ? Math.Round(mean.TotalMinutes, 1, MidpointRounding.AwayFromZero) : null,
        slos, counts.ActionsLastDay, silos, AdapterEndpoints.All);

    private static async Task<IReadOnlyList<SiloResponse>> SilosAsync(ClusterView cluster, bool addresses, CancellationToken cancellation) =>
    [
        .. (await cluster.SilosAsync(cancellation)).Select(silo => new SiloResponse(addresses ? silo.Address : null, silo.Status, silo.Activations)),
    ];
}

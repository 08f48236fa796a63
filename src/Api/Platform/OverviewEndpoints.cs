using AiSre.Api.Description;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Platform;

/// <summary>The whole platform on one page.</summary>
internal static class OverviewEndpoints
{
    // SLOs do not exist yet, so there are none of them.
    private static readonly SloCounts NoSlos = new(0, 0, 0);

    public static void MapOverview(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/platform/overview", Overview).WithTags("System").RequireRole(Role.Viewer)
            .Describe("getOverview", "The whole platform on one page").WithQuery(WorkspaceQuery.Id).Answers(PlatformExamples.Overview);

    private static async Task<IResult> Overview(
        Caller caller, QueryReader query, IncidentLocator incidents, ClusterView cluster, TimeProvider clock, CancellationToken cancellation)
    {
        var workspace = query.Workspace(caller);
        if (query.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var counting = incidents.Queries.OverviewAsync(workspace, now);
        // How large the cluster is and where its machines are is no tenant's business.
        IReadOnlyList<SiloResponse> silos = caller.BoundWorkspace is null ? await SilosAsync(cluster, caller.May(Role.Admin), cancellation) : [];
        return TypedResults.Ok(From(now, await counting, silos));
    }

    private static OverviewResponse From(DateTimeOffset now, IncidentOverview counts, IReadOnlyList<SiloResponse> silos) => new(
        now, counts.Workspaces, new(counts.Open, counts.Acknowledged, counts.ResolvedLastDay),
        counts.MeanTimeToResolve is { } mean ? Math.Round(mean.TotalMinutes, 1, MidpointRounding.AwayFromZero) : null,
        NoSlos, counts.ActionsLastDay, silos, AdapterEndpoints.All);

    private static async Task<IReadOnlyList<SiloResponse>> SilosAsync(ClusterView cluster, bool addresses, CancellationToken cancellation) =>
    [
        .. (await cluster.SilosAsync(cancellation)).Select(silo => new SiloResponse(addresses ? silo.Address : null, silo.Status, silo.Activations)),
    ];
}

using System.Text.Json.Serialization;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Security;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Platform;

/// <param name="GeneratedAt">When it was counted.</param>
/// <param name="Workspaces">How many of them the rest covers.</param>
/// <param name="Incidents">Counted now, and over the last 24 hours.</param>
/// <param name="MttrMinutes">Mean minutes from the first event to the resolve over the last 30 days, children left out; null when none was resolved.</param>
/// <param name="Slos">By the state of their budgets.</param>
/// <param name="Actions24h">What was done in the last 24 hours, dry runs included.</param>
/// <param name="Silos">The cluster's; empty for a key that is bound to a workspace, and while the cluster's table cannot be read.</param>
/// <param name="Adapters">As in <c>GET /adapters</c>.</param>
public sealed record OverviewResponse(
    DateTimeOffset GeneratedAt, long Workspaces, IncidentCounts Incidents, double? MttrMinutes, SloCounts Slos,
    [property: JsonPropertyName("actions_24h")] long Actions24h, IReadOnlyList<SiloResponse> Silos, AdaptersResponse Adapters);

public sealed record IncidentCounts(
    long Open, long Acknowledged, [property: JsonPropertyName("resolved_24h")] long Resolved24h);

public sealed record SloCounts(long Total, long AtRisk, long Exhausted);

/// <param name="Address">For admins; null for everybody else.</param>
/// <param name="Status">Orleans' word for it: active, joining, dead and so on.</param>
/// <param name="Activations">Grains in its memory; null when it did not say.</param>
public sealed record SiloResponse(string? Address, string Status, int? Activations);

/// <summary>The whole platform on one page.</summary>
internal static class OverviewEndpoints
{
    // SLOs do not exist yet, so there are none of them.
    private static readonly SloCounts NoSlos = new(0, 0, 0);

    public static void MapOverview(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/platform/overview", Overview).WithTags("System").RequireRole(Role.Viewer).Produces<OverviewResponse>();

    private static async Task<IResult> Overview(Caller caller, QueryReader query, IncidentLocator incidents, ClusterView cluster, TimeProvider clock, CancellationToken cancellation)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        if ((foreign ?? query.Problem) is { } problem) return problem;
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

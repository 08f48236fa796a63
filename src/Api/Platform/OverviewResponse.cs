using System.Text.Json.Serialization;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Api.Platform;

/// <param name="GeneratedAt">When it was counted.</param>
/// <param name="Workspaces">How many of them the rest covers.</param>
/// <param name="Incidents">Counted now, and over the last 24 hours.</param>
/// <param name="MttrMinutes">Mean minutes from the first event to the resolve over the last 30 days, children left out; null when none was
/// resolved.</param>
/// <param name="Slos">By the state of their budgets.</param>
/// <param name="Actions24h">What was done in the last 24 hours, dry runs included.</param>
/// <param name="Silos">The cluster's; empty for a key that is bound to a workspace, and while the cluster's table cannot be read.</param>
/// <param name="Adapters">As in <c>GET /adapters</c>.</param>
public sealed record OverviewResponse(
    DateTimeOffset GeneratedAt, long Workspaces, IncidentCounts Incidents, double? MttrMinutes, SloCounts Slos,
    [property: JsonPropertyName("actions_24h")] long Actions24h, IReadOnlyList<SiloResponse> Silos, AdaptersResponse Adapters);

public sealed record IncidentCounts(
    long Open, long Acknowledged, [property: JsonPropertyName("resolved_24h")] long Resolved24h);

/// <param name="AtRisk">Neither ok nor exhausted, those of which nothing is known included.</param>
public sealed record SloCounts(long Total, long AtRisk, long Exhausted)
{
    public static SloCounts Of(IReadOnlyCollection<SloStanding> slos)
    {
        var exhausted = slos.Count(slo => slo.Level is SloLevel.Exhausted);
        return new(slos.Count, slos.Count(slo => slo.Level is not SloLevel.Ok) - exhausted, exhausted);
    }
}

/// <param name="Address">For admins; null for everybody else.</param>
/// <param name="Status">Orleans' word for it: active, joining, dead and so on.</param>
/// <param name="Activations">Grains in its memory; null when it did not say.</param>
public sealed record SiloResponse(string? Address, string Status, int? Activations);

using AiSre.Domain.Alerts;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>What somebody says about itself with a beat. All of it may also stand in the query, and what is left out stays as it was.</summary>
/// <param name="IntervalSeconds">From one beat to the next, 10 to 604,800; at first 60.</param>
/// <param name="GraceSeconds">How much later a beat may be, 5 to 604,800; at first half the interval.</param>
/// <param name="Severity">Of the incident that a missing one opens; at first critical.</param>
/// <param name="Service">Whose heart it is, at most 200 characters.</param>
public sealed record HeartbeatBody(int? IntervalSeconds = null, int? GraceSeconds = null, string? Severity = null, string? Service = null);

public sealed record HeartbeatListResponse(IReadOnlyList<HeartbeatResponse> Heartbeats, int Count);

/// <param name="State">up or missing.</param>
/// <param name="Due">When it is given up unless it beats before; null when it is missing.</param>
public sealed record HeartbeatResponse(
    string Name, string State, int IntervalSeconds, int GraceSeconds, string Severity, string? Service, DateTimeOffset? LastSeen, DateTimeOffset? Due,
    DateTimeOffset? MissingSince)
{
    public static HeartbeatResponse From(HeartbeatStatus status) => new(
        status.Name, status.State is HeartbeatState.Up ? "up" : "missing", status.Settings.IntervalSeconds, status.Settings.GraceSeconds,
        status.Settings.Severity.Name(),
        status.Settings.Service, status.LastSeen, status.DueAt, status.MissingSince);
}

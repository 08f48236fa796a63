using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>What somebody says about itself with a beat. All of it may also stand in the query, and what is left out stays as it was.</summary>
/// <param name="IntervalSeconds">From one beat to the next, 10 to 604,800; at first 60.</param>
/// <param name="GraceSeconds">How much later a beat may be, 5 to 604,800; at first half the interval.</param>
/// <param name="Severity">Of the incident that a missing one opens; at first critical.</param>
/// <param name="Service">Whose heart it is, at most 200 characters.</param>
/// <param name="Status">up when absent; down is no beat.</param>
public sealed record HeartbeatBody(
    int? IntervalSeconds = null, int? GraceSeconds = null, string? Severity = null, string? Service = null, string? Status = null);

public sealed record HeartbeatListResponse(IReadOnlyList<HeartbeatResponse> Heartbeats, int Count);

/// <param name="State">up or missing; unknown in the answer to what was no beat and came from nobody who has ever beaten.</param>
/// <param name="Due">When it is given up unless it beats before; null when it is missing.</param>
/// <param name="Beat">False when what was sent is no beat; else absent.</param>
public sealed record HeartbeatResponse(
    string Name, string State, int IntervalSeconds, int GraceSeconds, string Severity, string? Service, DateTimeOffset? LastSeen, DateTimeOffset? Due,
    DateTimeOffset? MissingSince, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Beat = null)
{
    /// <param name="name">As in its address.</param>
    /// <param name="status">Null when it is not known.</param>
    public static HeartbeatResponse NoBeat(string name, HeartbeatStatus? status) =>
        status is not null
            ? From(status) with { Beat = false }
            : From(new(name, HeartbeatState.Up, new(), null, null)) with { State = "unknown", Beat = false };

    public static HeartbeatResponse From(HeartbeatStatus status) => new(
        status.Name, status.State is HeartbeatState.Up ? "up" : "missing", status.Settings.IntervalSeconds, status.Settings.GraceSeconds,
        status.Settings.Severity.Name(),
        status.Settings.Service, status.LastSeen, status.DueAt, status.MissingSince);
}

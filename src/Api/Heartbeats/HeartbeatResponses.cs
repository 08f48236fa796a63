using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>When it is to beat. What is left out has its default.</summary>
/// <param name="IntervalSeconds">From one beat to the next, 10 to 604,800. Either this or a schedule.</param>
/// <param name="Schedule">The five fields of a crontab, or @hourly, @daily, @weekly, @monthly, @yearly: when it should have run.</param>
/// <param name="TimeZone">Of the schedule, an IANA name; UTC when absent.</param>
/// <param name="GraceSeconds">How much later a beat may be, 5 to 604,800; half the interval, or 900 with a schedule.</param>
/// <param name="Severity">Of the incident that a missing one opens; critical when absent.</param>
/// <param name="Service">Whose heart it is, at most 200 characters.</param>
/// <param name="MaxRuntimeSeconds">From a start to its end at most, 1 to 604,800.</param>
public sealed record HeartbeatDeclaration(
    int? IntervalSeconds = null, string? Schedule = null, string? TimeZone = null, int? GraceSeconds = null, string? Severity = null,
    string? Service = null, int? MaxRuntimeSeconds = null);

/// <summary>
/// What somebody says about itself with a beat; all of it may also stand in the query. Of one that was declared with PUT only the status counts; of
/// one that an earlier build registered by its first beat the rest does too, and what is left out stays as it was.
/// </summary>
/// <param name="IntervalSeconds">From one beat to the next, 10 to 604,800.</param>
/// <param name="GraceSeconds">How much later a beat may be, 5 to 604,800.</param>
/// <param name="Severity">Of the incident that a missing one opens.</param>
/// <param name="Service">Whose heart it is, at most 200 characters.</param>
/// <param name="Status">up when absent; down is no beat.</param>
public sealed record HeartbeatBody(
    int? IntervalSeconds = null, int? GraceSeconds = null, string? Severity = null, string? Service = null, string? Status = null);

public sealed record HeartbeatListResponse(IReadOnlyList<HeartbeatResponse> Heartbeats, int Count);

/// <param name="State">up; missing; never: declared, waited for, and it has never run.</param>
/// <param name="IntervalSeconds">Null with a schedule.</param>
/// <param name="Schedule">Null with an interval.</param>
/// <param name="TimeZone">Of the schedule.</param>
/// <param name="Due">When it is given up unless it beats before; null when it is missing.</param>
/// <param name="RunningSince">When the run began that has not ended; null when none runs.</param>
/// <param name="LastDurationSeconds">From the last start to its end.</param>
/// <param name="DeclaredBy">definitions; api.</param>
/// <param name="Beat">False when what was sent is no beat; else absent.</param>
public sealed record HeartbeatResponse(
    string Name, string State, int? IntervalSeconds, string? Schedule, string? TimeZone, int GraceSeconds, string Severity, string? Service,
    int? MaxRuntimeSeconds, DateTimeOffset? LastSeen, DateTimeOffset? Due, DateTimeOffset? MissingSince, DateTimeOffset? RunningSince,
    double? LastDurationSeconds, string DeclaredBy, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Beat = null)
{
    public static HeartbeatResponse From(HeartbeatStatus status)
    {
        var settings = status.Settings;
        return new(
            status.Name, Word(status.State), settings.Schedule is null ? settings.IntervalSeconds : null, settings.Schedule, settings.TimeZone,
            settings.GraceSeconds, settings.Severity.Name(), settings.Service, settings.MaxRuntimeSeconds, status.LastSeen, status.DueAt,
            status.MissingSince, status.RunningSince, status.LastDuration is { } took ? Math.Round(took.TotalSeconds, 3) : null,
            status.IsDefined ? "definitions" : "api");
    }

    private static string Word(HeartbeatState state) => state switch
    {
        HeartbeatState.Up => "up",
        HeartbeatState.Never => "never",
        _ => "missing",
    };
}

using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

internal static class Samples
{
    public const string Workspace = "ws-1";
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly long NoonUnix = Noon.ToUnixTimeMilliseconds();

    /// <summary>How long a test waits for something that must happen before it calls it lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>For a ledger that refuses nobody because the disk is busy with other tests.</summary>
    public static readonly TimeSpan NeverStuck = TimeSpan.FromMinutes(10);

    public static Incident Incident(string id, string workspace = Workspace, DateTimeOffset? at = null, string title = "High CPU") => new()
    {
        Id = id,
        Workspace = workspace,
        Title = title,
        Description = "90 % for 5 minutes",
        Severity = Severity.High,
        Source = "prometheus",
        Adapter = AlertSource.Alertmanager,
        Subject = new AlertSubject { Service = "payments", Namespace = "prod" },
        CreatedAt = at ?? Noon,
        Alerts = [new JoinedAlert(Identity(id), Firing: true)],
    };

    public static string Identity(string name) => $"alertmanager:-:{name}";

    public static AlertRow Row(Incident incident, string? identity = null) => new()
    {
        Workspace = incident.Workspace,
        Identity = identity ?? Identity(incident.Id),
        Alternate = (identity ?? Identity(incident.Id)) + "/alt",
        IncidentId = incident.Id,
        Scope = "payments",
        Source = incident.Adapter,
        Severity = incident.Severity,
        ContentHash = "hash",
        Title = incident.Title,
        Namespace = incident.Subject.Namespace,
        FirstSeen = incident.CreatedAt.ToUnixTimeMilliseconds(),
        LastSeen = incident.CreatedAt.ToUnixTimeMilliseconds(),
        StartsAt = incident.CreatedAt.ToUnixTimeMilliseconds() - 1000,
        LastEventAt = incident.CreatedAt.ToUnixTimeMilliseconds() - 500,
    };

    public static IncidentBirthEntry Birth(Incident incident, string? identity = null, Placement? placement = null, long expires = 0,
        LedgerFacts? facts = null) => new()
    {
        Incident = incident,
        Alert = Row(incident, identity),
        Facts = facts ?? new() { Events = Of(incident, Event(EventTypes.AlertReceived), Event(EventTypes.IncidentCreated)) },
        Placement = placement,
        ExpiresRowId = expires,
    };

    public static IncidentBirthEntry Birth(string id, string? identity = null, Placement? placement = null) =>
        Birth(Incident(id), identity, placement);

    public static Placement ChildOf(string parent) => new(parent, CorrelationReason.SameService, GroupId.For(parent), false, []);

    public static AlertRepeat Repeat(AlertRow row, int count = 1, long? lastSeen = null, TimelineEvent? e = null, LedgerFacts? facts = null) => new()
    {
        Workspace = row.Workspace,
        RowId = row.RowId,
        RowVersion = row.Version,
        Count = count,
        LastSeen = lastSeen ?? row.LastSeen,
        Facts = facts ?? (e is null ? LedgerFacts.None : new() { Events = [new IncidentEvent(row.Workspace, row.IncidentId, e)] }),
    };

    public static IncidentWrite Write(Incident incident, int version, params AlertChange[] changes) => new()
    {
        Incident = incident,
        Version = version,
        Facts = new() { Events = Of(incident, Event(EventTypes.IncidentUpdated)) },
        Alerts = [.. changes],
    };

    public static ImmutableArray<IncidentEvent> Of(Incident incident, params ReadOnlySpan<TimelineEvent> events)
    {
        var said = ImmutableArray.CreateBuilder<IncidentEvent>();
        foreach (var e in events) said.Add(new(incident.Workspace, incident.Id, e));
        return said.ToImmutable();
    }

    public static TimelineEvent Event(string type, DateTimeOffset? at = null) => new(type, "system", at ?? Noon, """{"a":1}""");
}

using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;
using static AiSre.Storage.AlertColumns;

namespace AiSre.Storage.Sqlite;

/// <summary>
/// Writes to the <c>alerts</c> table. Every change but a repeat raises the row's version, so that whoever holds an older one must read again.
/// </summary>
internal sealed class AlertStatements(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement insert = prepare("""
        INSERT INTO alerts (workspace, identity, alternate, incident_id, scope, source, status, version, severity, content_hash, title, namespace,
                            count, first_seen, last_seen, starts_at, last_event_at, transitions, flapping)
        VALUES (?, ?, ?, ?, ?, ?, 'firing', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement expire =
        prepare("UPDATE alerts SET status = 'expired', version = version + 1 WHERE row_id = ? AND status = 'firing'");

    private readonly SqliteStatement end = prepare("""
        UPDATE alerts SET status = 'resolved', version = version + 1, resolved_at = ?, resolved_by_human = 0, held_since = NULL,
               last_event_at = coalesce(?, last_event_at), transitions = coalesce(?, transitions), flapping = coalesce(?, flapping)
        WHERE workspace = ? AND identity = ? AND incident_id = ? AND (status <> 'resolved' OR resolved_by_human = 1)
        """);

    private readonly SqliteStatement begin = prepare("""
        UPDATE alerts SET status = 'firing', version = version + 1, resolved_at = NULL, resolved_by_human = 0, held_since = NULL, last_seen = max(last_seen, ?),
               count = count + 1, starts_at = coalesce(?, starts_at), last_event_at = coalesce(?, last_event_at),
               transitions = coalesce(?, transitions), flapping = coalesce(?, flapping)
        WHERE workspace = ? AND identity = ? AND incident_id = ?
        """);

    private readonly SqliteStatement note = prepare("""
        UPDATE alerts SET version = version + 1, severity = ?, last_event_at = coalesce(?, last_event_at),
               transitions = coalesce(?, transitions), flapping = coalesce(?, flapping), held_since = ?
        WHERE workspace = ? AND identity = ? AND incident_id = ? AND status = 'firing'
        """);

    private readonly SqliteStatement endAll = prepare("""
        UPDATE alerts SET status = 'resolved', version = version + 1, resolved_at = ?, resolved_by_human = 1, held_since = NULL
        WHERE workspace = ? AND incident_id = ? AND status = 'firing'
        """);

    private readonly SqliteStatement beginAll = prepare("""
        UPDATE alerts SET status = 'firing', version = version + 1, resolved_at = NULL, resolved_by_human = 0
        WHERE workspace = ?1 AND incident_id = ?2 AND status = 'resolved' AND resolved_by_human = 1
          AND NOT EXISTS (SELECT 1 FROM alerts other WHERE other.workspace = ?1 AND other.identity = alerts.identity AND other.status = 'firing')
        """);

    private readonly SqliteStatement calm = prepare("""
        UPDATE alerts SET version = version + 1, flapping = 0, transitions = NULL
        WHERE workspace = ? AND identity = ? AND incident_id = ? AND flapping = 1
        """);

    private readonly SqliteStatement seenAfter =
        prepare("SELECT 1 FROM alerts WHERE workspace = ? AND identity = ? AND incident_id = ? AND last_seen > ?");
    private readonly SqliteStatement firingElsewhere =
        prepare("SELECT 1 FROM alerts WHERE workspace = ? AND identity = ? AND status = 'firing' AND incident_id <> ?");
    private readonly SqliteStatement firing = prepare("SELECT 1 FROM alerts WHERE workspace = ? AND identity = ? AND status = 'firing'");
    private readonly SqliteStatement move = prepare("UPDATE alerts SET incident_id = ?, version = version + 1 WHERE row_id = ?");

    /// <summary>False when the identity has a firing row already.</summary>
    public bool Insert(AlertRow row)
    {
        insert.Bind(row.Workspace).Bind(row.Identity).Bind(row.Alternate).Bind(row.IncidentId).Bind(row.Scope).Bind(row.Source)
            .Bind((int)row.Severity)
            .Bind(row.ContentHash).Bind(row.Title).Bind(row.Namespace).Bind(row.Count).Bind(row.FirstSeen).Bind(row.LastSeen).Bind(row.StartsAt)
            .Bind(row.LastEventAt).Bind(Transitions(row.Flapping)).Bind(row.Flapping.Flapping ? 1 : 0);
        if (insert.Run() == 0) return false;
        row.RowId = insert.LastRowId;
        return true;
    }

    public void Expire(long rowId) => expire.Bind(rowId).Run();

    public void Move(long rowId, string incidentId) => move.Bind(incidentId).Bind(rowId).Run();

    /// <summary>Whether a change keeps one firing row an identity, and ends none that was seen since it was decided.</summary>
    public bool Allows(Incident incident, AlertChange change) => change switch
    {
        AlertBegins c => !firingElsewhere.Bind(incident.Workspace).Bind(c.Identity).Bind(incident.Id).Any(),
        AlertEnds { UnlessSeenAfter: { } seen } c => !seenAfter.Bind(incident.Workspace).Bind(c.Identity).Bind(incident.Id).Bind(seen).Any(),
        AlertJoins c => !firing.Bind(incident.Workspace).Bind(c.Row.Identity).Any(),
        _ => true,
    };

    public void Apply(Incident incident, AlertChange change)
    {
        switch (change)
        {
            case AlertEnds c:
                end.Bind(c.At).Bind(c.EventAt).Bind(Transitions(c.Flapping)).Bind(Flag(c.Flapping)).Bind(incident.Workspace).Bind(c.Identity)
                    .Bind(incident.Id).Run();
                break;
            case AlertBegins c:
                begin.Bind(c.At).Bind(c.StartsAt).Bind(c.EventAt).Bind(Transitions(c.Flapping)).Bind(Flag(c.Flapping))
                    .Bind(incident.Workspace).Bind(c.Identity).Bind(incident.Id).Run();
                break;
            case AlertJoins c:
                Insert(c.Row);
                break;
            case AlertNotes c:
                note.Bind((int)c.Severity).Bind(c.EventAt).Bind(Transitions(c.Flapping)).Bind(Flag(c.Flapping)).Bind(c.HeldSince)
                    .Bind(incident.Workspace).Bind(c.Identity).Bind(incident.Id).Run();
                break;
            case AlertCalms c:
                calm.Bind(incident.Workspace).Bind(c.Identity).Bind(incident.Id).Run();
                break;
            case AllAlertsEnd c:
                endAll.Bind(c.At).Bind(incident.Workspace).Bind(incident.Id).Run();
                break;
            case AllAlertsBegin:
                beginAll.Bind(incident.Workspace).Bind(incident.Id).Run();
                break;
            default:
                throw new ArgumentException($"The ledger cannot apply a {change.GetType().Name}.", nameof(change));
        }
    }
}

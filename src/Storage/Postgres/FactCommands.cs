using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Writes what commits with entries, whatever kind they are. Alarms and messages, which need an order among themselves, are written before.
/// </summary>
internal static class FactCommands
{
    private const string EventSql = """
        WITH n AS MATERIALIZED (
          SELECT nextval(pg_get_serial_sequence('incident_events', 'seq')) AS seq, e.*
          FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS e (workspace, incident_id, type, actor, at, payload, activity, body)),
        b AS (INSERT INTO event_bodies (seq, workspace, body) SELECT seq, workspace, body FROM n WHERE body IS NOT NULL)
        INSERT INTO incident_events (workspace, incident_id, seq, type, actor, at, payload, activity) OVERRIDING SYSTEM VALUE
        SELECT workspace, incident_id, seq, type, actor, at, payload, activity FROM n
        """;

    private static readonly string DropBodiesSql = $"""
        DELETE FROM event_bodies USING (
          SELECT b.seq, row_number() OVER (PARTITION BY e.workspace, e.incident_id ORDER BY e.seq DESC) AS place
          FROM unnest($1, $2) AS k (workspace, incident_id)
          JOIN incident_events e ON e.workspace = k.workspace AND e.incident_id = k.incident_id JOIN event_bodies b ON b.seq = e.seq) AS old
        WHERE event_bodies.seq = old.seq AND old.place > {IncidentEvent.MostBodies}
        """;

    private const string AuditSql =
        "INSERT INTO audit (workspace, actor, action, kind, id, at, detail) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)";

    private const string ActionSql = """
        INSERT INTO actions (workspace, id, incident_id, action, outcome, dry_run, namespace, actor, at, workload, executed, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (workspace, id) WHERE id IS NOT NULL
        DO UPDATE SET outcome = excluded.outcome, executed = excluded.executed, payload = excluded.payload
        """;

    public static void Add(Pipeline pipeline, AppliedFacts facts, long now)
    {
        pipeline.Add(facts.Events, events => new RowsCommand<IncidentEvent>(EventSql, events)
            .Text(e => e.Workspace).Text(e => e.IncidentId).Text(e => e.Event.Type).Text(e => e.Event.Actor)
            .Long(e => e.Event.At.ToUnixTimeMilliseconds()).Text(e => e.Event.Payload).Text(e => EventTypes.ActivityOf(e.Event.Type))
            .Text(e => e.Body));
        pipeline.Add([.. facts.MoreBodies], rows => new RowsCommand<(string Workspace, string IncidentId)>(DropBodiesSql, rows)
            .Text(row => row.Workspace).Text(row => row.IncidentId));
        pipeline.Add(facts.Audit, rows => new RowsCommand<(string Workspace, AuditRecord Record)>(AuditSql, rows)
            .Text(row => row.Workspace).Text(row => row.Record.Actor).Text(row => row.Record.Action).Text(row => row.Record.Kind)
            .Text(row => row.Record.Id).Long(row => row.Record.At).Text(row => row.Record.Detail));
        pipeline.Add([.. facts.Actions.Values], rows => new RowsCommand<(string Workspace, ActionLogRow Row)>(ActionSql, rows)
            .Text(row => row.Workspace).Text(row => row.Row.Id).Text(row => row.Row.IncidentId).Text(row => row.Row.Action)
            .Text(row => row.Row.Outcome).Int(row => row.Row.IsDryRun ? 1 : 0).Text(row => row.Row.Namespace).Text(row => row.Row.Actor)
            .Long(row => row.Row.At).Text(row => row.Row.Workload).Int(row => row.Row.IsExecuted ? 1 : (int?)null).Text(row => row.Row.Payload));
        DocumentCommands.Attach(pipeline, facts.Attachments, now);
    }
}

using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Writes what commits with entries, whatever kind they are. Alarms and messages, which need an order among themselves, are written before.
/// </summary>
internal static class FactCommands
{
    private const string EventSql = """
        INSERT INTO incident_events (workspace, incident_id, type, actor, at, payload, activity)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string AuditSql =
        "INSERT INTO audit (workspace, actor, action, kind, id, at, detail) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)";

    public static void Add(Pipeline pipeline, AppliedFacts facts, long now)
    {
        pipeline.Add(facts.Events, events => new RowsCommand<IncidentEvent>(EventSql, events)
            .Text(e => e.Workspace).Text(e => e.IncidentId).Text(e => e.Event.Type).Text(e => e.Event.Actor)
            .Long(e => e.Event.At.ToUnixTimeMilliseconds()).Text(e => e.Event.Payload).Text(e => EventTypes.ActivityOf(e.Event.Type)));
        pipeline.Add(facts.Audit, rows => new RowsCommand<(string Workspace, AuditRecord Record)>(AuditSql, rows)
            .Text(row => row.Workspace).Text(row => row.Record.Actor).Text(row => row.Record.Action).Text(row => row.Record.Kind)
            .Text(row => row.Record.Id).Long(row => row.Record.At).Text(row => row.Record.Detail));
        DocumentCommands.Attach(pipeline, facts.Attachments, now);
    }
}

using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes what commits with an entry, whatever kind of entry it is.</summary>
internal sealed class FactStatements(Func<string, SqliteStatement> prepare, OutboxStatements outbox, DocumentStatements documents, FeedChanges feed,
    TimeProvider clock)
{
    private readonly AlarmStatements alarms = new(prepare, clock);

    private readonly SqliteStatement insertEvent = prepare("""
        INSERT INTO incident_events (workspace, incident_id, seq, type, actor, at, payload, activity) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private readonly SqliteStatement insertBody = prepare("INSERT INTO event_bodies (seq, workspace, body) VALUES (?, ?, ?)");

    private readonly SqliteStatement dropBody = prepare($"""
        DELETE FROM event_bodies WHERE seq = (SELECT b.seq FROM incident_events e JOIN event_bodies b ON b.seq = e.seq
        WHERE e.workspace = ? AND e.incident_id = ? ORDER BY e.seq DESC LIMIT 1 OFFSET {IncidentEvent.MostBodies})
        """);

    private readonly SqliteStatement insertAudit =
        prepare("INSERT INTO audit (workspace, actor, action, kind, id, at, detail) VALUES (?, ?, ?, ?, ?, ?, ?)");

    private readonly SqliteStatement putAction = prepare("""
        INSERT INTO actions (workspace, id, incident_id, action, outcome, dry_run, namespace, actor, at, workload, executed, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, id) WHERE id IS NOT NULL
        DO UPDATE SET outcome = excluded.outcome, executed = excluded.executed, payload = excluded.payload
        """);

    private readonly SqliteStatement mark =
        prepare("INSERT INTO deliveries (workspace, source, id, at, status, response) VALUES (?, ?, ?, ?, 0, '')");
    private readonly SqliteStatement marked = prepare("SELECT 1 FROM deliveries WHERE workspace = ? AND source = ? AND id = ?");
    private long lastSeq;

    /// <summary>Why the entry must not be written; null when its facts have nothing against it.</summary>
    public LedgerOutcome? Refuses(LedgerEntry entry)
    {
        if (entry.Facts.Mark is { } mark && marked.Bind(entry.Workspace).Bind(SpoolMark.Source).Bind(mark.Id).Any()) return LedgerOutcome.Marked;
        return alarms.Allows(entry.Target, entry.Facts.Alarms) ? null : LedgerOutcome.Conflict;
    }

    public void Write(LedgerEntry entry)
    {
        var facts = entry.FactsOf(entry.Outcome);
        feed.Add(entry, facts, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (ReferenceEquals(facts, LedgerFacts.None)) return;
        foreach (var e in facts.Events) Event(e, isBirth: entry is IncidentBirthEntry);
        alarms.Apply(entry.Target, facts.Alarms);
        outbox.Insert(entry, facts.Messages);
        foreach (var record in facts.Audit)
            insertAudit.Bind(entry.Workspace).Bind(record.Actor).Bind(record.Action).Bind(record.Kind).Bind(record.Id).Bind(record.At)
                .Bind(record.Detail).Run();
        foreach (var row in facts.Actions)
            putAction.Bind(entry.Workspace).Bind(row.Id).Bind(row.IncidentId).Bind(row.Action).Bind(row.Outcome).Bind(row.IsDryRun ? 1 : 0)
                .Bind(row.Namespace).Bind(row.Actor).Bind(row.At).Bind(row.Workload).Bind(row.IsExecuted ? 1L : null).Bind(row.Payload).Run();
        foreach (var attachment in facts.Attachments) documents.Put(entry.Workspace, attachment);
        if (facts.Mark is { } spooled) mark.Bind(entry.Workspace).Bind(SpoolMark.Source).Bind(spooled.Id).Bind(spooled.At).Run();
    }

    private void Event(IncidentEvent row, bool isBirth)
    {
        var (e, seq) = (row.Event, NextSeq());
        insertEvent.Bind(row.Workspace).Bind(row.IncidentId).Bind(seq).Bind(e.Type)
            .Bind(e.Actor).Bind(e.At.ToUnixTimeMilliseconds()).Bind(e.Payload).Bind(EventTypes.ActivityOf(e.Type)).Run();
        if (row.Body is null) return;
        insertBody.Bind(seq).Bind(row.Workspace).Bind(row.Body).Run();
        // A birth's is the first.
        if (!isBirth) dropBody.Bind(row.Workspace).Bind(row.IncidentId).Run();
    }

    /// <summary>Milliseconds and a count within them: rises over restarts without being stored anywhere else.</summary>
    public long NextSeq() => lastSeq = Math.Max(lastSeq + 1, clock.GetUtcNow().ToUnixTimeMilliseconds() << 20);
}

using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>How each kind of entry is written. A refused entry leaves no trace, and the rest of its batch is not touched by that.</summary>
internal sealed class LedgerStatements : IDisposable
{
    /// <summary>Two looks into indexes: with OR it would walk all open incidents of the workspace.</summary>
    internal const string Adopt = """
        UPDATE incidents SET parent_id = ?, group_id = ?, reason = ? WHERE row_id IN (
          SELECT row_id FROM incidents WHERE id = ? AND workspace = ? UNION ALL SELECT row_id FROM incidents WHERE workspace = ? AND parent_id = ?)
        """;

    private readonly List<SqliteStatement> all = [];
    private readonly TimeProvider clock;
    private long lastSeq;
    private readonly SqliteStatement repeat, insertEvent, insertIncident, removeIncident, updateIncident, joinGroup, adopt, parentOpen;
    private readonly SqliteStatement insertDelivery, forgetDeliveries, insertDeadLetter, removeDeadLetter, upsertWorkspace, probe;
    private readonly AlertStatements alerts;
    private readonly AlarmStatements alarms;
    private readonly OutboxStatements outbox;

    public LedgerStatements(SqliteConnection connection, TimeProvider clock)
    {
        this.clock = clock;
        SqliteStatement Prepare(string sql)
        {
            var statement = new SqliteStatement(connection, sql);
            all.Add(statement);
            return statement;
        }

        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        repeat = Prepare("UPDATE alerts SET count = count + ?, last_seen = max(last_seen, ?) WHERE row_id = ? AND version = ?");
        insertEvent = Prepare("INSERT INTO incident_events (workspace, incident_id, seq, type, actor, at, payload, activity) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insertIncident = Prepare("""
            INSERT INTO incidents (workspace, id, version, state, severity, title, source, service, namespace, created_at, resolved_at, parent_id, group_id, reason, silenced, document)
            VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        removeIncident = Prepare("DELETE FROM incidents WHERE workspace = ? AND id = ?");
        updateIncident = Prepare("""
            UPDATE incidents SET version = version + 1, state = ?, severity = ?, service = ?, namespace = ?, resolved_at = ?, silenced = ?, document = ?
            WHERE workspace = ? AND id = ? AND version = ?
            """);
        parentOpen = Prepare("SELECT 1 FROM incidents WHERE workspace = ? AND id = ? AND state <> 2 AND parent_id IS NULL");
        joinGroup = Prepare("UPDATE incidents SET group_id = ? WHERE workspace = ? AND id = ? AND group_id IS NULL");
        adopt = Prepare(Adopt);
        insertDelivery = Prepare("INSERT INTO deliveries (workspace, source, id, at, status, response) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        forgetDeliveries = Prepare("DELETE FROM deliveries WHERE at < ?");
        insertDeadLetter = Prepare("INSERT INTO dead_letters (workspace, source, payload, error, at) VALUES (?, ?, ?, ?, ?)");
        removeDeadLetter = Prepare("DELETE FROM dead_letters WHERE workspace = ? AND seq = ?");
        upsertWorkspace = Prepare("""
            INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE excluded.name IS NOT NULL
            """);
        probe = Prepare("INSERT INTO probes (id, at, padding) VALUES (1, unixepoch(), zeroblob(1000000)) ON CONFLICT (id) DO UPDATE SET at = at + 1, padding = zeroblob(1000000)");
        alerts = new AlertStatements(Prepare);
        alarms = new AlarmStatements(Prepare, clock);
        outbox = new OutboxStatements(Prepare, clock);
    }

    public SqliteStatement Begin { get; }
    public SqliteStatement Commit { get; }

    public void Write(LedgerEntry entry)
    {
        entry.Outcome = entry switch
        {
            AlertRepeat e => Repeat(e),
            IncidentBirthEntry e => Birth(e),
            IncidentWrite e => Change(e),
            DeliveryRecord e => Delivery(e),
            DeadLetterEntry e => Applied(insertDeadLetter.Bind(e.Workspace).Bind(e.Source).Bind(e.Payload).Bind(e.Error).Bind(e.At)),
            DeadLetterRemoval e => Applied(removeDeadLetter.Bind(e.Workspace).Bind(e.Seq)),
            WorkspaceEntry e => Applied(upsertWorkspace.Bind(e.Id).Bind(e.Name).Bind(e.At)),
            AlarmEntry e => Alarms(e),
            OutboxEntry => LedgerOutcome.Applied,
            OutboxResultEntry e => Results(e),
            OutboxReplay e => outbox.Replay(e),
            LedgerProbeEntry => Applied(probe),
            _ => throw new ArgumentException($"The ledger cannot write a {entry.GetType().Name}.", nameof(entry)),
        };
        if (entry.Outcome is LedgerOutcome.Conflict) return;
        outbox.Insert(entry);
        if (entry.Mark is { } mark)
            insertDelivery.Bind(mark.Workspace).Bind(SpoolMark.Source).Bind(mark.Id).Bind(mark.At).Bind(0).Bind("").Run();
    }

    /// <summary>What is left to do when the batch has no more entries.</summary>
    public void Finish() => outbox.SetAlarms();

    private LedgerOutcome Repeat(AlertRepeat entry)
    {
        if (repeat.Bind(entry.Count).Bind(entry.LastSeen).Bind(entry.RowId).Bind(entry.RowVersion).Run() == 0) return LedgerOutcome.Conflict;
        if (entry.Event is { } e) Event(e.Workspace, e.IncidentId, e.Event);
        return LedgerOutcome.Applied;
    }

    private LedgerOutcome Birth(IncidentBirthEntry entry)
    {
        var incident = entry.Incident;
        var outcome = LedgerOutcome.Applied;
        if (entry.Placement?.ParentId is { } parent && !parentOpen.Bind(incident.Workspace).Bind(parent).Any())
        {
            entry.Placement = entry.Placement with { ParentId = null, GroupId = null, Reason = null };
            outcome = LedgerOutcome.ParentGone;
        }
        if (!InsertIncident(incident, entry.Placement, Document(entry, incident))) return LedgerOutcome.Conflict;
        if (entry.ExpiresRowId != 0) alerts.Expire(entry.ExpiresRowId);
        if (!alerts.Insert(entry.Alert))
        {
            removeIncident.Bind(incident.Workspace).Bind(incident.Id).Run();
            return LedgerOutcome.Conflict;
        }
        foreach (var e in entry.Events) Event(incident.Workspace, incident.Id, e);
        if (entry.Placement is { } placement) Group(incident, placement);
        alarms.Apply(TargetOf(incident), entry.AlarmsOf(outcome));
        return outcome;
    }

    /// <summary>False when the id is taken.</summary>
    private bool InsertIncident(Incident incident, Grains.Incidents.Placement? placement, byte[] document)
    {
        insertIncident.Bind(incident.Workspace).Bind(incident.Id).Bind((int)incident.Phase).Bind((int)incident.Severity).Bind(incident.Title)
            .Bind(incident.Source).Bind(incident.Subject.Service).Bind(incident.Subject.Namespace).Bind(Unix(incident.CreatedAt))
            .Bind(Unix(incident.ResolvedAt)).Bind(placement?.ParentId).Bind(placement?.GroupId).Bind(placement?.Reason).Bind(IncidentDocument.Silenced(incident));
        return insertIncident.BindUtf8(document).Run() > 0;
    }

    private static byte[] Document(LedgerEntry entry, Incident incident) => entry.Prepared ?? IncidentDocument.Write(incident);

    /// <summary>The parent learns of its child in the child's own transaction.</summary>
    private void Group(Incident incident, Grains.Incidents.Placement placement)
    {
        if (placement.ParentId is { } parent) joinGroup.Bind(placement.GroupId).Bind(incident.Workspace).Bind(parent).Run();
        foreach (var adopted in placement.Adopted)
            adopt.Bind(incident.Id).Bind(placement.GroupId).Bind(placement.Reason).Bind(adopted).Bind(incident.Workspace).Bind(incident.Workspace).Bind(adopted).Run();
        foreach (var (id, e) in GroupEvents.Of(incident, placement)) Event(incident.Workspace, id, e);
    }

    private LedgerOutcome Change(IncidentWrite entry)
    {
        var incident = entry.Incident;
        foreach (var change in entry.Alerts)
        {
            if (!alerts.Allows(incident, change)) return LedgerOutcome.Conflict;
        }
        if (!alarms.Allows(TargetOf(incident), entry.Alarms)) return LedgerOutcome.Conflict;
        updateIncident.Bind((int)incident.Phase).Bind((int)incident.Severity).Bind(incident.Subject.Service).Bind(incident.Subject.Namespace)
            .Bind(Unix(incident.ResolvedAt)).Bind(IncidentDocument.Silenced(incident)).BindUtf8(Document(entry, incident));
        if (updateIncident.Bind(incident.Workspace).Bind(incident.Id).Bind(entry.Version).Run() == 0) return LedgerOutcome.Conflict;
        foreach (var change in entry.Alerts) alerts.Apply(incident, change);
        foreach (var e in entry.Events) Event(incident.Workspace, incident.Id, e);
        alarms.Apply(TargetOf(incident), entry.Alarms);
        if (entry.Split is not { } split) return LedgerOutcome.Applied;
        if (!InsertIncident(split.Incident, null, IncidentDocument.Write(split.Incident))) throw new InvalidOperationException($"The new id {split.Incident.Id} is taken.");
        foreach (var e in split.Events) Event(split.Incident.Workspace, split.Incident.Id, e);
        alerts.Move(split.RowId, split.Incident.Id);
        alarms.Apply(TargetOf(split.Incident), split.Alarms);
        return LedgerOutcome.Applied;
    }

    private LedgerOutcome Alarms(AlarmEntry entry)
    {
        if (!alarms.Allows(entry.Target, entry.Alarms)) return LedgerOutcome.Conflict;
        alarms.Apply(entry.Target, entry.Alarms);
        return LedgerOutcome.Applied;
    }

    private LedgerOutcome Results(OutboxResultEntry entry)
    {
        outbox.Apply(entry);
        foreach (var e in entry.Events) Event(e.Workspace, e.IncidentId, e.Event);
        return LedgerOutcome.Applied;
    }

    private static AlarmTarget TargetOf(Incident incident) => new(Grains.Incidents.IncidentGrain.Kind, incident.Workspace, incident.Id);

    private LedgerOutcome Delivery(DeliveryRecord entry)
    {
        forgetDeliveries.Bind(entry.ForgetBefore).Run();
        return Applied(insertDelivery.Bind(entry.Workspace).Bind(entry.Source).Bind(entry.Id).Bind(entry.At).Bind(entry.Status).Bind(entry.Response));
    }

    /// <summary>Milliseconds and a count within them: rises over restarts without being stored anywhere else.</summary>
    private long NextSeq() => lastSeq = Math.Max(lastSeq + 1, clock.GetUtcNow().ToUnixTimeMilliseconds() << 20);

    private void Event(string workspace, string incidentId, TimelineEvent e) =>
        insertEvent.Bind(workspace).Bind(incidentId).Bind(NextSeq()).Bind(e.Type).Bind(e.Actor).Bind(Unix(e.At)).Bind(e.Payload).Bind(EventTypes.ActivityOf(e.Type)).Run();

    private static LedgerOutcome Applied(SqliteStatement statement)
    {
        statement.Run();
        return LedgerOutcome.Applied;
    }

    private static long Unix(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();
    private static long? Unix(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    public void Dispose()
    {
        foreach (var statement in all) statement.Dispose();
    }
}

using AiSre.Grains.Ledger;
using Npgsql;
using static AiSre.Storage.AlertColumns;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Writes to the <c>alerts</c> table. Every change but a repeat raises the row's version, so that whoever holds an older one must read again.
/// </summary>
internal static class AlertCommands
{
    private const string LockSql = """
        SELECT a.workspace, a.identity, a.incident_id, a.status, a.row_id, a.last_seen FROM alerts a WHERE a.row_id IN (
          SELECT unnest($1)
          UNION ALL SELECT b.row_id FROM unnest($2, $3) AS k (workspace, identity) JOIN alerts b ON b.workspace = k.workspace AND b.identity = k.identity
          UNION ALL SELECT c.row_id FROM unnest($4, $5) AS k (workspace, incident_id) JOIN alerts c ON c.workspace = k.workspace AND c.incident_id = k.incident_id)
        ORDER BY a.row_id FOR NO KEY UPDATE OF a
        """;

    private const string RepeatSql = """
        UPDATE alerts a SET count = a.count + n.count, last_seen = greatest(a.last_seen, n.last_seen)
        FROM unnest($1, $2, $3, $4) AS n (row_id, version, count, last_seen) WHERE a.row_id = n.row_id AND a.version = n.version
        RETURNING n.row_id, n.version
        """;

    private const string ExpireSql =
        "UPDATE alerts a SET status = 'expired', version = a.version + 1 FROM unnest($1) AS n (row_id) WHERE a.row_id = n.row_id AND a.status = "
            + "'firing'";

    private const string InsertSql = """
        INSERT INTO alerts (workspace, identity, alternate, incident_id, scope, source, status, version, severity, content_hash, title, namespace,
                            count, first_seen, last_seen, starts_at, last_event_at, transitions, flapping)
        SELECT n.workspace, n.identity, n.alternate, n.incident_id, n.scope, n.source, 'firing', 1, n.severity, n.content_hash, n.title, n.namespace,
               n.count, n.first_seen, n.last_seen, n.starts_at, n.last_event_at, n.transitions, n.flapping
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
          AS n (workspace, identity, alternate, incident_id, scope, source, severity, content_hash, title, namespace,
                count, first_seen, last_seen, starts_at, last_event_at, transitions, flapping)
        """;

    private const string EndSql = """
        UPDATE alerts a SET status = 'resolved', version = a.version + 1, resolved_at = n.at, resolved_by_human = 0, held_since = NULL,
               last_event_at = coalesce(n.event_at, a.last_event_at), transitions = coalesce(n.transitions, a.transitions), flapping = coalesce(n.flapping, a.flapping)
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (workspace, identity, incident_id, at, event_at, transitions, flapping)
        WHERE a.workspace = n.workspace AND a.identity = n.identity AND a.incident_id = n.incident_id AND (a.status <> 'resolved' OR a.resolved_by_human = 1)
        """;

    private const string BeginSql = """
        UPDATE alerts a SET status = 'firing', version = a.version + 1, resolved_at = NULL, resolved_by_human = 0, held_since = NULL,
               last_seen = greatest(a.last_seen, n.at), count = a.count + 1, starts_at = coalesce(n.starts_at, a.starts_at),
               last_event_at = coalesce(n.event_at, a.last_event_at), transitions = coalesce(n.transitions, a.transitions), flapping = coalesce(n.flapping, a.flapping)
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (workspace, identity, incident_id, at, starts_at, event_at, transitions, flapping)
        WHERE a.workspace = n.workspace AND a.identity = n.identity AND a.incident_id = n.incident_id
        """;

    private const string NoteSql = """
        UPDATE alerts a SET version = a.version + 1, severity = n.severity, last_event_at = coalesce(n.event_at, a.last_event_at),
               transitions = coalesce(n.transitions, a.transitions), flapping = coalesce(n.flapping, a.flapping), held_since = n.held_since
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (workspace, identity, incident_id, severity, event_at, transitions, flapping, held_since)
        WHERE a.workspace = n.workspace AND a.identity = n.identity AND a.incident_id = n.incident_id AND a.status = 'firing'
        """;

    private const string CalmSql = """
        UPDATE alerts a SET version = a.version + 1, flapping = 0, transitions = NULL
        FROM unnest($1, $2, $3) AS n (workspace, identity, incident_id)
        WHERE a.workspace = n.workspace AND a.identity = n.identity AND a.incident_id = n.incident_id AND a.flapping = 1
        """;

    private const string EndAllSql = """
        UPDATE alerts a SET status = 'resolved', version = a.version + 1, resolved_at = n.at, resolved_by_human = 1, held_since = NULL
        FROM unnest($1, $2, $3) AS n (workspace, incident_id, at) WHERE a.workspace = n.workspace AND a.incident_id = n.incident_id AND a.status = 'firing'
        """;

    private const string BeginAllSql = """
        UPDATE alerts a SET status = 'firing', version = a.version + 1, resolved_at = NULL, resolved_by_human = 0
        FROM unnest($1, $2) AS n (workspace, incident_id)
        WHERE a.workspace = n.workspace AND a.incident_id = n.incident_id AND a.status = 'resolved' AND a.resolved_by_human = 1
          AND NOT EXISTS (SELECT 1 FROM alerts other WHERE other.workspace = a.workspace AND other.identity = a.identity AND other.status = 'firing')
        """;

    private const string MoveSql =
        "UPDATE alerts a SET incident_id = n.incident_id, version = a.version + 1 FROM unnest($1, $2) AS n (row_id, incident_id) WHERE a.row_id = "
            + "n.row_id";

    /// <summary>
    /// Every row that the batch counts or changes, or that decides whether it may: locked in one order, so that two silos never wait for each other.
    /// </summary>
    public static NpgsqlBatchCommand Lock(BatchPlan plan)
    {
        var changes = plan.Changes.SelectMany(change => change.Alerts.Select(alert => new Changed<AlertChange>(change, alert))).ToList();
        var command = new RowsCommand<RepeatSum>(LockSql, plan.Sums).Long(sum => sum.RowId).Command;
        var identities = new RowsCommand<Changed<AlertChange>>("", [.. changes.Where(change => IdentityOf(change.Alert) is not null)])
            .Text(change => change.Workspace).Text(change => IdentityOf(change.Alert));
        var whole = new RowsCommand<Changed<AlertChange>>("", [.. changes.Where(change => IdentityOf(change.Alert) is null)])
            .Text(change => change.Workspace).Text(change => change.IncidentId);
        foreach (var parameters in new[] { identities.Command.Parameters, whole.Command.Parameters })
        {
            var taken = parameters.ToList();
            parameters.Clear();
            foreach (var parameter in taken) command.Parameters.Add(parameter);
        }
        return command;
    }

    public static RowsCommand<RepeatSum> Repeat(IReadOnlyList<RepeatSum> sums) => new RowsCommand<RepeatSum>(RepeatSql, sums)
        .Long(sum => sum.RowId).Int(sum => sum.Version).Int(sum => sum.Count).Long(sum => sum.LastSeen);

    public static RowsCommand<IncidentBirthEntry> Expire(IReadOnlyList<IncidentBirthEntry> births) =>
        new RowsCommand<IncidentBirthEntry>(ExpireSql, births).Long(birth => birth.ExpiresRowId);

    /// <summary>Answers the rows that were stored; an identity that has a firing row gets no second one.</summary>
    public static RowsCommand<IncidentBirthEntry> Insert(IReadOnlyList<IncidentBirthEntry> births) =>
        Rows(new RowsCommand<IncidentBirthEntry>(InsertSql + " ON CONFLICT DO NOTHING RETURNING row_id, workspace, incident_id", births),
            birth => birth.Alert);

    /// <summary>What the changes do to the rows of their alerts.</summary>
    public static void Add(Pipeline pipeline, IReadOnlyList<IncidentWrite> changes)
    {
        pipeline.Add(Of<AlertEnds>(changes), ends => new RowsCommand<Changed<AlertEnds>>(EndSql, ends)
            .Text(c => c.Workspace).Text(c => c.Alert.Identity).Text(c => c.IncidentId).Long(c => c.Alert.At).Long(c => c.Alert.EventAt)
            .Text(c => Transitions(c.Alert.Flapping)).Int(c => Flag(c.Alert.Flapping)));
        pipeline.Add(Of<AlertBegins>(changes), begins => new RowsCommand<Changed<AlertBegins>>(BeginSql, begins)
            .Text(c => c.Workspace).Text(c => c.Alert.Identity).Text(c => c.IncidentId).Long(c => c.Alert.At).Long(c => c.Alert.StartsAt)
            .Long(c => c.Alert.EventAt)
            .Text(c => Transitions(c.Alert.Flapping)).Int(c => Flag(c.Alert.Flapping)));
        var joined = Of<AlertJoins>(changes);
        pipeline.Add(joined,
            joins => Rows(new RowsCommand<Changed<AlertJoins>>(InsertSql + " RETURNING row_id, incident_id, identity", joins), c => c.Alert.Row),
            row => joined.Find(c => c.IncidentId == row.GetString(1) && c.Alert.Row.Identity == row.GetString(2))?.Alert.Row.RowId = row.GetInt64(0));
        pipeline.Add(Of<AlertNotes>(changes), notes => new RowsCommand<Changed<AlertNotes>>(NoteSql, notes)
            .Text(c => c.Workspace).Text(c => c.Alert.Identity).Text(c => c.IncidentId).Int(c => (int)c.Alert.Severity).Long(c => c.Alert.EventAt)
            .Text(c => Transitions(c.Alert.Flapping)).Int(c => Flag(c.Alert.Flapping)).Long(c => c.Alert.HeldSince));
        pipeline.Add(Of<AlertCalms>(changes), calms => new RowsCommand<Changed<AlertCalms>>(CalmSql, calms)
            .Text(c => c.Workspace).Text(c => c.Alert.Identity).Text(c => c.IncidentId));
        pipeline.Add(Of<AllAlertsEnd>(changes), ends => new RowsCommand<Changed<AllAlertsEnd>>(EndAllSql, ends)
            .Text(c => c.Workspace).Text(c => c.IncidentId).Long(c => c.Alert.At));
        pipeline.Add(Of<AllAlertsBegin>(changes), begins => new RowsCommand<Changed<AllAlertsBegin>>(BeginAllSql, begins)
            .Text(c => c.Workspace).Text(c => c.IncidentId));
        pipeline.Add([.. changes.Where(change => change.Split is not null).Select(change => change.Split!)],
            splits => new RowsCommand<AlertSplit>(MoveSql, splits)
            .Long(split => split.RowId).Text(split => split.Incident.Id));
    }

    private static RowsCommand<T> Rows<T>(RowsCommand<T> command, Func<T, AlertRow> row) => command
        .Text(n => row(n).Workspace).Text(n => row(n).Identity).Text(n => row(n).Alternate).Text(n => row(n).IncidentId).Text(n => row(n).Scope)
        .Text(n => row(n).Source).Int(n => (int)row(n).Severity).Text(n => row(n).ContentHash).Text(n => row(n).Title).Text(n => row(n).Namespace)
        .Int(n => row(n).Count).Long(n => row(n).FirstSeen).Long(n => row(n).LastSeen).Long(n => row(n).StartsAt).Long(n => row(n).LastEventAt)
        .Text(n => Transitions(row(n).Flapping)).Int(n => row(n).Flapping.Flapping ? 1 : 0);

    private static List<Changed<T>> Of<T>(IReadOnlyList<IncidentWrite> changes) where T : AlertChange =>
        [.. changes.SelectMany(change => change.Alerts.OfType<T>().Select(alert => new Changed<T>(change, alert)))];

    private static string? IdentityOf(AlertChange change) => change switch
    {
        AlertEnds c => c.Identity,
        AlertBegins c => c.Identity,
        AlertJoins c => c.Row.Identity,
        AlertNotes c => c.Identity,
        AlertCalms c => c.Identity,
        _ => null,
    };

    /// <summary>A change of an alert with the incident that it belongs to.</summary>
    private sealed record Changed<T>(IncidentWrite Write, T Alert) where T : AlertChange
    {
        public string Workspace => Write.Incident.Workspace;
        public string IncidentId => Write.Incident.Id;
    }
}

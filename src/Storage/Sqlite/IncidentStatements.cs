using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>incidents</c> table, with the rows of their alerts.</summary>
internal sealed class IncidentStatements(Func<string, SqliteStatement> prepare)
{
    /// <summary>Two looks into indexes: with OR it would walk all open incidents of the workspace.</summary>
    internal const string Adopt = """
        UPDATE incidents SET parent_id = ?, group_id = ?, reason = ? WHERE row_id IN (
          SELECT row_id FROM incidents WHERE id = ? AND workspace = ? UNION ALL SELECT row_id FROM incidents WHERE workspace = ? AND parent_id = ?)
        """;

    private readonly AlertStatements alerts = new(prepare);
    private readonly SearchStatements search = new(prepare);

    private readonly SqliteStatement insert = prepare("""
        INSERT INTO incidents (workspace, id, version, state, severity, title, source, service, namespace, created_at, resolved_at,
                               parent_id, group_id, reason, silenced, scope, owner, snoozed_until, flapping, cluster, node, pod, document)
        VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement remove = prepare("DELETE FROM incidents WHERE workspace = ? AND id = ?");

    private readonly SqliteStatement update = prepare("""
        UPDATE incidents SET version = version + 1, state = ?, severity = ?, service = ?, namespace = ?, resolved_at = ?, silenced = ?, scope = ?,
               owner = ?, snoozed_until = ?, flapping = ?, cluster = ?, node = ?, pod = ?, document = ?
        WHERE workspace = ? AND id = ? AND version = ?
        """);

    private readonly SqliteStatement isOpenParent =
        prepare("SELECT 1 FROM incidents WHERE workspace = ? AND id = ? AND state <> 2 AND parent_id IS NULL");
    private readonly SqliteStatement joinGroup = prepare("UPDATE incidents SET group_id = ? WHERE workspace = ? AND id = ? AND group_id IS NULL");
    private readonly SqliteStatement adopt = prepare(Adopt);

    public LedgerOutcome Birth(IncidentBirthEntry entry)
    {
        var incident = entry.Incident;
        var outcome = entry.Placement?.ParentId is { } parent && !isOpenParent.Bind(incident.Workspace).Bind(parent).Any()
            ? LedgerOutcome.ParentGone
            : LedgerOutcome.Applied;
        entry.Placement = entry.PlacementOf(outcome);
        if (!Insert(incident, entry.Placement, Document(entry, incident))) return LedgerOutcome.Conflict;
        if (entry.ExpiresRowId != 0) alerts.Expire(entry.ExpiresRowId);
        if (!alerts.Insert(entry.Alert))
        {
            remove.Bind(incident.Workspace).Bind(incident.Id).Run();
            return LedgerOutcome.Conflict;
        }
        search.Write(SearchColumns.Of(entry, incident));
        if (entry.Placement is { } placement) Group(incident, placement);
        return outcome;
    }

    public LedgerOutcome Change(IncidentWrite entry)
    {
        var incident = entry.Incident;
        foreach (var change in entry.Alerts)
        {
            if (!alerts.Allows(incident, change)) return LedgerOutcome.Conflict;
        }
        update.Bind((int)incident.Phase).Bind((int)incident.Severity).Bind(incident.Subject.Service).Bind(incident.Subject.Namespace)
            .Bind(Unix(incident.ResolvedAt));
        BindColumns(update, incident).BindUtf8(Document(entry, incident));
        if (update.Bind(incident.Workspace).Bind(incident.Id).Bind(entry.Version).Run() == 0) return LedgerOutcome.Conflict;
        search.Write(SearchColumns.Of(entry, incident));
        foreach (var change in entry.Alerts) alerts.Apply(incident, change);
        if (entry.Split is not { } split) return LedgerOutcome.Applied;
        if (!Insert(split.Incident, null, IncidentDocument.Write(split.Incident)))
            throw new InvalidOperationException($"The new id {split.Incident.Id} is taken.");
        search.Write(SearchColumns.Of(entry, split.Incident));
        alerts.Move(split.RowId, split.Incident.Id);
        return LedgerOutcome.Applied;
    }

    /// <summary>False when the id is taken.</summary>
    private bool Insert(Incident incident, Placement? placement, byte[] document)
    {
        insert.Bind(incident.Workspace).Bind(incident.Id).Bind((int)incident.Phase).Bind((int)incident.Severity).Bind(incident.Title)
            .Bind(incident.Source).Bind(incident.Subject.Service).Bind(incident.Subject.Namespace).Bind(incident.CreatedAt.ToUnixTimeMilliseconds())
            .Bind(Unix(incident.ResolvedAt)).Bind(placement?.ParentId).Bind(placement?.GroupId).Bind(placement?.Reason);
        return BindColumns(insert, incident).BindUtf8(document).Run() > 0;
    }

    private static SqliteStatement BindColumns(SqliteStatement statement, Incident incident) => statement
        .Bind(IncidentColumns.Silenced(incident)).Bind(IncidentColumns.Scope(incident)).Bind(IncidentColumns.Owner(incident))
        .Bind(IncidentColumns.SnoozedUntil(incident)).Bind(IncidentColumns.Flapping(incident))
        .Bind(incident.Subject.Cluster).Bind(incident.Subject.Node).Bind(incident.Subject.Pod);

    /// <summary>The parent learns of its child in the child's own transaction.</summary>
    private void Group(Incident incident, Placement placement)
    {
        if (placement.ParentId is { } parent) joinGroup.Bind(placement.GroupId).Bind(incident.Workspace).Bind(parent).Run();
        foreach (var adopted in placement.Adopted)
        {
            adopt.Bind(incident.Id).Bind(placement.GroupId).Bind(placement.Reason)
                .Bind(adopted).Bind(incident.Workspace).Bind(incident.Workspace).Bind(adopted).Run();
        }
    }

    private static byte[] Document(LedgerEntry entry, Incident incident) => entry.Prepared ?? IncidentDocument.Write(incident);

    private static long? Unix(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();
}

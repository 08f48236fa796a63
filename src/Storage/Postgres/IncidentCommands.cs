using System.Text;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>incidents</c> table.</summary>
internal static class IncidentCommands
{
    private const string LockSql = """
        SELECT i.workspace, i.id, i.version, i.state, i.parent_id FROM unnest($1, $2) AS k (workspace, id)
        JOIN incidents i ON i.id = k.id AND i.workspace = k.workspace ORDER BY i.id, i.workspace FOR NO KEY UPDATE OF i
        """;

    private const string InsertSql = """
        INSERT INTO incidents (workspace, id, version, state, severity, title, source, service, namespace, created_at, resolved_at,
                               parent_id, group_id, reason, silenced, scope, owner, snoozed_until, flapping, cluster, node, pod, document)
        SELECT n.workspace, n.id, 1, n.state, n.severity, n.title, n.source, n.service, n.namespace, n.created_at, n.resolved_at,
               n.parent_id, n.group_id, n.reason, n.silenced, n.scope, n.owner, n.snoozed_until, n.flapping, n.cluster, n.node, n.pod, n.document
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
          AS n (workspace, id, state, severity, title, source, service, namespace, created_at, resolved_at,
                parent_id, group_id, reason, silenced, scope, owner, snoozed_until, flapping, cluster, node, pod, document)
        """;

    private const string UpdateSql = """
        UPDATE incidents i SET version = i.version + 1, state = n.state, severity = n.severity, service = n.service, namespace = n.namespace,
               resolved_at = n.resolved_at, silenced = n.silenced, scope = n.scope, owner = n.owner, snoozed_until = n.snoozed_until,
               flapping = n.flapping, cluster = n.cluster, node = n.node, pod = n.pod, document = n.document
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
          AS n (workspace, id, state, severity, service, namespace, resolved_at,
                silenced, scope, owner, snoozed_until, flapping, cluster, node, pod, document)
        WHERE i.id = n.id AND i.workspace = n.workspace
        """;

    private const string JoinGroupSql = """
        UPDATE incidents i SET group_id = n.group_id FROM unnest($1, $2, $3) AS n (workspace, id, group_id)
        WHERE i.id = n.id AND i.workspace = n.workspace AND i.group_id IS NULL
        """;

    private const string AdoptSql =
        "UPDATE incidents SET parent_id = $1, group_id = $2, reason = $3 WHERE workspace = $4 AND (id = $5 OR parent_id = $5)";

    public static RowsCommand<(string Workspace, string Id)> Lock(IReadOnlyList<(string Workspace, string Id)> keys) =>
        new RowsCommand<(string Workspace, string Id)>(LockSql, keys).Text(key => key.Workspace).Text(key => key.Id);

    /// <summary>Everything that births and changes do to incidents, in an order in which each statement finds what it needs.</summary>
    public static void Add(Pipeline pipeline, IReadOnlyList<StoredBirth> births, IReadOnlyList<IncidentWrite> changes)
    {
        var splits = changes.Where(change => change.Split is not null).Select(change => new NewIncident(change.Split!.Incident, null, null));
        pipeline.Add([.. births.Select(birth => new NewIncident(birth.Entry.Incident, birth.Placement, birth.Entry.Prepared)), .. splits], Insert);
        pipeline.Add([.. births.Where(birth => birth.Placement?.ParentId is not null)], JoinGroup);
        foreach (var (entry, placement) in births)
        {
            foreach (var adopted in placement?.Adopted ?? []) pipeline.Add(Adopt(entry.Incident, placement!, adopted));
        }
        pipeline.Add(changes, Update);
        pipeline.Add([.. births.Select(birth => SearchColumns.Of(birth.Entry, birth.Entry.Incident)), .. SplitsOf(changes)], SearchCommands.Write);
        pipeline.Add([.. changes.Select(change => SearchColumns.Of(change, change.Incident))], SearchCommands.Write);
    }

    private static IEnumerable<SearchColumns> SplitsOf(IEnumerable<IncidentWrite> changes) =>
        changes.Where(change => change.Split is not null).Select(change => SearchColumns.Of(change, change.Split!.Incident));

    private static RowsCommand<NewIncident> Insert(IReadOnlyList<NewIncident> incidents) => Columns(
        new RowsCommand<NewIncident>(InsertSql, incidents)
        .Text(n => n.Incident.Workspace).Text(n => n.Incident.Id).Int(n => (int)n.Incident.Phase).Int(n => (int)n.Incident.Severity)
        .Text(n => n.Incident.Title)
        .Text(n => n.Incident.Source).Text(n => n.Incident.Subject.Service).Text(n => n.Incident.Subject.Namespace)
        .Long(n => Unix(n.Incident.CreatedAt))
        .Long(n => Unix(n.Incident.ResolvedAt)).Text(n => n.Placement?.ParentId).Text(n => n.Placement?.GroupId).Text(n => n.Placement?.Reason),
        n => n.Incident).Text(n => Document(n.Prepared, n.Incident));

    private static RowsCommand<IncidentWrite> Update(IReadOnlyList<IncidentWrite> changes) => Columns(
        new RowsCommand<IncidentWrite>(UpdateSql, changes)
        .Text(c => c.Incident.Workspace).Text(c => c.Incident.Id).Int(c => (int)c.Incident.Phase).Int(c => (int)c.Incident.Severity)
        .Text(c => c.Incident.Subject.Service).Text(c => c.Incident.Subject.Namespace).Long(c => Unix(c.Incident.ResolvedAt)),
        c => c.Incident).Text(c => Document(c.Prepared, c.Incident));

    private static RowsCommand<T> Columns<T>(RowsCommand<T> command, Func<T, Incident> of) => command
        .Int(row => IncidentColumns.Silenced(of(row))).Text(row => IncidentColumns.Scope(of(row))).Text(row => IncidentColumns.Owner(of(row)))
        .Long(row => IncidentColumns.SnoozedUntil(of(row))).Int(row => IncidentColumns.Flapping(of(row)))
        .Text(row => of(row).Subject.Cluster).Text(row => of(row).Subject.Node).Text(row => of(row).Subject.Pod);

    private static RowsCommand<StoredBirth> JoinGroup(IReadOnlyList<StoredBirth> children) => new RowsCommand<StoredBirth>(JoinGroupSql, children)
        .Text(child => child.Entry.Incident.Workspace).Text(child => child.Placement!.ParentId).Text(child => child.Placement!.GroupId);

    private static NpgsqlBatchCommand Adopt(Incident incident, Placement placement, string adopted) => new(AdoptSql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = incident.Id },
            new NpgsqlParameter<string?> { TypedValue = placement.GroupId },
            new NpgsqlParameter<string?> { TypedValue = placement.Reason },
            new NpgsqlParameter<string> { TypedValue = incident.Workspace },
            new NpgsqlParameter<string> { TypedValue = adopted },
        },
    };

    private static string Document(byte[]? prepared, Incident incident) => Encoding.UTF8.GetString(prepared ?? IncidentDocument.Write(incident));

    private static long Unix(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    private static long? Unix(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    private sealed record NewIncident(Incident Incident, Placement? Placement, byte[]? Prepared);
}

/// <summary>A birth whose alert row is stored, with the place that it really gets.</summary>
internal sealed record StoredBirth(IncidentBirthEntry Entry, Placement? Placement);

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>incident_search</c> table.</summary>
internal static class SearchCommands
{
    // What changes nothing that is searched for leaves no dead row.
    private const string WriteSql = """
        INSERT INTO incident_search AS s (workspace, created_at, row_id, updated_at, acknowledged_by, assigned_to, words, labels)
        SELECT i.workspace, i.created_at, i.row_id, coalesce(n.updated_at, i.created_at), n.acknowledged_by, n.assigned_to, n.words, n.labels
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (workspace, id, updated_at, acknowledged_by, assigned_to, words, labels)
        JOIN incidents i ON i.id = n.id AND i.workspace = n.workspace
        ON CONFLICT (workspace, created_at, row_id) DO UPDATE SET updated_at = greatest(s.updated_at, excluded.updated_at),
          acknowledged_by = excluded.acknowledged_by, assigned_to = excluded.assigned_to, words = excluded.words, labels = excluded.labels
        WHERE (greatest(s.updated_at, excluded.updated_at), excluded.acknowledged_by, excluded.assigned_to, excluded.words, excluded.labels)
          IS DISTINCT FROM (s.updated_at, s.acknowledged_by, s.assigned_to, s.words, s.labels)
        """;

    /// <summary>Of incidents that are stored by then, each once.</summary>
    public static RowsCommand<SearchColumns> Write(IReadOnlyList<SearchColumns> rows) => new RowsCommand<SearchColumns>(WriteSql, rows)
        .Text(row => row.Incident.Workspace).Text(row => row.Incident.Id).Long(row => row.UpdatedAt).Text(row => row.Incident.AcknowledgedBy)
        .Text(row => row.Incident.AssignedTo).Text(row => row.Words).Text(row => row.Labels);
}

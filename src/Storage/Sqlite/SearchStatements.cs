namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>incident_search</c> table.</summary>
internal sealed class SearchStatements(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement write = prepare("""
        INSERT INTO incident_search AS s (workspace, created_at, row_id, updated_at, acknowledged_by, assigned_to, words, labels)
        SELECT workspace, created_at, row_id, coalesce(?, created_at), ?, ?, ?, ? FROM incidents WHERE workspace = ? AND id = ?
        ON CONFLICT (workspace, created_at, row_id) DO UPDATE SET updated_at = max(s.updated_at, excluded.updated_at),
          acknowledged_by = excluded.acknowledged_by, assigned_to = excluded.assigned_to, words = excluded.words, labels = excluded.labels
        """);

    /// <summary>Of an incident that is stored.</summary>
    public void Write(SearchColumns columns) => write
        .Bind(columns.UpdatedAt).Bind(columns.Incident.AcknowledgedBy).Bind(columns.Incident.AssignedTo).Bind(columns.Words).Bind(columns.Labels)
        .Bind(columns.Incident.Workspace).Bind(columns.Incident.Id).Run();
}

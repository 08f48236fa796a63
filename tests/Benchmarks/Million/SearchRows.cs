using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks.Million;

/// <summary>What the incidents of a full folder are found by: their titles, and labels as Prometheus' alerts have them.</summary>
internal static class SearchRows
{
    public static void Write(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM incident_search;
            INSERT INTO incident_search (workspace, created_at, row_id, updated_at, words, labels)
            SELECT workspace, created_at, row_id, coalesce(resolved_at, created_at),
              lower(printf('\n%s\n%s\n%s\n%s\nnode-%d\nkubelet\nmonitoring/k8s\n10.0.%d.%d:9100\npool-%d\neu-central-%d\n',
                document ->> '$.title', id, source, coalesce(service, ''), row_id % 500, row_id % 250, row_id % 199, row_id % 12, row_id % 3)),
              lower(printf('\nservice=%s\nnode=node-%d\njob=kubelet\nprometheus=monitoring/k8s\ninstance=10.0.%d.%d:9100\npool=pool-%d\nzone=eu-%d\n',
                coalesce(service, ''), row_id % 500, row_id % 250, row_id % 199, row_id % 12, row_id % 3))
            FROM incidents
            """.Replace("\\n", "' || char(10) || '", StringComparison.Ordinal);
        command.ExecuteNonQuery();
    }
}

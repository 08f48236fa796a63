using System.Globalization;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Takes rows out. Its statements are made when they are needed first: they rarely are.</summary>
internal sealed class ErasureStatements(Func<string, SqliteStatement> prepare)
{
    private readonly Dictionary<string, SqliteStatement> made = [];

    public LedgerOutcome Erase(EraseRows entry)
    {
        var sql = DeleteOf(entry.Table, entry.Before is not null);
        // Bodies lie by the numbers of their events, and go first.
        if (entry.Table == "incident_events") Bind(Of(BodiesSql), entry).Run();
        entry.Erased = Bind(Of(sql), entry).Run();
        return LedgerOutcome.Applied;
    }

    public LedgerOutcome Erase(EraseIncidents entry)
    {
        entry.Erased = 0;
        foreach (var id in entry.Ids)
        {
            if (!Of("SELECT 1 FROM incidents WHERE workspace = ? AND id = ? AND state = 2").Bind(entry.Workspace).Bind(id).Any()) continue;
            foreach (var sql in OfIncident) Of(sql).Bind(entry.Workspace).Bind(id).Run();
            entry.Erased++;
        }
        return LedgerOutcome.Applied;
    }

    private const string Events = "SELECT seq FROM incident_events WHERE workspace = ?1 ORDER BY incident_id, seq LIMIT ?2";

    private const string BodiesSql = $"DELETE FROM event_bodies WHERE seq IN ({Events})";

    private static readonly string[] OfIncident =
    [
        """
        DELETE FROM incident_search WHERE (workspace, created_at, row_id) IN (
          SELECT workspace, created_at, row_id FROM incidents WHERE workspace = ?1 AND id = ?2)
        """,
        "DELETE FROM event_bodies WHERE seq IN (SELECT seq FROM incident_events WHERE workspace = ?1 AND incident_id = ?2)",
        "DELETE FROM incident_events WHERE workspace = ?1 AND incident_id = ?2",
        "DELETE FROM alerts WHERE workspace = ?1 AND incident_id = ?2",
        "DELETE FROM outbox WHERE workspace = ?1 AND incident_id = ?2",
        $"DELETE FROM alarms WHERE workspace = ?1 AND kind IN ({ErasureSql.AlarmsOfIncident}) AND id = ?2",
        $"DELETE FROM documents WHERE workspace = ?1 AND kind IN ({ErasureSql.KindsOfIncident}) AND id = ?2",
        "DELETE FROM incidents WHERE workspace = ?1 AND id = ?2",
    ];

    /// <summary>Tables without row numbers of their own are in the order of their keys.</summary>
    private static string DeleteOf(string table, bool byAge)
    {
        var (key, order) = table switch
        {
            "alarms" => ("(workspace, kind, id, name)", ""),
            "deliveries" => ("(workspace, source, id)", ""),
            "incident_search" => ("(workspace, created_at, row_id)", ""),
            "incident_events" => ("(workspace, incident_id, seq)", "ORDER BY incident_id, seq"),
            EraseRows.List => ("id", ""),
            _ => ("rowid", ""),
        };
        var age = byAge ? $"AND {string.Format(CultureInfo.InvariantCulture, ErasureSql.Age(table), "?3")}" : "";
        return $"""
            DELETE FROM {table} WHERE {key} IN (
              SELECT {key.Trim('(', ')')} FROM {table} WHERE {ErasureSql.WorkspaceOf(table)} = ?1 {age} {order} LIMIT ?2)
            """;
    }

    private static SqliteStatement Bind(SqliteStatement statement, EraseRows entry)
    {
        statement.Bind(entry.Workspace).Bind(entry.Limit);
        return entry.Before is { } before ? statement.Bind(before) : statement;
    }

    private SqliteStatement Of(string sql)
    {
        if (!made.TryGetValue(sql, out var statement)) made.Add(sql, statement = prepare(sql));
        return statement;
    }
}

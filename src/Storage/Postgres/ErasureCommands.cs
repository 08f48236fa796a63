using System.Globalization;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Takes rows out.</summary>
internal static class ErasureCommands
{
    private const string IncidentsSql = $"""
        WITH gone AS MATERIALIZED (
            SELECT id, row_id, created_at FROM incidents WHERE workspace = $1 AND id = ANY($2) AND state = 2 ORDER BY id FOR UPDATE),
          s AS (DELETE FROM incident_search USING gone
            WHERE workspace = $1 AND incident_search.created_at = gone.created_at AND incident_search.row_id = gone.row_id),
          e AS (DELETE FROM incident_events USING gone WHERE workspace = $1 AND incident_id = gone.id RETURNING seq),
          b AS (DELETE FROM event_bodies USING e WHERE event_bodies.seq = e.seq),
          a AS (DELETE FROM alerts USING gone WHERE workspace = $1 AND incident_id = gone.id),
          o AS (DELETE FROM outbox USING gone WHERE workspace = $1 AND incident_id = gone.id),
          r AS (DELETE FROM alarms USING gone WHERE workspace = $1 AND kind IN ({ErasureSql.AlarmsOfIncident}) AND alarms.id = gone.id),
          d AS (DELETE FROM documents USING gone WHERE workspace = $1 AND kind IN ({ErasureSql.KindsOfIncident}) AND documents.id = gone.id),
          i AS (DELETE FROM incidents USING gone WHERE incidents.row_id = gone.row_id RETURNING 1)
        SELECT count(*) FROM i
        """;

    /// <param name="pipeline">Where to.</param>
    /// <param name="plan">The batch.</param>
    /// <param name="settlements">Gets what the entries are to be told.</param>
    public static void Add(Pipeline pipeline, BatchPlan plan, List<Action> settlements)
    {
        foreach (var entry in plan.Erasures)
        {
            var command = new NpgsqlBatchCommand(DeleteOf(entry.Table, entry.Before is not null))
            {
                Parameters = { Text(entry.Workspace), Long(entry.Limit) },
            };
            if (entry.Before is { } before) command.Parameters.Add(Long(before));
            pipeline.Add(command, row => Tell(row.GetInt64(0), count => entry.Erased = count));
        }
        foreach (var entry in plan.IncidentErasures)
        {
            var command = new NpgsqlBatchCommand(IncidentsSql)
            {
                Parameters = { Text(entry.Workspace), new NpgsqlParameter<string[]> { TypedValue = [.. entry.Ids] } },
            };
            pipeline.Add(command, row => Tell(row.GetInt64(0), count => entry.Erased = count));
        }

        void Tell(long count, Action<int> entry) => settlements.Add(() => entry((int)count));
    }

    private static string DeleteOf(string table, bool byAge)
    {
        var age = byAge ? $"AND {string.Format(CultureInfo.InvariantCulture, ErasureSql.Age(table), "$3")}" : "";
        var rows = $"ctid = ANY (ARRAY (SELECT ctid FROM {table} WHERE {ErasureSql.WorkspaceOf(table)} = $1 {age} LIMIT $2))";
        // Bodies lie by the numbers of their events.
        return table == "incident_events"
            ? $"""
               WITH e AS (DELETE FROM incident_events WHERE {rows} RETURNING seq),
                 b AS (DELETE FROM event_bodies USING e WHERE event_bodies.seq = e.seq)
               SELECT count(*) FROM e
               """
            : $"WITH d AS (DELETE FROM {table} WHERE {rows} RETURNING 1) SELECT count(*) FROM d";
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };
}

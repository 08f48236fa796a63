using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the tables beside incidents and alerts.</summary>
internal static class RecordCommands
{
    private const string DeliverySql = """
        INSERT INTO deliveries (workspace, source, id, at, status, response) SELECT * FROM unnest($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """;

    private const string ForgetSql = "DELETE FROM deliveries WHERE at < $1";
    private const string DeadLetterSql = "INSERT INTO dead_letters (workspace, source, payload, error, at) SELECT * FROM unnest($1, $2, $3, $4, $5)";
    private const string RemovalSql =
        "DELETE FROM dead_letters d USING unnest($1, $2) AS n (workspace, seq) WHERE d.seq = n.seq AND d.workspace = n.workspace";

    private const string RetrySql = """
        UPDATE dead_letters d SET attempts = d.attempts + n.times, error = n.error, tried_at = n.at
        FROM unnest($1, $2, $3, $4, $5) AS n (workspace, seq, error, at, times) WHERE d.seq = n.seq AND d.workspace = n.workspace
        """;

    private const string WorkspaceSql = """
        INSERT INTO workspaces (id, name, created_at) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE excluded.name IS NOT NULL
        """;

    private const string ProbeSql =
        "INSERT INTO probes (id, at) VALUES (1, extract(epoch FROM now())::bigint) ON CONFLICT (id) DO UPDATE SET at = excluded.at";

    public static void Add(Pipeline pipeline, BatchPlan plan)
    {
        if (plan.Deliveries.Count > 0)
        {
            pipeline.Add(new NpgsqlBatchCommand(ForgetSql) { Parameters =
                { new NpgsqlParameter<long> { TypedValue = plan.Deliveries.Max(e => e.ForgetBefore) } } });
            pipeline.Add(plan.Deliveries, rows => new RowsCommand<DeliveryRecord>(DeliverySql, rows)
                .Text(e => e.Workspace).Text(e => e.Source).Text(e => e.Id).Long(e => e.At).Int(e => e.Status).Text(e => e.Response));
        }
        pipeline.Add(plan.DeadLetters, rows => new RowsCommand<DeadLetterEntry>(DeadLetterSql, rows)
            .Text(e => e.Workspace).Text(e => e.Source).Text(e => e.Payload).Text(e => e.Error).Long(e => e.At));
        pipeline.Add(plan.Removals, rows => new RowsCommand<DeadLetterRemoval>(RemovalSql, rows).Text(e => e.Workspace).Long(e => e.Seq));
        // One statement changes a row once.
        pipeline.Add([.. plan.Retries.GroupBy(e => (e.Workspace, e.Seq)).Select(same => (Last: same.Last(), Times: same.Count()))], rows =>
            new RowsCommand<(DeadLetterRetry Last, int Times)>(RetrySql, rows)
                .Text(e => e.Last.Workspace).Long(e => e.Last.Seq).Text(e => e.Last.Error).Long(e => e.Last.At).Int(e => e.Times));
        // One statement changes a row once: of several names the last counts.
        pipeline.Add([.. plan.Workspaces.GroupBy(e => e.Id).Select(same => same.LastOrDefault(e => e.Name is not null) ?? same.Last())
            .OrderBy(e => e.Id, StringComparer.Ordinal)],
            rows => new RowsCommand<WorkspaceEntry>(WorkspaceSql, rows).Text(e => e.Id).Text(e => e.Name).Long(e => e.At));
        if (plan.Probes.Count > 0) pipeline.Add(ProbeSql);
    }
}

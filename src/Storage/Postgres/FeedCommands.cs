using System.Text;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>feed</c> table.</summary>
internal static class FeedCommands
{
    private const string InsertSql = "INSERT INTO feed (workspace, at, changes) SELECT * FROM unnest($1, $2, $3)";

    // The oldest row alone tells whether there is anything to look for. Silos that do this at once pass each other's rows over.
    private static readonly string ForgetSql = $"""
        WITH oldest AS MATERIALIZED (
          SELECT tx, seq FROM feed WHERE (SELECT at FROM feed ORDER BY tx, seq LIMIT 1) < $1
          ORDER BY tx, seq LIMIT {FeedLimits.Forgotten} FOR UPDATE SKIP LOCKED)
        DELETE FROM feed f USING oldest o WHERE f.tx = o.tx AND f.seq = o.seq AND f.at < $1
        """;

    /// <summary>
    /// A dump that was restored, or a server that replaced another, counts transactions from a lower number: rows that seem to come from the future
    /// are put before everything else.
    /// </summary>
    public const string AdoptSql = "UPDATE feed SET tx = '0' WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())";

    public static void Add(Pipeline pipeline, FeedChanges changes, long now) => pipeline.Add(changes.TakeRows(), rows => new RowsCommand<FeedRow>(
        InsertSql, rows).Text(row => row.Workspace).Long(_ => now).Text(row => Encoding.UTF8.GetString(row.Changes)));

    /// <param name="pipeline">What goes to the server next.</param>
    /// <param name="batch">The writer's count of its batches.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static void Forget(Pipeline pipeline, long batch, long now)
    {
        if (batch % FeedLimits.BatchesBetween != 0) return;
        var before = now - (long)FeedLimits.Kept.TotalMilliseconds;
        pipeline.Add(new NpgsqlBatchCommand(ForgetSql) { Parameters = { new NpgsqlParameter<long> { TypedValue = before } } });
    }
}

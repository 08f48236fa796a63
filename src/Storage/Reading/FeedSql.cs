namespace AiSre.Storage.Reading;

/// <summary>
/// The feed from a place on, with its end, as both are at one instant: transaction and number behind the last row, then the rows' transaction,
/// number, workspace, instant and changes. Without rows there is one that has nulls.
/// </summary>
/// <param name="OfOne">Takes <c>@tx</c>, <c>@seq</c>, <c>@workspace</c> and <c>@limit</c>.</param>
/// <param name="OfAll">The same without a workspace.</param>
/// <param name="ChangesOfOne">The changes of every row of a workspace that can be seen from a place on, certain or not. Takes the same.</param>
public sealed record FeedSql(string OfOne, string OfAll, string ChangesOfOne)
{
    public static FeedSql Sqlite { get; } = new(
        OnSqlite("AND workspace = @workspace"), OnSqlite(""),
        "SELECT changes FROM feed WHERE @tx = 0 AND seq >= @seq AND workspace = @workspace LIMIT @limit");

    public static FeedSql Postgres { get; } = new(
        OnPostgres("AND workspace = @workspace"), OnPostgres(""),
        "SELECT changes FROM feed WHERE (tx, seq) >= ((@tx::bigint)::text::xid8, @seq::bigint) AND workspace = @workspace LIMIT @limit");

    private static string OnSqlite(string and) => $"""
        SELECT 0, h.seq, 0, f.seq, f.workspace, f.at, f.changes
        FROM (SELECT coalesce(max(seq), 0) + 1 AS seq FROM sqlite_sequence WHERE name = 'feed') AS h
        LEFT JOIN (SELECT seq, workspace, at, changes FROM feed WHERE @tx = 0 AND seq >= @seq {and} ORDER BY seq LIMIT @limit) AS f ON 1
        ORDER BY f.seq
        """;

    private static string OnPostgres(string and) => $"""
        SELECT h.tx::text::bigint, 0::bigint, f.tx::text::bigint, f.seq, f.workspace, f.at, f.changes
        FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS tx) AS h
        LEFT JOIN LATERAL (
          SELECT tx, seq, workspace, at, changes FROM feed
          WHERE (tx, seq) >= ((@tx::bigint)::text::xid8, @seq::bigint) AND tx < h.tx {and} ORDER BY tx, seq LIMIT @limit) AS f ON true
        ORDER BY f.tx, f.seq
        """;
}

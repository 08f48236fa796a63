namespace AiSre.Storage.Sqlite;

/// <summary>
/// Writes to the <c>feed</c> table, at the end of a batch. There is one writer, so the order of the numbers is that of the commits.
/// </summary>
internal sealed class FeedStatements(Func<string, SqliteStatement> prepare, TimeProvider clock)
{
    private readonly SqliteStatement insert = prepare("INSERT INTO feed (workspace, at, changes) VALUES (?, ?, ?)");

    // The oldest row alone tells whether there is anything to look for.
    private readonly SqliteStatement forget = prepare($"""
        DELETE FROM feed WHERE (SELECT at FROM feed ORDER BY seq LIMIT 1) < ?1
          AND seq IN (SELECT seq FROM feed ORDER BY seq LIMIT {FeedLimits.Forgotten}) AND at < ?1
        """);

    private int batches;

    public FeedChanges Changes { get; } = new();

    public void Write()
    {
        var rows = Changes.TakeRows();
        if (rows.Count == 0) return;
        var now = clock.GetUtcNow();
        foreach (var row in rows) insert.Bind(row.Workspace).Bind(now.ToUnixTimeMilliseconds()).BindUtf8(row.Changes).Run();
        if (++batches % FeedLimits.BatchesBetween == 0) forget.Bind((now - FeedLimits.Kept).ToUnixTimeMilliseconds()).Run();
    }
}

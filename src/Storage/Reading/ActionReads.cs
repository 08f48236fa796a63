using System.Collections.Immutable;
using System.Data.Common;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the tables <c>actions</c> and <c>audit</c>.</summary>
public sealed class ActionReads(ILedgerReader reader, AuditSql sql, TimeProvider clock) : IActionReads
{
    private const string Past = """
        SELECT at, action, workload, incident_id, id FROM actions WHERE workspace = @workspace AND executed = 1 AND at >= @since ORDER BY at
        """;

    private const string Executed = """
        SELECT a.payload, i.service FROM actions a LEFT JOIN incidents i ON i.workspace = a.workspace AND i.id = a.incident_id
        WHERE a.workspace = @workspace AND a.executed = 1 AND a.at >= @since ORDER BY a.at DESC LIMIT @limit
        """;

    private const string One = "SELECT payload FROM actions WHERE workspace = @workspace AND id = @id";

    private const string AuditBefore = """
        SELECT seq, actor, action, kind, id, at, detail FROM audit
        WHERE workspace = @workspace AND seq < @before AND (@action = '' OR action = @action) ORDER BY seq DESC LIMIT @limit
        """;

    private const string AuditAfter = """
        SELECT seq, actor, action, kind, id, at, detail FROM audit WHERE workspace = @workspace AND seq > @after ORDER BY seq LIMIT @limit
        """;

    private const string AuditLast = "SELECT coalesce(max(seq), 0) FROM audit";

    /// <summary>Together longer than the server lets a silo's transaction hang.</summary>
    private const int Looks = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async ValueTask<ImmutableArray<PastAction>> PastAsync(string workspace, DateTimeOffset since) =>
    [
        .. await reader.QueryAsync(
            Past,
            row => new PastAction(
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), ActionNames.Of(row.GetString(1)) ?? default,
                row.IsDBNull(2) ? "" : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)) { Id = row.GetString(4) },
            ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds())),
    ];

    public async ValueTask<ImmutableArray<ExecutedAction>> ExecutedAsync(string workspace, DateTimeOffset since, int limit) =>
    [
        .. await reader.QueryAsync(
            Executed, row => new ExecutedAction(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()), ("@limit", (long)limit)),
    ];

    public ValueTask<string?> FindAsync(string workspace, string actionId) =>
        reader.FirstAsync(One, row => row.GetString(0), ("@workspace", workspace), ("@id", actionId));

    public async ValueTask<ImmutableArray<StoredAudit>> AuditAsync(string workspace, long? before, string? action, int limit) =>
    [
        .. await reader.QueryAsync(
            AuditBefore, Audit, ("@workspace", workspace), ("@before", before ?? long.MaxValue), ("@action", action ?? ""), ("@limit", (long)limit)),
    ];

    public async ValueTask<long> AuditEndAsync()
    {
        // Whoever has taken a smaller number than this and has not committed yet is among the writers that are asked for next.
        var end = await reader.FirstAsync(AuditLast, row => row.GetInt64(0));
        var waitedFor = await WritersAsync();
        for (var look = 1; waitedFor.Count > 0; look++)
        {
            if (look > Looks) return 0;
            await Task.Delay(Pause, clock);
            waitedFor.IntersectWith(await WritersAsync());
        }
        return end;
    }

    public async ValueTask<ImmutableArray<StoredAudit>> AuditAfterAsync(string workspace, long after, int limit) =>
        [.. await reader.QueryAsync(AuditAfter, Audit, ("@workspace", workspace), ("@after", after), ("@limit", (long)limit))];

    public ValueTask<long?> AuditOldestSinceAsync(string workspace, long after, DateTimeOffset since) => reader.FirstAsync<long?>(
        "SELECT seq FROM audit WHERE workspace = @workspace AND seq > @after AND at >= @since ORDER BY seq LIMIT 1", row => row.GetInt64(0),
        ("@workspace", workspace), ("@after", after), ("@since", since.ToUnixTimeMilliseconds()));

    public ValueTask<long> AuditCountAsync(string workspace, long after, long through) => reader.FirstAsync(
        "SELECT count(*) FROM audit WHERE workspace = @workspace AND seq > @after AND seq <= @through", row => row.GetInt64(0),
        ("@workspace", workspace), ("@after", after), ("@through", through));

    private async Task<HashSet<string>> WritersAsync() => [.. await reader.QueryAsync(sql.Writers, row => row.GetString(0))];

    private static StoredAudit Audit(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6));
}

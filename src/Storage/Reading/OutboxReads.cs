using System.Data.Common;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>outbox</c> table, each a look into its index.</summary>
public sealed class OutboxReads(ILedgerReader reader) : IOutboxReads
{
    private const string Columns =
        "seq, workspace, key, channel, address, is_page, status, attempts, created_at, next_at, done_at, error, reference, document";

    internal const string Pending = $"""
        SELECT {Columns} FROM outbox
        WHERE status = 0 AND workspace = @workspace AND channel = @channel AND address = @address AND seq > @after ORDER BY seq LIMIT @limit
        """;

    internal const string Reference = """
        SELECT reference FROM outbox
        WHERE workspace = @workspace AND incident_id = @incident AND channel = @channel AND address = @address AND reference IS NOT NULL AND status = 1
        ORDER BY seq LIMIT 1
        """;

    internal const string Written = "SELECT 1 FROM outbox WHERE workspace = @workspace AND key = @key";
    internal const string OfIncident = $"SELECT {Columns} FROM outbox WHERE workspace = @workspace AND incident_id = @incident ORDER BY seq";
    internal const string Dead = $"SELECT {Columns} FROM outbox WHERE status = 2 AND seq < @before ORDER BY seq DESC LIMIT @limit";
    internal const string DeadOfOne =
        $"SELECT {Columns} FROM outbox WHERE status = 2 AND workspace = @workspace AND seq < @before ORDER BY seq DESC LIMIT @limit";

    internal const string Waiting =
        $"SELECT {Columns} FROM outbox WHERE status = 0 AND workspace = @workspace AND seq < @before ORDER BY seq DESC LIMIT @limit";

    internal const string Done =
        $"SELECT {Columns} FROM outbox WHERE status <> 0 AND workspace = @workspace AND seq < @before ORDER BY seq DESC LIMIT @limit";

    internal const string DoneAs = $"""
        SELECT {Columns} FROM outbox WHERE status <> 0 AND workspace = @workspace AND status = @status AND seq < @before ORDER BY seq DESC LIMIT @limit
        """;

    internal const string BacklogOfOne = """
        SELECT w.pending, w.oldest, d.dead
        FROM (SELECT count(*) AS pending, min(created_at) AS oldest FROM outbox WHERE status = 0 AND workspace = @workspace) w,
          (SELECT count(*) AS dead FROM outbox WHERE status = 2 AND workspace = @workspace) d
        """;

    internal const string Backlog =
        "SELECT w.pending, w.oldest, d.dead FROM (SELECT count(*) AS pending, min(created_at) AS oldest FROM outbox WHERE status = 0) w, (SELECT "
            + "count(*) AS dead FROM outbox WHERE status = 2) d";

    public async ValueTask<IReadOnlyList<OutboxRow>> PendingAsync(string workspace, string channel, string address, long afterSeq, int limit) =>
        await reader.QueryAsync(
        Pending, Row, ("@workspace", workspace), ("@channel", channel), ("@address", address), ("@after", afterSeq), ("@limit", (long)limit));

    public ValueTask<string?> ReferenceAsync(string workspace, string incidentId, string channel, string address) => reader.FirstAsync(
        Reference, row => (string?)row.GetString(0), ("@workspace", workspace), ("@incident", incidentId), ("@channel", channel),
            ("@address", address));

    public async ValueTask<IReadOnlySet<string>> WrittenAsync(string workspace, IEnumerable<string> keys)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (await reader.FirstAsync(Written, _ => true, ("@workspace", workspace), ("@key", key))) written.Add(key);
        }
        return written;
    }

    public async ValueTask<IReadOnlyList<OutboxRow>> OfIncidentAsync(string workspace, string incidentId) =>
        await reader.QueryAsync(OfIncident, Row, ("@workspace", workspace), ("@incident", incidentId));

    public async ValueTask<IReadOnlyList<OutboxRow>> DeadAsync(string? workspace, long? beforeSeq, int limit) => workspace is null
        ? await reader.QueryAsync(Dead, Row, ("@before", beforeSeq ?? long.MaxValue), ("@limit", (long)limit))
        : await reader.QueryAsync(DeadOfOne, Row, ("@workspace", workspace), ("@before", beforeSeq ?? long.MaxValue), ("@limit", (long)limit));

    public async ValueTask<IReadOnlyList<OutboxRow>> ListAsync(string workspace, OutboxStatus? status, long? beforeSeq, int limit)
    {
        var (before, most) = (beforeSeq ?? long.MaxValue, (long)limit);
        if (status is OutboxStatus.Dead) return await DeadAsync(workspace, beforeSeq, limit);
        if (status is OutboxStatus.Sent or OutboxStatus.Suppressed)
            return await reader.QueryAsync(
                DoneAs, Row, ("@workspace", workspace), ("@status", (long)status), ("@before", before), ("@limit", most));
        var waiting = await reader.QueryAsync(Waiting, Row, ("@workspace", workspace), ("@before", before), ("@limit", most));
        if (status is OutboxStatus.Pending) return waiting;
        // Each of the two has an index of its own.
        var done = await reader.QueryAsync(Done, Row, ("@workspace", workspace), ("@before", before), ("@limit", most));
        return [.. waiting.Concat(done).OrderByDescending(row => row.Seq).Take(limit)];
    }

    public ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync() => reader.FirstAsync(Backlog, Counts);

    public ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync(string workspace) =>
        reader.FirstAsync(BacklogOfOne, Counts, ("@workspace", workspace));

    private static (long Pending, long? OldestAt, long Dead) Counts(DbDataReader row) =>
        (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2));

    private static OutboxRow Row(DbDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        Message = new OutboxMessage
        {
            Workspace = row.GetString(1),
            Key = row.GetString(2),
            Channel = row.GetString(3),
            Address = row.GetString(4),
            IsPage = row.GetInt64(5) != 0,
            Content = NotificationDocument.Read(row.GetString(13)),
        },
        Status = (OutboxStatus)row.GetInt32(6),
        Attempts = row.GetInt32(7),
        CreatedAt = row.GetInt64(8),
        NextAt = row.IsDBNull(9) ? null : row.GetInt64(9),
        DoneAt = row.IsDBNull(10) ? null : row.GetInt64(10),
        Error = row.IsDBNull(11) ? null : row.GetString(11),
        Reference = row.IsDBNull(12) ? null : row.GetString(12),
    };
}

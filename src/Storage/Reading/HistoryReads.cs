using System.Data.Common;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of incidents by the thousand, along the index of a workspace's incidents.</summary>
public sealed class HistoryReads(ILedgerReader reader) : IHistoryReads
{
    private const string Columns = """
        i.document, i.created_at, i.row_id, i.parent_id,
        (SELECT count(*) FROM actions a WHERE a.workspace = i.workspace AND a.incident_id = i.id AND a.executed = 1)
        """;

    internal const string BehindSql = """
        SELECT i.created_at, i.row_id FROM incidents i WHERE i.workspace = @workspace
        ORDER BY i.created_at DESC, i.row_id DESC LIMIT 1 OFFSET @count
        """;

    internal const string PageSql = $"""
        SELECT {Columns} FROM incidents i WHERE i.workspace = @workspace AND (i.created_at, i.row_id) > (@at, @row)
        ORDER BY i.created_at, i.row_id LIMIT @limit
        """;

    internal const string AlertsSql = """
        SELECT CAST(coalesce(sum(a.count), 0) AS BIGINT)
        FROM incidents i JOIN alerts a ON a.workspace = i.workspace AND a.incident_id = i.id
        WHERE i.workspace = @workspace AND i.created_at >= @since
        """;

    private static readonly string OfSql = $"""
        SELECT {Columns} FROM incidents i
        WHERE i.workspace = @workspace AND i.id IN {ManyIds.Places}
        """;

    public ValueTask<IncidentCursor?> BehindNewestAsync(string workspace, int count) => reader.FirstAsync<IncidentCursor?>(
        BehindSql, row => new(row.GetInt64(0), row.GetInt64(1)), ("@workspace", workspace), ("@count", (long)count));

    public async ValueTask<IReadOnlyList<HistoryRow>> PageAsync(string workspace, IncidentCursor? after, int limit) => await reader.QueryAsync(
        PageSql, Row, ("@workspace", workspace), ("@at", after?.CreatedAt ?? long.MinValue), ("@row", after?.RowId ?? long.MinValue),
        ("@limit", (long)limit));

    public async ValueTask<IReadOnlyList<HistoryRow>> OfAsync(string workspace, IReadOnlyCollection<string> incidentIds) =>
        await reader.QueryAsync(OfSql, Row, incidentIds, ("@workspace", workspace));

    public ValueTask<long> AlertsAsync(string workspace, DateTimeOffset since) => reader.FirstAsync(
        AlertsSql, row => row.GetInt64(0), ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()));

    private static HistoryRow Row(DbDataReader row) => new(
        IncidentDocument.Read(row.GetString(0)), new(row.GetInt64(1), row.GetInt64(2)), row.IsDBNull(3) ? null : row.GetString(3),
        (int)row.GetInt64(4));
}

using System.Data.Common;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the board: one walk over an index that has all that is counted, then the rows of a page.</summary>
public sealed class BoardReads(ILedgerReader reader, IFeedReads feed) : IBoardReads
{
    /// <summary>Of resolved incidents, of which there is no end, at most so many are looked at.</summary>
    internal const int MostResolved = 20_000;

    /// <summary>Rows that one statement reads; fewer are filled up, so that there is one statement.</summary>
    private const int RowsAtOnce = 40;

    private readonly BoardScans scans = new(feed);

    private static readonly string RowsSql = $"""
        SELECT i.row_id, i.document, {IncidentReads.FactColumns}
        FROM incidents i WHERE i.workspace = @workspace AND i.row_id IN ({string.Join(", ", Enumerable.Range(0, RowsAtOnce).Select(i => $"@r{i}"))})
        """;

    public ValueTask<BoardScan> ScanAsync(BoardFilter filter, IncidentCursor? after = null) =>
        after is null ? scans.OfAsync(filter, () => ReadAsync(filter, null)) : ReadAsync(filter, after);

    private async ValueTask<BoardScan> ReadAsync(BoardFilter filter, IncidentCursor? after)
    {
        var lines = new List<BoardLine>();
        IncidentCursor? bound = null;
        foreach (var phase in filter.Phases.Distinct())
        {
            var where = new BoardWhere(filter, phase, after);
            if (phase is IncidentPhase.Resolved)
            {
                bound = await BoundAsync(where);
                if (bound is not null) where = new BoardWhere(filter, phase, after, bound);
            }
            lines.AddRange(await reader.QueryAsync(ScanSql(where), row => Line(row, phase), [.. where.Parameters]));
        }
        return new(lines, bound);
    }

    public async ValueTask<IReadOnlyDictionary<long, IncidentListItem>> RowsAsync(string workspace, IReadOnlyCollection<long> rowIds)
    {
        var rows = new Dictionary<long, IncidentListItem>(rowIds.Count);
        foreach (var chunk in rowIds.Chunk(RowsAtOnce))
        {
            var parameters = new (string, object?)[RowsAtOnce + 1];
            parameters[0] = ("@workspace", workspace);
            for (var i = 0; i < RowsAtOnce; i++) parameters[i + 1] = ($"@r{i}", chunk[Math.Min(i, chunk.Length - 1)]);
            var found = await reader.QueryAsync(
                RowsSql, row => (row.GetInt64(0), new IncidentListItem(IncidentDocument.Read(row.GetString(1)), IncidentReads.Facts(row, 2))),
                parameters);
            foreach (var (id, item) in found) rows[id] = item;
        }
        return rows;
    }

    public async ValueTask<bool> HasAnyAsync(string workspace) => await reader.FirstAsync(
        "SELECT row_id FROM incidents WHERE workspace = @workspace LIMIT 1", row => row.GetInt64(0), ("@workspace", workspace)) > 0;

    internal static string ScanSql(BoardWhere where) => $"""
        SELECT i.row_id, i.id, i.severity, i.created_at, i.scope, i.namespace, i.source, i.owner, i.silenced, i.snoozed_until, i.parent_id
        FROM incidents i WHERE {where.Sql}
        """;

    internal static string BoundSql(BoardWhere where) => $"""
        SELECT i.created_at, i.row_id FROM incidents i WHERE {where.SpanSql} ORDER BY i.created_at DESC, i.row_id DESC LIMIT 1 OFFSET @most
        """;

    private ValueTask<IncidentCursor?> BoundAsync(BoardWhere where) => reader.FirstAsync<IncidentCursor?>(
        BoundSql(where), row => new(row.GetInt64(0), row.GetInt64(1)), [.. where.SpanParameters, ("@most", (long)MostResolved - 1)]);

    private static BoardLine Line(DbDataReader row, IncidentPhase phase) => new()
    {
        RowId = row.GetInt64(0),
        Id = row.GetString(1),
        Phase = phase,
        Severity = (Severity)row.GetInt32(2),
        CreatedAt = row.GetInt64(3),
        Scope = Text(row, 4),
        Namespace = Text(row, 5),
        Source = row.GetString(6),
        Owner = Text(row, 7),
        Silenced = !row.IsDBNull(8),
        SnoozedUntil = row.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        ParentId = Text(row, 10),
    };

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}

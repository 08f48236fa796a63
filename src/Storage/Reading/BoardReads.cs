using System.Data.Common;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>
/// Reads of the board: one walk over an index that has all that is counted, from then on only what has changed, and the rows of a page.
/// </summary>
public sealed class BoardReads(ILedgerReader reader, IFeedReads feed) : IBoardReads
{
    /// <summary>Of resolved incidents, of which there is no end, at most so many are looked at.</summary>
    internal const int MostResolved = 20_000;

    /// <summary>Rows that one statement reads.</summary>
    private const int RowsAtOnce = 40;

    /// <summary>Incidents that one statement looks at again.</summary>
    private const int LinesAtOnce = 100;

    private const string LineColumns =
        "i.row_id, i.id, i.state, i.severity, i.created_at, i.scope, i.namespace, i.source, i.owner, i.silenced, i.snoozed_until, i.parent_id";

    /// <summary>
    /// What is wanted is walked, each with a look at the incident: given a list, SQLite would walk the workspace for it.
    /// </summary>
    internal static readonly string RowsSql = $"""
        {Wanted("r", RowsAtOnce)} SELECT i.row_id, i.document, {IncidentReads.FactColumns}
        FROM wanted CROSS JOIN incidents i WHERE i.row_id = wanted.this AND i.workspace = @workspace
        """;

    public async ValueTask<BoardScan> ScanAsync(BoardFilter filter, IncidentCursor? after = null)
    {
        // The place is taken first: what commits while the incidents are read is behind it.
        var from = await feed.EndAsync();
        // One that changes its phase between two statements is in both; the later one is newer.
        var lines = new Dictionary<string, BoardLine>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        IncidentCursor? bound = null;
        foreach (var phase in filter.Phases.Distinct())
        {
            var where = new BoardWhere(filter, phase, after);
            if (phase is IncidentPhase.Resolved)
            {
                bound = await BoundAsync(where);
                if (bound is not null) where = new BoardWhere(filter, phase, after, bound);
            }
            foreach (var line in await reader.QueryAsync(ScanSql(where), row => Line(row, names), [.. where.Parameters])) lines[line.Id] = line;
        }
        return new([.. lines.Values], bound, from);
    }

    public async ValueTask<BoardChanges?> ChangesAsync(string workspace, FeedPosition from)
    {
        var end = await feed.EndAsync();
        return await feed.IncidentsAsync(workspace, from) is { } incidents ? new(incidents, end) : null;
    }

    public async ValueTask<IReadOnlyDictionary<string, BoardLine>> LinesAsync(
        BoardFilter filter, IncidentCursor? olderThan, IReadOnlyCollection<string> ids)
    {
        var lines = new Dictionary<string, BoardLine>(ids.Count, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var where = new BoardWhere(filter, phase: null, after: null);
        var sql = LinesSql(where);
        foreach (var chunk in ids.Chunk(LinesAtOnce))
        {
            var parameters = WantedParameters("i", chunk, LinesAtOnce).Concat(where.Parameters).ToArray();
            foreach (var line in await reader.QueryAsync(sql, row => Line(row, names), parameters))
            {
                if (filter.Phases.Contains(line.Phase) && !IsBehind(line, olderThan)) lines[line.Id] = line;
            }
        }
        return lines;
    }

    public async ValueTask<IReadOnlyDictionary<long, IncidentListItem>> RowsAsync(string workspace, IReadOnlyCollection<long> rowIds)
    {
        var rows = new Dictionary<long, IncidentListItem>(rowIds.Count);
        foreach (var chunk in rowIds.Chunk(RowsAtOnce))
        {
            var parameters = WantedParameters("r", chunk, RowsAtOnce).Append(("@workspace", workspace)).ToArray();
            var found = await reader.QueryAsync(
                RowsSql, row => (row.GetInt64(0), new IncidentListItem(IncidentDocument.Read(row.GetString(1)), IncidentReads.Facts(row, 2))),
                parameters);
            foreach (var (id, item) in found) rows[id] = item;
        }
        return rows;
    }

    public async ValueTask<bool> HasAnyAsync(string workspace) => await reader.FirstAsync(
        "SELECT row_id FROM incidents WHERE workspace = @workspace LIMIT 1", row => row.GetInt64(0), ("@workspace", workspace)) > 0;

    internal static string ScanSql(BoardWhere where) => $"SELECT {LineColumns} FROM incidents i WHERE {where.Sql}";

    internal static string LinesSql(BoardWhere where) => $"""
        {Wanted("i", LinesAtOnce)} SELECT {LineColumns} FROM wanted CROSS JOIN incidents i WHERE i.id = wanted.this AND {where.Sql}
        """;

    /// <summary>Fewer are filled up, so that there is one statement; a row that comes twice is the same.</summary>
    private static IEnumerable<(string, object?)> WantedParameters<T>(string parameter, T[] chunk, int count) =>
        Enumerable.Range(0, count).Select(i => ($"@{parameter}{i}", (object?)chunk[Math.Min(i, chunk.Length - 1)]));

    private static string Wanted(string parameter, int count) =>
        $"WITH wanted (this) AS (VALUES {string.Join(", ", Enumerable.Range(0, count).Select(i => $"(@{parameter}{i})"))})";

    internal static string BoundSql(BoardWhere where) => $"""
        SELECT i.created_at, i.row_id FROM incidents i WHERE {where.SpanSql} ORDER BY i.created_at DESC, i.row_id DESC LIMIT 1 OFFSET @most
        """;

    private ValueTask<IncidentCursor?> BoundAsync(BoardWhere where) => reader.FirstAsync<IncidentCursor?>(
        BoundSql(where), row => new(row.GetInt64(0), row.GetInt64(1)), [.. where.SpanParameters, ("@most", (long)MostResolved - 1)]);

    /// <summary>Only the newest of the resolved ones are looked at.</summary>
    private static bool IsBehind(BoardLine line, IncidentCursor? olderThan) =>
        line.Phase is IncidentPhase.Resolved && olderThan is { } bound
        && (line.CreatedAt, line.RowId).CompareTo((bound.CreatedAt, bound.RowId)) < 0;

    /// <param name="row">Of <see cref="LineColumns"/>.</param>
    /// <param name="names">Very many incidents have the same few of them, and are kept.</param>
    private static BoardLine Line(DbDataReader row, HashSet<string> names) => new()
    {
        RowId = row.GetInt64(0),
        Id = row.GetString(1),
        Phase = (IncidentPhase)row.GetInt32(2),
        Severity = (Severity)row.GetInt32(3),
        CreatedAt = row.GetInt64(4),
        Scope = Name(row, 5, names),
        Namespace = Name(row, 6, names),
        Source = Name(row, 7, names)!,
        Owner = Name(row, 8, names),
        Silenced = !row.IsDBNull(9),
        SnoozedUntil = row.IsDBNull(10) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
        ParentId = Name(row, 11, names),
    };

    private static string? Name(DbDataReader row, int at, HashSet<string> names)
    {
        if (row.IsDBNull(at)) return null;
        var name = row.GetString(at);
        if (names.TryGetValue(name, out var known)) return known;
        names.Add(name);
        return name;
    }
}

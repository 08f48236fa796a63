using System.Data.Common;
using System.Globalization;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Storage.Reading;

/// <summary>
/// Reads one page. Each phase has its part of the index and is walked by itself, the newest first, until there are enough; what they give is put
/// together here.
/// </summary>
internal sealed class IncidentList(ILedgerReader reader, IncidentFilter filter)
{
    private static readonly IncidentPhase[] AllPhases = [IncidentPhase.Open, IncidentPhase.Acknowledged, IncidentPhase.Resolved];

    /// <summary>By severity the index of a phase has everything that counts; without a phase the rows would have to be read.</summary>
    private IncidentPhase?[] Phases => filter.Phases.IsEmpty
        ? filter.Sort is IncidentSort.Severity || !filter.Severities.IsEmpty ? [.. AllPhases] : [null]
        : [.. filter.Phases.Distinct()];

    public async ValueTask<IncidentPage> ReadAsync()
    {
        var wheres = Phases.Select(phase => new IncidentWhere(filter, phase)).ToList();
        var found = new List<(IncidentListItem Item, IncidentCursor Place)>();
        foreach (var where in wheres)
            found.AddRange(await reader.QueryAsync(Sql(where), Row, [.. where.Parameters, ("@limit", filter.Limit + 1L)]));
        if (wheres.Count > 1)
        {
            // One that changes its phase in between is in both.
            var rows = found.DistinctBy(row => row.Place.RowId);
            found = [.. filter.Ascending ? rows.OrderBy(row => Rank(row.Place)) : rows.OrderByDescending(row => Rank(row.Place))];
        }
        var page = found.Take(filter.Limit).ToList();
        var next = found.Count > filter.Limit ? page[^1].Place : (IncidentCursor?)null;
        long? total = !filter.Counts ? null : filter.After is null && next is null ? page.Count : await CountAsync(wheres);
        return new IncidentPage([.. page.Select(row => row.Item)], next, total);
    }

    internal static string Sql(IncidentWhere where) => where is { Searches: false, Key: null }
        ? $"""
            SELECT i.document, {IncidentReads.FactColumns}, i.created_at, i.row_id, 0
            FROM incidents i {where.Sql} ORDER BY {where.Order} LIMIT @limit
            """
        // The documents of those alone that the page shows.
        : $"""
            SELECT i.document, {IncidentReads.FactColumns}, i.created_at, i.row_id, p.place
            FROM (SELECT {where.RowId} AS row_id, {where.Key ?? "0"} AS place FROM {where.From} {where.Sql} ORDER BY {where.Order} LIMIT @limit) AS p
            CROSS JOIN incidents i WHERE i.row_id = p.row_id ORDER BY {where.PageOrder}
            """;

    internal static string CountSql(IncidentWhere where) =>
        $"SELECT count(*) FROM (SELECT 1 FROM {where.From} {where.AllSql} LIMIT @most) AS counted";

    private async ValueTask<long> CountAsync(IEnumerable<IncidentWhere> wheres)
    {
        const long Most = IncidentFilter.MostCounted + 1;
        var total = 0L;
        foreach (var where in wheres)
        {
            if (total >= Most) break;
            total += await reader.FirstAsync(CountSql(where), row => row.GetInt64(0), [.. where.AllParameters, ("@most", Most)]);
        }
        return Math.Min(total, Most);
    }

    private static (long, long, long) Rank(IncidentCursor place) => (place.Key, place.CreatedAt, place.RowId);

    private static (IncidentListItem Item, IncidentCursor Place) Row(DbDataReader row) => (
        new IncidentListItem(IncidentDocument.Read(row.GetString(0)), IncidentReads.Facts(row, 1)),
        new IncidentCursor(row.GetInt64(7), row.GetInt64(8), Convert.ToInt64(row.GetValue(9), CultureInfo.InvariantCulture)));
}

using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads all rows of a workspace, table by table and page by page, each page a walk along a key.</summary>
public sealed class TransferReads(ILedgerReader reader) : ITransferReads
{
    private const string Search = "search_";

    public async ValueTask<IReadOnlyList<TransferRow>> ReadAsync(string workspace, TransferTable table, ImmutableArray<object> after, int limit)
    {
        List<(string, object?)> parameters = [("@workspace", workspace)];
        for (var i = 0; i < after.Length; i++) parameters.Add((KeyParameter(i), after[i]));
        return await reader.QueryAsync(Sql(table, after.Length > 0), row => Row(row, table), [.. parameters, ("@limit", (long)limit)]);
    }

    internal static string Sql(TransferTable table, bool isLater)
    {
        var key = string.Join(", ", table.Key.Select(column => $"t.{column}"));
        var behind = isLater ? $"AND ({key}) > ({string.Join(", ", table.Key.Select((_, i) => KeyParameter(i)))})" : "";
        return $"""
            SELECT {key}, {string.Join(", ", table.Columns.Select(column => Column(table, column.Name)))} FROM {table.Name} t {Beside(table)}
            WHERE t.workspace = @workspace {(table.Where is { } where ? $"AND t.{where}" : "")} {behind} ORDER BY {key} LIMIT @limit
            """;
    }

    private static string Beside(TransferTable table) => table.Name switch
    {
        TransferTables.Incidents => """
            LEFT JOIN incident_search s ON s.workspace = t.workspace AND s.created_at = t.created_at AND s.row_id = t.row_id
            """,
        TransferTables.Events => "LEFT JOIN event_bodies b ON b.seq = t.seq",
        _ => "",
    };

    private static string Column(TransferTable table, string column) => table.Name switch
    {
        TransferTables.Incidents when column.StartsWith(Search, StringComparison.Ordinal) => $"s.{column[Search.Length..]}",
        TransferTables.Events when column is "body" => "b.body",
        _ => $"t.{column}",
    };

    private static string KeyParameter(int i) => string.Create(CultureInfo.InvariantCulture, $"@key{i}");

    private static TransferRow Row(DbDataReader row, TransferTable table) => new(
        [.. table.Key.Select((_, i) => Value(row, i)!)], [.. table.Columns.Select((_, i) => Value(row, table.Key.Length + i))]);

    private static object? Value(DbDataReader row, int i) => row.IsDBNull(i) ? null : row.GetValue(i) switch
    {
        string text => text,
        var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
    };
}

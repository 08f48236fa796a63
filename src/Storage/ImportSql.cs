using System.Globalization;
using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>
/// The statements of an import, a few for each row. Parameters are numbered: the workspace, then the columns, then what the table needs more.
/// </summary>
/// <param name="parameter">How the dialect writes a parameter.</param>
/// <param name="drawsNumbers">The database draws the numbers of events itself; else it is given them.</param>
/// <param name="number">Draws the number of an alarm's setting.</param>
internal sealed class ImportSql(Func<int, string> parameter, bool drawsNumbers, string number)
{
    /// <summary>One row's, in order.</summary>
    public IEnumerable<string> Of(TransferTable table) => table.Name switch
    {
        TransferTables.Incidents => [IncidentSql(table), SearchSql(table)],
        TransferTables.Events => drawsNumbers ? [DrawnEventSql(table)] : [EventSql(table), BodySql(table)],
        TransferTables.Alarms => [AlarmSql(table)],
        "documents" or "deploys" => [Insert(table.Name, Names(table), ", version", ", 1")],
        "alerts" => [Insert(table.Name, Names(table), ", version", ", 1")],
        _ => [Insert(table.Name, Names(table))],
    };

    /// <summary>What follows the columns of a row: the number of an event, the partition of an alarm.</summary>
    public static long? MoreOf(ImportRows entry, int row, Func<long> nextEvent)
    {
        if (entry.Table.Name == TransferTables.Events) return nextEvent();
        if (entry.Table.Name != TransferTables.Alarms) return null;
        var values = entry.Rows[row];
        return new AlarmTarget((string)values[0]!, entry.Workspace, (string)values[1]!).Partition;
    }

    private string IncidentSql(TransferTable table) =>
        Insert(table.Name, [.. Names(table).Where(static column => !IsSearch(column))], ", version", ", 1");

    private string SearchSql(TransferTable table)
    {
        var columns = Names(table).Where(IsSearch).ToList();
        return $"""
            INSERT INTO incident_search (workspace, created_at, row_id, {List(columns.Select(static column => column["search_".Length..]))})
            SELECT workspace, created_at, row_id, {List(columns.Select(column => Place(table, column)))} FROM incidents
            WHERE workspace = {parameter(1)} AND id = {Place(table, "id")} AND CAST({Place(table, "search_words")} AS text) IS NOT NULL
            ON CONFLICT DO NOTHING
            """;
    }

    private string DrawnEventSql(TransferTable table)
    {
        var columns = Names(table).Where(static column => column != "body").ToList();
        return $"""
            WITH e AS (INSERT INTO incident_events (workspace, {string.Join(", ", columns)})
              VALUES ({parameter(1)}, {string.Join(", ", columns.Select(column => Place(table, column)))}) RETURNING seq)
            INSERT INTO event_bodies (seq, workspace, body) SELECT seq, {parameter(1)}, {Place(table, "body")} FROM e
            WHERE CAST({Place(table, "body")} AS text) IS NOT NULL
            """;
    }

    private string EventSql(TransferTable table) =>
        Insert(table.Name, [.. Names(table).Where(static column => column != "body")], ", seq", $", {parameter(table.Columns.Length + 2)}");

    private string BodySql(TransferTable table) => $"""
        INSERT INTO event_bodies (seq, workspace, body) SELECT {parameter(table.Columns.Length + 2)}, {parameter(1)}, {Place(table, "body")}
        WHERE {Place(table, "body")} IS NOT NULL
        """;

    private string AlarmSql(TransferTable table) => Insert(
        table.Name, Names(table), ", partition, set_at, number", $", {parameter(table.Columns.Length + 2)}, {Place(table, "due_at")}, {number}");

    private string Insert(string into, IReadOnlyList<string> columns, string more = "", string moreValues = "")
    {
        var table = TransferTables.Find(into)!;
        return $"""
            INSERT INTO {into} (workspace, {string.Join(", ", columns)}{more})
            VALUES ({parameter(1)}, {string.Join(", ", columns.Select(column => Place(table, column)))}{moreValues}) ON CONFLICT DO NOTHING
            """;
    }

    private string Place(TransferTable table, string column) => parameter(table.IndexOf(column) + 2);

    private static string List(IEnumerable<string> items) => string.Join(", ", items);

    private static List<string> Names(TransferTable table) => [.. table.Columns.Select(static column => column.Name)];

    private static bool IsSearch(string column) => column.StartsWith("search_", StringComparison.Ordinal);

    /// <summary>A parameter by its number behind a sign.</summary>
    public static Func<int, string> Numbered(char sign) => n => string.Create(CultureInfo.InvariantCulture, $"{sign}{n}");
}

using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AiSre.Storage.Backup;

/// <summary>Counts what a person would miss, in the words that they use for it.</summary>
internal static class BackupCounts
{
    private static readonly (string What, string Table, string Where)[] Rows =
    [
        ("incidents", "incidents", "1 = 1"),
        ("incidents open", "incidents", "state <> 2"),
        ("alerts", "alerts", "1 = 1"),
        ("deploys", "deploys", "1 = 1"),
        ("due times", "alarms", "1 = 1"),
        ("messages to be sent", "outbox", "status = 0"),
        ("dead letters", "dead_letters", "1 = 1"),
        ("workspaces with definitions", "documents", "kind = 'definitions'"),
        ("heartbeats", "documents", "kind = 'heartbeat'"),
    ];

    /// <summary>Several of a workspace lie in one document.</summary>
    private static readonly (string What, string Kind, string List)[] Lists =
        [("overrides", "definitions", "overrides"), ("silences", "silences", "silences")];

    /// <param name="tables">Those that are there: the database may be one of an earlier version.</param>
    public static async Task<SortedDictionary<string, long>> OfAsync(DbConnection connection, IReadOnlyCollection<string> tables, long spooled)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["deliveries in the spool"] = spooled };
        foreach (var (what, table, where) in Rows.Where(row => tables.Contains(row.Table)))
            counts[what] = long.Parse((await RowsAsync(connection, $"SELECT count(*) FROM {table} WHERE {where}"))[0], CultureInfo.InvariantCulture);
        if (!tables.Contains("documents")) return counts;
        foreach (var (what, kind, list) in Lists)
            counts[what] = (await RowsAsync(connection, $"SELECT document FROM documents WHERE kind = '{kind}'")).Sum(text => Length(text, list));
        return counts;
    }

    private static long Length(string document, string list) => JsonNode.Parse(document)?[list] is JsonArray items ? items.Count : 0;

    public static async Task<List<string>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return rows;
    }
}

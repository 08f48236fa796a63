using System.Globalization;
using AiSre.Benchmarks.Million;
using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks.Neighbours;

/// <summary>A data folder of one workspace with some incidents, and many that have the same, each under a name of its own.</summary>
internal static class ManyTenants
{
    /// <summary>Workspaces that one statement copies: it holds its rows until all are read.</summary>
    private const int AtOnce = 20;

    private const string First = "default";

    private static readonly string[] Tables = ["incidents", "alerts", "incident_events"];

    public static string NameOf(int tenant) => tenant == 0 ? First : string.Create(CultureInfo.InvariantCulture, $"ws-{tenant}");

    public static async Task FillAsync(string dataFolder, int workspaces, int incidents)
    {
        await TemplateIncidents.CreateAsync(dataFolder);
        FullFolder.Fill(dataFolder, incidents);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "ledger.db")};Pooling=False");
        connection.Open();
        // A crash while filling costs nothing but the fill.
        Run(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN");
        var columns = Tables.ToDictionary(table => table, table => ColumnsOf(connection, table));
        for (var from = 1; from < workspaces; from += AtOnce)
        {
            foreach (var table in Tables) Copy(connection, table, columns[table], from, Math.Min(workspaces - 1, from + AtOnce - 1));
        }
        Run(connection, $"""
            WITH RECURSIVE tenant(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM tenant WHERE n < {workspaces - 1})
            INSERT INTO workspaces (id, created_at) SELECT 'ws-' || n, 0 FROM tenant WHERE {workspaces} > 1
            """);
        SearchRows.Write(connection);
        Run(connection, "COMMIT; PRAGMA journal_mode = WAL");
    }

    /// <summary>Ids of a full folder begin with zeros: the number of the workspace takes the place of some.</summary>
    private static void Copy(SqliteConnection connection, string table, IReadOnlyList<(string Name, string Type)> columns, int from, int to)
    {
        var values = columns.Select(column => column.Name is "workspace" ? "'ws-' || n" : column.Type != "TEXT" ? column.Name :
            $"replace(replace({column.Name}, 'inc-0000000', printf('inc-%07d', n)), '\"{First}\"', '\"ws-' || n || '\"')");
        Run(connection, $"""
            WITH RECURSIVE tenant(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM tenant WHERE n < {to})
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))})
            SELECT {string.Join(", ", values)} FROM tenant CROSS JOIN {table} WHERE workspace = '{First}'
            """);
    }

    /// <summary>All but the row number, which every copy is given anew.</summary>
    private static List<(string Name, string Type)> ColumnsOf(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, type FROM pragma_table_info($table) WHERE NOT (pk = 1 AND type = 'INTEGER')";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read()) columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of numbers and the names of our own schema.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

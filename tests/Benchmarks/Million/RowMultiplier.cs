using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks.Million;

/// <summary>
/// Copies the rows of one incident many times inside the database. Each copy gets an id, an identity and a pod of its own wherever these
/// stand, documents included, and lies further in the past than the copy after it.
/// </summary>
internal sealed class RowMultiplier(SqliteConnection connection)
{
    private static readonly (string Table, string IncidentColumn)[] Tables = [("incidents", "id"), ("alerts", "incident_id"),
        ("incident_events", "incident_id")];

    /// <summary>What a copy must not share with others: it stands alone.</summary>
    private static readonly string[] Dropped = ["parent_id", "group_id", "reason"];

    /// <param name="token">A word that stands in the documents of the incident to copy and in no other.</param>
    /// <param name="first">Number of the first copy; copies are every <paramref name="step"/>th number from there.</param>
    /// <param name="spacing">Milliseconds between one number and the next.</param>
    public void Copy(string token, int first, int step, int copies, int total, long spacing)
    {
        var id = Text("SELECT id FROM incidents WHERE instr(document, $value) > 0", token);
        var identity = Text("SELECT identity FROM alerts WHERE incident_id = $value", id);
        foreach (var (table, column) in Tables)
        {
            var columns = ColumnsOf(table).ToList();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of the names of tables and columns of our own schema.
            command.CommandText = $"""
                WITH RECURSIVE copy(n) AS (SELECT $first UNION ALL SELECT n + $step FROM copy WHERE n < $last)
                INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))})
                SELECT {string.Join(", ", columns.Select(Expression))} FROM copy CROSS JOIN {table} WHERE {column} = $id ORDER BY n
                """;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$first", first);
            command.Parameters.AddWithValue("$step", step);
            command.Parameters.AddWithValue("$last", first + (long)(copies - 1) * step);
            command.Parameters.AddWithValue("$total", total);
            command.Parameters.AddWithValue("$spacing", spacing);
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$identity", identity);
            command.Parameters.AddWithValue("$token", token);
            command.ExecuteNonQuery();
        }
    }

    private static string Expression((string Name, string Type) column)
    {
        if (Dropped.Contains(column.Name)) return "NULL";
        if (column.Type == "TEXT")
            return $"replace(replace(replace({column.Name}, $id, printf('inc-%013d', n)), $identity, $identity || '-' || n), $token, 'x' || n)";
        var isInstant = column.Name.EndsWith("_at", StringComparison.Ordinal) || column.Name is "at" or "first_seen" or "last_seen";
        return isInstant ? $"{column.Name} - ($total - n) * $spacing" : column.Name;
    }

    /// <summary>All but the row number, which every copy is given anew.</summary>
    private IEnumerable<(string Name, string Type)> ColumnsOf(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, type FROM pragma_table_info($table) WHERE NOT (pk = 1 AND type = 'INTEGER')";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.GetString(0), reader.GetString(1));
    }

    private string Text(string query, string value)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The queries stand above.
        command.CommandText = query;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$value", value);
        return command.ExecuteScalar() as string ?? throw new InvalidOperationException($"The server stored nothing for {value}.");
    }
}

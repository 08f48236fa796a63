using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AiSre.Api.Tests.Isolation;

/// <summary>Every row of the ledger that belongs to one workspace: incidents, events, documents, audit, outbox, whatever has one.</summary>
internal sealed record LedgerCopy(IReadOnlySet<string> Rows)
{
    public static LedgerCopy Of(string ledger, string workspace)
    {
        using var connection = new SqliteConnection($"Data Source={ledger};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Read(
            connection,
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'workspace' WHERE m.type = 'table'", null);
        return new(tables.SelectMany(table => Read(connection, $"SELECT '{table}', * FROM {table} WHERE workspace = $workspace", workspace))
            .ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What has gone (-) and come (+) since.</summary>
    public IReadOnlyList<string> ChangesTo(LedgerCopy later) =>
        [.. Rows.Except(later.Rows).Select(row => $"- {row}"), .. later.Rows.Except(Rows).Select(row => $"+ {row}")];

    private static List<string> Read(SqliteConnection connection, string sql, string? workspace)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (workspace is not null) command.Parameters.AddWithValue("$workspace", workspace);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            rows.Add(string.Join('|', values.Select(value => value is byte[] bytes
                ? Convert.ToHexString(bytes)
                : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }
        return rows;
    }
}

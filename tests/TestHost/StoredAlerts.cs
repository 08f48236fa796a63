using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AiSre.TestHost;

/// <summary>One row of the ledger's alerts.</summary>
public sealed record StoredAlert(string Workspace, string Identity, string IncidentId, string Title, string Status, long Count)
{
    public bool IsFiring => Status == "firing";
}

/// <summary>What is on disk, read beside the running server.</summary>
public sealed class StoredAlerts
{
    private readonly Func<DbConnection> open;

    private StoredAlerts(Func<DbConnection> open) => this.open = open;

    /// <param name="ledgerFile">The SQLite file.</param>
    public static StoredAlerts InFile(string ledgerFile) => new(() =>
        new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = ledgerFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
            DefaultTimeout = 30 }.ToString()));

    /// <param name="connectionString">Of the PostgreSQL database.</param>
    public static StoredAlerts InPostgres(string connectionString) => new(() => new NpgsqlConnection($"{connectionString};Pooling=false"));

    public IReadOnlyList<StoredAlert> Read()
    {
        var rows = new List<StoredAlert>();
        Query("SELECT workspace, identity, incident_id, title, status, count FROM alerts ORDER BY row_id", row => rows.Add(
            new StoredAlert(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5))));
        return rows;
    }

    /// <summary>The first column of every row as text.</summary>
    public IReadOnlyList<string> Texts(string query)
    {
        var texts = new List<string>();
        Query(query, row => texts.Add(row.GetString(0)));
        return texts;
    }

    private void Query(string query, Action<DbDataReader> take)
    {
        using var connection = this.open();
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The queries are written in the tests.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(reader);
    }
}

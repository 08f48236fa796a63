using Microsoft.Data.Sqlite;

namespace AiSre.TestHost;

/// <summary>One row of the ledger's alerts.</summary>
public sealed record StoredAlert(string Workspace, string Identity, string IncidentId, string Title, string Status, long Count)
{
    public bool IsFiring => Status == "firing";
}

/// <summary>What is on disk, read beside the running server.</summary>
public static class StoredAlerts
{
    public static IReadOnlyList<StoredAlert> Read(string ledgerFile)
    {
        var rows = new List<StoredAlert>();
        Query(ledgerFile, "SELECT workspace, identity, incident_id, title, status, count FROM alerts ORDER BY row_id", row => rows.Add(
            new StoredAlert(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5))));
        return rows;
    }

    /// <summary>The first column of every row as text.</summary>
    public static IReadOnlyList<string> Texts(string ledgerFile, string query)
    {
        var texts = new List<string>();
        Query(ledgerFile, query, row => texts.Add(row.GetString(0)));
        return texts;
    }

    private static void Query(string ledgerFile, string query, Action<SqliteDataReader> take)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = ledgerFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 };
        using var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The queries are written in the tests.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(reader);
    }
}

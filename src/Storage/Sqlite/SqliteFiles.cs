using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Sqlite;

/// <summary>Where the SQLite ledger is, and how its connections are opened.</summary>
public sealed class SqliteFiles
{
    public SqliteFiles(IOptions<LedgerOptions> options)
    {
        var directory = Path.GetFullPath(options.Value.DataDirectory);
        Directory.CreateDirectory(directory);
        LedgerPath = Path.Combine(directory, "ledger.db");
    }

    public string LedgerPath { get; }

    /// <summary>
    /// The only writing connection. FULL makes a commit mean the disk. The write-ahead log is checkpointed every 16,000 pages: at the default
    /// of 1,000 each checkpoint stalled the queue for 100 ms.
    /// </summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF;");
        return connection;
    }

    /// <summary>A reader's cache is thrown away with every commit of the writer, so a large one only costs; the operating system caches the file.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA query_only=ON; PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY;");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LedgerPath, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

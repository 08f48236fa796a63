using AiSre.Storage.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AiSre.Storage.Sqlite;

/// <summary>Where the SQLite ledger is, and how its connections are opened.</summary>
public sealed class SqliteFiles
{
    private const int BusyMilliseconds = 5_000;
    private readonly DataFolder folder;
    private volatile Opened? opened;

    public SqliteFiles(DataFolder folder)
    {
        this.folder = folder;
        FileRights.MakeFolder(folder.Path);
        LedgerPath = folder.File("ledger.db");
    }

    public string LedgerPath { get; }

    private string LogPath => $"{LedgerPath}-wal";

    /// <summary>
    /// Why what is committed now would be lost: the files that are open are no longer those that the next start will find. Null when they are.
    /// </summary>
    public string? Trouble => folder.Trouble ?? (Moved is { } path ? Replaced(path) : null);

    /// <summary>Whether the paths lead to other files than the open ones. Cheap enough to be asked after every commit.</summary>
    public bool AreMoved => Moved is not null;

    private string? Moved => opened is not { } known ? null
        : FileIdentity.Of(LedgerPath).DiffersFrom(known.Database) ? LedgerPath
        : FileIdentity.Of(LogPath).DiffersFrom(known.Log) ? LogPath : null;

    /// <summary>The writer has them open: from now on the paths must lead to these.</summary>
    public void Remember() => opened = new(FileIdentity.Of(LedgerPath), FileIdentity.Of(LogPath));

    /// <summary>The writer has closed them.</summary>
    public void Forget() => opened = null;

    private static string Replaced(string path) =>
        $"{path} is not the file that this process opened: it was removed or replaced. Bring it back, or restart.";

    /// <summary>
    /// The only writing connection. FULL makes a commit mean the disk. The write-ahead log is moved by <see cref="SqliteCheckpointer"/>, not by
    /// commits.
    /// </summary>
    /// <param name="mayCreate">At the start only: a file that is gone later is a loss, and not a new beginning.</param>
    public SqliteConnection OpenWriter(bool mayCreate = false)
    {
        var connection = Open(mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);
        Execute(connection,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; "
                + "PRAGMA foreign_keys=OFF;");
        // At the start and after a failure: a log that has grown gives its place on the disk back. Where that fails, the next commit says why.
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        return connection;
    }

    /// <summary>Only moves pages from the log to the file; FULL here means that they are there before the log may be overwritten.</summary>
    public SqliteConnection OpenCheckpointer()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
        return connection;
    }

    /// <summary>
    /// A reader's cache is thrown away with every commit of the writer, so a large one only costs; the operating system caches the file.
    /// </summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA query_only=ON; PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY;");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = LedgerPath, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        // Locks between writer, checkpointer and readers last microseconds; waiting beats failing a commit for one.
        raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Opened(FileIdentity Database, FileIdentity Log);
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AiSre.Storage.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file beside the writer, on a connection and a thread of its own: done by the writer inside a commit,
/// it stalled everybody for 100 ms a second under load. Only the last pages, written while it ran, are left to the writer, so that the log can start
/// anew.
/// </summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE: pages that a connection has written, which are the pages of its log.</summary>
    private const int PagesWritten = 9;

    /// <summary>Pages of the log at which it is worth moving: 32 MiB.</summary>
    private const int Worthwhile = 8_000;

    /// <summary>Pages that the writer may move between two commits without anybody noticing.</summary>
    private const int Few = 300;

    private const int MaxPasses = 8;

    private readonly SqliteFiles files;
    private readonly AutoResetEvent wake = new(false);
    private readonly Thread thread;
    private volatile bool busy;
    private volatile bool finish;
    private volatile bool stopping;
    private int logPages;

    public SqliteCheckpointer(SqliteFiles files)
    {
        this.files = files;
        thread = new Thread(Run) { IsBackground = true, Name = "checkpointer" };
        thread.Start();
    }

    /// <summary>Called by the writer between two transactions.</summary>
    public void AfterCommit(SqliteConnection writer)
    {
        raw.sqlite3_db_status(writer.Handle, PagesWritten, out var pages, out _, 1);
        logPages += pages;
        if (busy) return;
        if (finish)
        {
            finish = false;
            Move(writer);
        }
        else if (logPages >= Worthwhile)
        {
            logPages = 0;
            busy = true;
            wake.Set();
        }
    }

    private void Run()
    {
        while (true)
        {
            wake.WaitOne();
            if (stopping) return;
            try
            {
                using var connection = files.OpenCheckpointer();
                for (var pass = 0; pass < MaxPasses && Move(connection) > Few; pass++)
                {
                }
                finish = true;
            }
            catch (SqliteException)
            {
                // A disk that refuses is the writer's to report; the log stays, and nothing is lost.
            }
            busy = false;
        }
    }

    /// <returns>Pages of the log that are not in the database yet.</returns>
    private static int Move(SqliteConnection connection)
    {
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var moved);
        return pages - moved;
    }

    /// <summary>May be called twice: the ledger's writer and the container both end it.</summary>
    public void Dispose()
    {
        if (stopping) return;
        stopping = true;
        wake.Set();
        thread.Join(TimeSpan.FromSeconds(5));
        wake.Dispose();
    }
}

using System.Diagnostics.CodeAnalysis;
using AiSre.Grains.Ledger;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>The ledger's SQLite dialect: one connection, one transaction a batch. After a failure the connection is opened anew.</summary>
public sealed class SqliteLedger(SqliteFiles files, TimeProvider clock) : ILedgerDatabase
{
    private readonly SqliteCheckpointer checkpointer = new(files);
    private SqliteConnection? connection;
    private LedgerStatements? statements;

    public void Migrate()
    {
        using var migrating = files.OpenWriter(mayCreate: true);
        SqliteMigrations.Apply(migrating);
    }

    public string? Trouble => files.Trouble;

    public void Write(IReadOnlyList<LedgerEntry> batch)
    {
        try
        {
            Open();
            statements.Begin.Run();
            foreach (var entry in batch) statements.Write(entry);
            statements.Finish();
            statements.Commit.Run();
            checkpointer.AfterCommit(connection);
        }
        catch
        {
            // Closing rolls back, and what made the file unwritable may have made the connection useless.
            Close();
            throw;
        }
        // Before anybody is told that it is kept. The connection stays open: closing it would take the log away from whatever the path leads to now.
        if (files.AreMoved) RefuseIfGone();
    }

    private void RefuseIfGone()
    {
        if (files.Trouble is { } trouble) throw new IOException(trouble);
    }

    public void Dispose()
    {
        checkpointer.Dispose();
        Close();
    }

    [MemberNotNull(nameof(statements), nameof(connection))]
    private void Open()
    {
        if (statements is not null && connection is not null) return;
        RefuseIfGone();
        connection = files.OpenWriter();
        statements = new LedgerStatements(connection, clock);
        files.Remember();
    }

    private void Close()
    {
        files.Forget();
        statements?.Dispose();
        statements = null;
        connection?.Dispose();
        connection = null;
    }
}

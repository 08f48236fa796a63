using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AiSre.Storage.Sqlite;

/// <summary>
/// A prepared statement of the writing connection, bound by position. A commit runs thousands of them; the command objects of
/// Microsoft.Data.Sqlite cost more than the statement itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 handle;
    private readonly sqlite3_stmt statement;
    private int next = 1;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        handle = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public SqliteStatement Bind(long value)
    {
        raw.sqlite3_bind_int64(statement, next++, value);
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        if (value is { } number) return Bind(number);
        raw.sqlite3_bind_null(statement, next++);
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        if (value is null) raw.sqlite3_bind_null(statement, next++);
        else raw.sqlite3_bind_text(statement, next++, value);
        return this;
    }

    /// <summary>Bytes of UTF-8, stored as text.</summary>
    public SqliteStatement BindUtf8(ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_text(statement, next++, value);
        return this;
    }

    /// <summary>Runs it and makes it ready for the next binding.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        var step = raw.sqlite3_step(statement);
        var changed = step is raw.SQLITE_DONE ? raw.sqlite3_changes(handle) : 0;
        Reset();
        if (step is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(step);
        return changed;
    }

    /// <summary>Runs a query and tells whether it has a row.</summary>
    public bool Any()
    {
        var step = raw.sqlite3_step(statement);
        Reset();
        if (step is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(step);
        return step is raw.SQLITE_ROW;
    }

    public long LastRowId => raw.sqlite3_last_insert_rowid(handle);

    public void Dispose() => statement.Dispose();

    private void Reset()
    {
        raw.sqlite3_reset(statement);
        next = 1;
    }

    private void Check(int code)
    {
        if (code is not raw.SQLITE_OK)
            throw new SqliteException($"SQLite: {raw.sqlite3_errmsg(handle).utf8_to_string()}", code & 0xff, raw.sqlite3_extended_errcode(handle));
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using AiSre.Storage.Reading;

namespace AiSre.Storage.Sqlite;

/// <summary>
/// Open reading connections, each with its prepared statements. One is used by one reader at a time. A read takes microseconds, so it happens where
/// it is asked for.
/// </summary>
public sealed class SqliteReader(SqliteFiles files) : ILedgerReader, IDisposable
{
    private readonly ConcurrentBag<ReadConnection> idle = [];
    private volatile bool disposed;

    public ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var connection = Rent();
        try
        {
            var rows = connection.Query(sql, map, parameters);
            Return(connection);
            return new(rows);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var connection = Rent();
        try
        {
            var row = connection.First(sql, map, parameters);
            Return(connection);
            return new(row);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection)) connection.Dispose();
    }

    private ReadConnection Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return idle.TryTake(out var connection) ? connection : new ReadConnection(files.OpenReader());
    }

    /// <summary>Only when nothing went wrong with it.</summary>
    private void Return(ReadConnection connection)
    {
        if (disposed) connection.Dispose();
        else idle.Add(connection);
    }
}

internal sealed class ReadConnection(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];

    /// <summary>All rows of a query. Parameters are bound by name, in the order of their names in <paramref name="sql"/>.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> map, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    public T? First<T>(string sql, Func<DbDataReader, T> map, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            prepared.Add(sql, command);
        }
        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        return command;
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }
}

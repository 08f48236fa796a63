using System.Data.Common;
using AiSre.Storage.Reading;
using AiSre.Storage.Sqlite;

namespace AiSre.Grains.Tests;

/// <summary>The read side, until the test takes the database away.</summary>
public sealed class FaultyReader(SqliteReader inner) : ILedgerReader
{
    private volatile bool broken;

    public bool Broken
    {
        get => broken;
        set => broken = value;
    }

    public ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        broken ? ValueTask.FromException<List<T>>(new LedgerUnavailableException()) : inner.QueryAsync(sql, map, parameters);

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        broken ? ValueTask.FromException<T?>(new LedgerUnavailableException()) : inner.FirstAsync(sql, map, parameters);
}

using System.Data.Common;
using AiSre.Storage.Reading;
using AiSre.Storage.Sqlite;

namespace AiSre.Grains.Tests;

/// <summary>The read side, until the test takes the database away.</summary>
public sealed class FaultyReader(SqliteReader inner) : ILedgerReader, IDisposable
{
    private readonly SemaphoreSlim connections = new(10);
    private volatile bool broken;

    public bool Broken
    {
        get => broken;
        set => broken = value;
    }

    /// <summary>How long each statement takes on one of a few connections; zero for a database that is no server.</summary>
    public TimeSpan Slow { get; set; }

    public ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        broken ? ValueTask.FromException<List<T>>(new LedgerUnavailableException())
        : Slow > TimeSpan.Zero ? SlowlyAsync(inner.QueryAsync(sql, map, parameters))
        : inner.QueryAsync(sql, map, parameters);

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        broken ? ValueTask.FromException<T?>(new LedgerUnavailableException())
        : Slow > TimeSpan.Zero ? SlowlyAsync(inner.FirstAsync(sql, map, parameters))
        : inner.FirstAsync(sql, map, parameters);

    public void Dispose() => connections.Dispose();

    private async ValueTask<T> SlowlyAsync<T>(ValueTask<T> answer)
    {
        await connections.WaitAsync();
        try
        {
            await Task.Delay(Slow);
            return await answer;
        }
        finally
        {
            connections.Release();
        }
    }
}

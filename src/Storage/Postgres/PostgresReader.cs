using System.Data.Common;
using AiSre.Grains;
using AiSre.Storage.Reading;
using Npgsql;
using NpgsqlTypes;

namespace AiSre.Storage.Postgres;

/// <summary>
/// The read side on pooled connections, prepared as they are used. While the server is away a read fails at once instead of queueing behind the
/// others' time-outs. Reads take turns for the connections here and not in the pool, where one that waited too long looks as if the server were away.
/// </summary>
public sealed class PostgresReader(PostgresSource source, TimeProvider clock) : ILedgerReader, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whoever has asked does not wait for longer.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim connections = new(source.ReadConnections);
    private long awaySince;

    public ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        RunAsync(Command(sql, parameters), map, int.MaxValue);

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        FirstOfAsync(RunAsync(Command(sql, parameters), map, 1));

    private static async ValueTask<T?> FirstOfAsync<T>(ValueTask<List<T>> rows) => await rows is [var first, ..] ? first : default;

    private async ValueTask<List<T>> RunAsync<T>(NpgsqlCommand command, Func<DbDataReader, T> map, int limit)
    {
        await using (command)
        {
            if (Volatile.Read(ref awaySince) is var since && since != 0 && clock.GetElapsedTime(since) < Pause)
                throw new LedgerUnavailableException();
            if (!await connections.WaitAsync(LongestTurn)) throw new LedgerUnavailableException("Too many reads of the ledger wait for one another.");
            try
            {
                await using var reader = await command.ExecuteReaderAsync();
                var rows = new List<T>();
                while (rows.Count < limit && await reader.ReadAsync()) rows.Add(map(reader));
                Volatile.Write(ref awaySince, 0);
                return rows;
            }
            catch (Exception exception) when (PostgresFailure.IsAway(exception))
            {
                Volatile.Write(ref awaySince, clock.GetTimestamp());
                throw new LedgerUnavailableException("The ledger cannot be read at the moment.", exception);
            }
            finally
            {
                connections.Release();
            }
        }
    }

    public void Dispose() => connections.Dispose();

    private NpgsqlCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = source.Reads.CreateCommand(sql);
        foreach (var (name, value) in parameters)
        {
            // A null has no type of its own; the optional parameters of our queries are all texts.
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = DBNull.Value },
                string text => new NpgsqlParameter(name, PostgresText.Clean(text)),
                string[] texts => new NpgsqlParameter(name, Array.ConvertAll(texts, PostgresText.Clean)),
                _ => new NpgsqlParameter(name, value),
            });
        }
        return command;
    }
}

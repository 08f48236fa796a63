using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Statements that go to the server in one round trip.</summary>
internal sealed class Pipeline(NpgsqlConnection connection)
{
    private readonly List<NpgsqlBatchCommand> commands = [];
    private readonly List<Action<NpgsqlDataReader>> readers = [];

    public void Add(string sql) => commands.Add(new(sql));

    public void Add(NpgsqlBatchCommand command) => commands.Add(command);

    /// <param name="command">A statement that answers rows.</param>
    /// <param name="row">Called for each of them.</param>
    public void Add(NpgsqlBatchCommand command, Action<NpgsqlDataReader> row)
    {
        commands.Add(command);
        readers.Add(row);
    }

    /// <summary>Nothing to do when no rows: an empty unnest would still be a statement.</summary>
    public void Add<T>(IReadOnlyList<T> rows, Func<IReadOnlyList<T>, RowsCommand<T>> command)
    {
        if (rows.Count > 0) Add(command(rows).Command);
    }

    public void Add<T>(IReadOnlyList<T> rows, Func<IReadOnlyList<T>, RowsCommand<T>> command, Action<NpgsqlDataReader> row)
    {
        if (rows.Count > 0) Add(command(rows).Command, row);
    }

    public void Run()
    {
        if (commands.Count == 0) return;
        using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        // Statements without rows have no result to step to.
        foreach (var row in readers)
        {
            while (reader.Read()) row(reader);
            reader.NextResult();
        }
        while (reader.NextResult())
        {
        }
        commands.Clear();
        readers.Clear();
    }
}

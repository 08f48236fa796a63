using System.Globalization;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// What a batch leaves in <c>ledger_writers</c>: its number under the writer's name. A writer that lost its connection under a commit goes on under
/// another name, so the number in its old row says for ever whether that last batch was committed.
/// </summary>
/// <param name="Writer">Unique for each connection.</param>
/// <param name="Batch">Counts from 1.</param>
internal sealed record WriterMark(string Writer, long Batch)
{
    private const string WriteSql = """
        INSERT INTO ledger_writers (id, batch, at) VALUES ($1, $2, (extract(epoch FROM now()) * 1000)::bigint)
        ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, at = excluded.at
        """;

    /// <summary>Writes too, so that it waits for a transaction which is still being committed.</summary>
    private const string AskSql = """
        INSERT INTO ledger_writers AS w (id, batch, at) VALUES ($1, 0, (extract(epoch FROM now()) * 1000)::bigint)
        ON CONFLICT (id) DO UPDATE SET batch = w.batch RETURNING w.batch >= $2
        """;

    /// <summary>In 30 days whatever was in doubt has been asked for.</summary>
    public const string ForgetSql = "DELETE FROM ledger_writers WHERE at < (extract(epoch FROM now()) * 1000)::bigint - 2592000000";

    public static WriterMark Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return new(text[..colon], long.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Writer}:{Batch}");

    public NpgsqlBatchCommand Write() =>
        new(WriteSql) { Parameters = { new NpgsqlParameter<string> { TypedValue = Writer }, new NpgsqlParameter<long> { TypedValue = Batch } } };

    /// <summary>A statement that answers whether the batch was committed.</summary>
    public NpgsqlCommand Ask(NpgsqlConnection connection) =>
        new(AskSql, connection) { Parameters =
            { new NpgsqlParameter<string> { TypedValue = Writer }, new NpgsqlParameter<long> { TypedValue = Batch } } };
}

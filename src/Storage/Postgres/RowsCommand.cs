using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace AiSre.Storage.Postgres;

/// <summary>
/// One statement over many rows: every column is one array parameter, in the order in which it is added, for <c>unnest($1, $2, …)</c>.
/// </summary>
internal sealed class RowsCommand<T>(string sql, IReadOnlyList<T> rows)
{
    public NpgsqlBatchCommand Command { get; } = new(sql);

    public RowsCommand<T> Text(Func<T, string?> column) => Add(NpgsqlDbType.Text, row => PostgresText.Clean(column(row)));

    public RowsCommand<T> Long(Func<T, long> column) => Add(NpgsqlDbType.Bigint, column);

    public RowsCommand<T> Long(Func<T, long?> column) => Add(NpgsqlDbType.Bigint, column);

    public RowsCommand<T> Int(Func<T, int> column) => Add(NpgsqlDbType.Integer, column);

    public RowsCommand<T> Int(Func<T, int?> column) => Add(NpgsqlDbType.Integer, column);

    private RowsCommand<T> Add<TValue>(NpgsqlDbType type, Func<T, TValue> column)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = column(rows[i]);
        Command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return this;
    }
}

internal static class PostgresText
{
    /// <summary>
    /// PostgreSQL's text holds every character but one, and no half of any: its client throws at them, which would cost all that is written together.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null) return null;
        if (text.Contains('\0')) text = text.Replace('\0', '\uFFFD');
        return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Grains.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace AiSre.Storage.Postgres;

/// <summary>Writes rows that come from elsewhere.</summary>
internal static partial class ImportCommands
{
    private static readonly ImportSql Sql = new(ImportSql.Numbered('$'), drawsNumbers: true, "(random() * 9000000000000000)::bigint");

    public static void Add(Pipeline pipeline, BatchPlan plan)
    {
        foreach (var entry in plan.Imports)
        {
            var statements = Sql.Of(entry.Table).ToList();
            for (var i = 0; i < entry.Rows.Length; i++)
            {
                foreach (var statement in statements) pipeline.Add(Command(statement, entry, i));
            }
        }
    }

    /// <summary>The server wants no parameter that a statement does not name: they are numbered anew.</summary>
    private static NpgsqlBatchCommand Command(string sql, ImportRows entry, int row)
    {
        List<object?> values = [entry.Workspace, .. entry.Rows[row]];
        // PostgreSQL draws the numbers of events itself.
        if (entry.Table.Name == TransferTables.Alarms) values.Add(ImportSql.MoreOf(entry, row, static () => 0));
        var command = new NpgsqlBatchCommand();
        var places = new Dictionary<int, int>();
        command.CommandText = Named().Replace(sql, match =>
        {
            var named = int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture);
            if (!places.TryGetValue(named, out var place))
            {
                places.Add(named, place = places.Count + 1);
                command.Parameters.Add(Parameter(entry.Table, named, values[named - 1]));
            }
            return string.Create(CultureInfo.InvariantCulture, $"${place}");
        });
        return command;
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Named();

    private static NpgsqlParameter Parameter(TransferTable table, int named, object? value) => value switch
    {
        long number => new NpgsqlParameter<long> { TypedValue = number },
        string text => new NpgsqlParameter<string?> { TypedValue = PostgresText.Clean(text) },
        _ => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = table.Columns[named - 2].IsNumber ? NpgsqlDbType.Bigint : NpgsqlDbType.Text },
    };
}

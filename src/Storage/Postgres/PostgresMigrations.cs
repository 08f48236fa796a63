using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Applies the numbered scripts in <c>Schema/</c> that the database has not seen, all in one transaction. Silos that start together take turns.
/// </summary>
internal static class PostgresMigrations
{
    /// <summary>Any number that nobody else uses: "AI-SRE" in ASCII.</summary>
    private const long Lock = 0x41492D535245;

    public static void Apply(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, int.MaxValue);
        transaction.Commit();
    }

    /// <summary>In the caller's transaction, and only scripts up to a number.</summary>
    public static void Run(NpgsqlConnection connection, int upTo)
    {
        Execute(connection, $"SELECT pg_advisory_xact_lock({Lock})");
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_versions (number integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
        var applied = Numbers(connection);
        foreach (var (number, sql) in SchemaScripts.For("postgres"))
        {
            if (number > upTo || applied.Contains(number)) continue;
            Execute(connection, sql);
            Execute(connection, $"INSERT INTO schema_versions (number) VALUES ({number})");
        }
        if (upTo == int.MaxValue) Execute(connection, FeedCommands.AdoptSql);
    }

    private static HashSet<int> Numbers(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT number FROM schema_versions", connection);
        using var reader = command.ExecuteReader();
        var numbers = new HashSet<int>();
        while (reader.Read()) numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        command.ExecuteNonQuery();
    }
}

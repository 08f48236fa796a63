using Npgsql;

namespace AiSre.Storage.Postgres;

internal static class PostgresSchema
{
    /// <summary>Number of the last script that the database has seen; 0 for a new one.</summary>
    public static async Task<int> NumberAsync(NpgsqlConnection connection)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('schema_versions') IS NOT NULL", connection);
        if (!(bool)(await exists.ExecuteScalarAsync())!) return 0;
        await using var newest = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_versions", connection);
        return (int)(await newest.ExecuteScalarAsync())!;
    }
}

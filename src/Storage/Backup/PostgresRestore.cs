using AiSre.Storage.Postgres;
using Npgsql;

namespace AiSre.Storage.Backup;

/// <summary>Makes the schema as it was and fills it, in one transaction: afterwards all of the backup is there, or nothing has changed.</summary>
internal static class PostgresRestore
{
    /// <summary>How its connections are called, to tell them from a silo's.</summary>
    public const string Name = "ai-sre-backup";

    public static async Task RunAsync(string connectionString, BackupFolder from, BackupManifest manifest, bool force)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, CommandTimeout = 0, ApplicationName = Name,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RefuseIfInUseAsync(connection);
        SchemaNumber.Refuse("The database of AI_SRE_POSTGRES", await PostgresSchema.NumberAsync(connection), "postgres");
        if (!force) await RefuseIfFilledAsync(connection);
        foreach (var table in PostgresTables.All.Append(PostgresTables.Versions))
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {table} CASCADE");
        PostgresMigrations.Run(connection, upTo: manifest.Schema);
        await ExecuteAsync(connection, OrleansSchema.PostgresScript);
        foreach (var table in manifest.Tables) await FillAsync(connection, from, table);
        await CountOnAsync(connection);
        await transaction.CommitAsync();
    }

    private static async Task FillAsync(NpgsqlConnection connection, BackupFolder from, BackupTable table)
    {
        // The name comes from a file: only those that the schema has.
        if (!PostgresTables.All.Contains(table.Name))
            throw new BackupRefusedException($"The backup has a table that this program does not know: {table.Name}.");
        await using var rows = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table.Name} ({PostgresTables.Columns(table)}) FROM STDIN (FORMAT BINARY)");
        await using var file = File.OpenRead(from.File(table.File));
        await file.CopyToAsync(rows);
    }

    /// <summary>Numbers go on behind the highest that is there.</summary>
    private static Task CountOnAsync(NpgsqlConnection connection) => ExecuteAsync(connection, """
        DO $$
        DECLARE numbered record;
        BEGIN
          FOR numbered IN
            SELECT c.relname AS name, a.attname AS field FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attidentity <> '' AND c.relkind = 'r' AND c.relnamespace = current_schema()::text::regnamespace
          LOOP
            EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I',
              numbered.name, numbered.field, numbered.field, numbered.name);
          END LOOP;
        END $$
        """);

    private static async Task RefuseIfInUseAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ai-sre'", connection);
        if ((long)(await command.ExecuteScalarAsync())! > 0)
            throw new BackupRefusedException("Silos work on the database of AI_SRE_POSTGRES: stop them first.");
    }

    private static async Task RefuseIfFilledAsync(NpgsqlConnection connection)
    {
        foreach (var table in await PostgresTables.PresentAsync(connection))
        {
            await using var any = new NpgsqlCommand($"SELECT EXISTS (SELECT 1 FROM {table.Name})", connection);
            if (table.Name != "ledger_writers" && (bool)(await any.ExecuteScalarAsync())!)
                throw new BackupRefusedException(
                    $"The database of AI_SRE_POSTGRES is not empty ({table.Name} has rows): restore into a new one, or say --force.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

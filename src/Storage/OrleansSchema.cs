using Microsoft.Data.Sqlite;
using Npgsql;

namespace AiSre.Storage;

/// <summary>Orleans' own tables with the statements that it asks for: the packages bring none. Applied at every start, before the silo's.</summary>
public static class OrleansSchema
{
    /// <summary>Any number that nobody else locks.</summary>
    private const long AdvisoryLock = 0x6169_7372_6501;

    internal static string PostgresScript => Script("postgres");

    /// <summary>Creates the file when it is missing.</summary>
    public static void ApplySqlite(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode=WAL; BEGIN IMMEDIATE; {Script("sqlite")} COMMIT;";
        command.ExecuteNonQuery();
    }

    /// <summary>Silos that start together wait for one another.</summary>
    public static async Task ApplyPostgresAsync(string connectionString, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT pg_advisory_xact_lock({AdvisoryLock}); {Script("postgres")}";
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static string Script(string dialect)
    {
        using var reader = new StreamReader(typeof(OrleansSchema).Assembly.GetManifestResourceStream($"AiSre.Storage.Schema.orleans-{dialect}.sql")!);
        return reader.ReadToEnd();
    }
}

using System.Data;
using AiSre.Storage.Postgres;
using Npgsql;

namespace AiSre.Storage.Backup;

/// <summary>
/// Every table as PostgreSQL's own COPY writes it, all of one moment, while silos work on them. It needs no program beside this one, and no version
/// of one that fits the server's.
/// </summary>
internal static class PostgresBackup
{
    public static async Task<(BackupManifest Manifest, SortedDictionary<string, long> Counts)> TakeAsync(
        string connectionString, BackupFolder to, BackupManifest manifest, long spooled)
    {
        await using var connection = await OpenAsync(connectionString);
        // Repeatable read: what commits after its first statement is not seen.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var schema = await PostgresSchema.NumberAsync(connection);
        if (schema == 0)
            throw new BackupRefusedException("There is nothing to back up: the database of AI_SRE_POSTGRES has no schema of AI-SRE.");
        var tables = await PostgresTables.PresentAsync(connection);
        foreach (var table in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync(
                $"COPY {table.Name} ({PostgresTables.Columns(table)}) TO STDOUT (FORMAT BINARY)");
            await using var file = new FileStream(to.File(table.File), FileMode.CreateNew, FileAccess.Write);
            await rows.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        }
        var counts = await BackupCounts.OfAsync(connection, [.. tables.Select(static table => table.Name)], spooled);
        return (manifest with { Schema = schema, Tables = tables }, counts);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, CommandTimeout = 0, ApplicationName = PostgresRestore.Name,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}

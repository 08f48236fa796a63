using AiSre.Storage.Files;
using AiSre.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Backup;

/// <summary>Copies of the SQLite files, each one moment of it, taken by SQLite itself while a server works on them.</summary>
internal static class SqliteBackup
{
    private static readonly string[] Databases = ["ledger.db", "grains.db"];

    public static async Task<(int Schema, SortedDictionary<string, long> Counts)> TakeAsync(DataFolder data, BackupFolder to, long spooled)
    {
        if (!File.Exists(data.File(Databases[0])))
            throw new BackupRefusedException($"There is nothing to back up: {data.File(Databases[0])} does not exist (AI_SRE_DATA_DIR).");
        foreach (var name in Databases.Where(name => File.Exists(data.File(name)))) Copy(data.File(name), to.File(name));
        await using var copy = Open(to.File(Databases[0]), SqliteOpenMode.ReadOnly);
        var tables = await BackupCounts.RowsAsync(copy, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        return ((int)SqliteMigrations.Version(copy), await BackupCounts.OfAsync(copy, tables, spooled));
    }

    /// <summary>What the folder has that a restore would write over.</summary>
    public static IEnumerable<string> Present(DataFolder data) =>
        Databases.SelectMany(static name => new[] { name, $"{name}-wal", $"{name}-shm" }).Where(name => File.Exists(data.File(name)));

    public static void Restore(BackupFolder from, DataFolder data)
    {
        foreach (var name in Databases.Where(name => File.Exists(from.File(name)))) SyncedCopy.Of(from.File(name), data.File(name));
    }

    private static void Copy(string from, string to)
    {
        using var source = Open(from, SqliteOpenMode.ReadWrite);
        using var copy = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);
        // One file, with nothing beside it that could be forgotten.
        Ask(copy, "PRAGMA journal_mode=DELETE");
        if (Ask(copy, "PRAGMA quick_check(1)") is not "ok" and var damage)
            throw new BackupRefusedException($"{from} is damaged ({damage}); its copy would be too.");
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    private static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}

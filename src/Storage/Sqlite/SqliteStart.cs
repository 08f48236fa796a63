using AiSre.Storage.Files;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>Whether the SQLite files can be started from.</summary>
public static class SqliteStart
{
    /// <summary>Reads both files' schema. Pages deeper in a damaged file are met by whoever reads them.</summary>
    public static void Check(DataFolder folder)
    {
        SchemaNumber.Refuse(folder.File("ledger.db"), Read(folder.File("ledger.db"), "PRAGMA user_version", "Restore a backup."), "sqlite");
        _ = Read(folder.File("grains.db"), "PRAGMA quick_check(1)",
            "It holds nothing that anybody said: move it away and start again, a new one is made.");
    }

    /// <summary>The first number that a file answers; 0 where there is no file yet, or it answers with a word.</summary>
    private static long Read(string path, string question, string remedy)
    {
        if (!File.Exists(path)) return 0;
        try
        {
            var source = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
            using var connection = new SqliteConnection(source.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM sqlite_schema; {question}";
            using var reader = command.ExecuteReader();
            _ = reader.NextResult() && reader.Read();
            if (reader.GetValue(0) is long number) return number;
            return reader.GetString(0) is "ok" ? 0 : throw new UnusableDataException($"{path} is damaged ({reader.GetString(0)}). {remedy}");
        }
        catch (SqliteException exception)
        {
            var damaged = exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;
            throw new UnusableDataException($"{path} {(damaged ? "is damaged" : "cannot be opened")} ({exception.Message.TrimEnd('.')}). "
                + (damaged ? remedy : "See who owns it, and whether its disk can be written."), exception);
        }
    }
}

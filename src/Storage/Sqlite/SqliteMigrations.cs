using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>Applies the numbered scripts in <c>Schema/</c> that the file has not seen, each in its own transaction.</summary>
internal static class SqliteMigrations
{
    public static void Apply(SqliteConnection connection)
    {
        var version = Version(connection);
        foreach (var (number, sql) in SchemaScripts.For("sqlite"))
        {
            if (number <= version) continue;
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{sql}\nPRAGMA user_version = {number};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Number of the last script that the file has seen.</summary>
    public static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}

namespace AiSre.Storage.Tests.GrainTables;

public sealed class SqliteGrainTablesTests : GrainTablesTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-grain-tables-").FullName;

    private string File => Path.Combine(folder, "data", "grains.db");

    protected override Task CreateDatabaseAsync() => Task.CompletedTask;

    protected override void UseTables(ISiloBuilder silo) => silo.UseSqliteGrainTables(File);

    protected override Task ApplyAsync()
    {
        OrleansSchema.ApplySqlite(File);
        return Task.CompletedTask;
    }

    protected override ValueTask DropDatabaseAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

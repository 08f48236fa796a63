using AiSre.TestHost;

namespace AiSre.Storage.Tests.GrainTables;

public sealed class PostgresGrainTablesTests(PostgresGrainTablesTests.OneServer server) : GrainTablesTests,
    IClassFixture<PostgresGrainTablesTests.OneServer>
{
    private static int databases;
    private readonly string name = $"grains{Interlocked.Increment(ref databases)}";
    private string connectionString = "";

    protected override async Task CreateDatabaseAsync()
    {
        if (server.Missing is { } missing) Assert.Skip(missing);
        connectionString = await server.Postgres!.CreateDatabaseAsync(name);
    }

    protected override void UseTables(ISiloBuilder silo) => silo.UsePostgresGrainTables(connectionString);

    protected override Task ApplyAsync() => OrleansSchema.ApplyPostgresAsync(connectionString);

    protected override async ValueTask DropDatabaseAsync()
    {
        if (connectionString.Length > 0) await server.Postgres!.DropDatabaseAsync(name);
    }

    /// <summary>One server for the class, a database for each test.</summary>
    public sealed class OneServer : IAsyncLifetime
    {
        public PostgresServer? Postgres { get; private set; }
        public string? Missing { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (PostgresServer.IsInstalled) Postgres = await PostgresServer.StartAsync();
            else if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") throw new FileNotFoundException(
                "PostgreSQL is not installed: apt-get install postgresql");
            else Missing = "PostgreSQL is not installed: apt-get install postgresql, or run ./test";
        }

        public async ValueTask DisposeAsync()
        {
            if (Postgres is not null) await Postgres.DisposeAsync();
        }
    }
}

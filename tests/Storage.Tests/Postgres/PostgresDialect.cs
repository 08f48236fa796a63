using System.Data.Common;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

[assembly: AssemblyFixture(typeof(AiSre.Storage.Tests.Postgres.SharedPostgres))]

namespace AiSre.Storage.Tests.Postgres;

/// <summary>One server for all tests of this program, started by the first that needs it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(PostgresServer.StartAsync);

    /// <summary>Skips the test where PostgreSQL is not installed, and fails it where ./test promises that it is.</summary>
    public static Task<PostgresServer> GetAsync()
    {
        const string Missing = "PostgreSQL is not installed: apt-get install postgresql, or run ./test";
        if (PostgresServer.IsInstalled) return Started.Value;
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(Missing);
        Assert.Skip(Missing);
        return Started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated) await (await Started.Value).DisposeAsync();
    }
}

/// <summary>A database of its own on the shared server.</summary>
public sealed class PostgresDialect : LedgerDialect
{
    private static int databases;
    private readonly string name = $"ledger_{Interlocked.Increment(ref databases)}";
    private PostgresServer server = null!;

    public string ConnectionString => server.ConnectionString(name);

    public override string[] Arguments => ["postgres", ConnectionString];

    public override async Task StartAsync()
    {
        server = await SharedPostgres.GetAsync();
        await AdminAsync($"CREATE DATABASE {name}");
    }

    public override void AddLedger(IServiceCollection services, LedgerOptions options)
    {
        services.AddSingleton(Options.Create(new LedgerOptions { Postgres = ConnectionString, QueueLimit = options.QueueLimit,
            BatchLimit = options.BatchLimit, StuckAfter = options.StuckAfter }));
        services.AddPostgresLedger();
    }

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        connection.Open();
        return connection;
    }

    public override void Dispose() => AdminAsync($"DROP DATABASE {name} WITH (FORCE)").GetAwaiter().GetResult();

    private async Task AdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString()};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Data.Common;
using AiSre.Grains.Alarms;
using AiSre.Storage.Upgrades;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace AiSre.Storage;

/// <summary>Reminders, and the storage of grains that change rarely: Orleans' own providers on tables of <see cref="OrleansSchema"/>.</summary>
public static class GrainTables
{
    /// <param name="silo">The silo.</param>
    /// <param name="path">A file of its own: a second writer on the ledger's would make both wait.</param>
    public static ISiloBuilder UseSqliteGrainTables(this ISiloBuilder silo, string path)
    {
        silo.Services.AddHostedService(_ => new BeforeTheSilo(_ =>
        {
            OrleansSchema.ApplySqlite(path);
            return Task.CompletedTask;
        }));
        // The provider knows SQLite by this name only; the driver that it loads is Microsoft.Data.Sqlite.
        return silo.UseGrainTables("System.Data.SQLite", new SqliteConnectionStringBuilder
        {
            // Made at the start, and never again while it runs: not in a folder that has taken the place of the right one.
            DataSource = path, Mode = SqliteOpenMode.ReadWrite,
        }.ToString());
    }

    public static ISiloBuilder UsePostgresGrainTables(this ISiloBuilder silo, string connectionString)
    {
        silo.Services.AddHostedService(_ => new BeforeTheSilo(cancellation => OrleansSchema.ApplyPostgresAsync(connectionString, cancellation)));
        return silo.UseGrainTables("Npgsql", connectionString);
    }

    /// <summary>Moves to the ledger what version 0.1.0 kept in these tables. After the ledger and the tables were registered.</summary>
    public static ISiloBuilder MoveStatesToLedger(this ISiloBuilder silo, LedgerOptions options, string path)
    {
        // AddHostedService would take the second of one type for the first.
        silo.Services.AddSingleton<IHostedService>(services => new BeforeTheSilo(async cancellation =>
        {
            await using DbConnection connection = options.Postgres is { } postgres
                ? new NpgsqlConnection(postgres)
                : new SqliteConnection(ConnectionString(path));
            await connection.OpenAsync(cancellation);
            await ActivatorUtilities.CreateInstance<StatesToDocuments>(services).MoveAsync(connection);
        }));
        return silo;
    }

    private static string ConnectionString(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    private static ISiloBuilder UseGrainTables(this ISiloBuilder silo, string invariant, string connectionString) => silo
        .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (invariant, connectionString))
        .AddAdoNetGrainStorage(AlarmGrain.Storage, options => (options.Invariant, options.ConnectionString) = (invariant, connectionString));

    /// <summary>Starting comes before any service's start, so before the silo's.</summary>
    private sealed class BeforeTheSilo(Func<CancellationToken, Task> apply) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => apply(cancellationToken);
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

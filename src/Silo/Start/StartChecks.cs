using AiSre.Storage.Files;
using AiSre.Storage.Postgres;
using AiSre.Storage.Redis;
using AiSre.Storage.Sqlite;

namespace AiSre.Silo.Start;

/// <summary>
/// What must hold before anything starts. What a person has to put right ends the start with one line; a server that is away is waited for.
/// </summary>
internal static class StartChecks
{
    public static async Task CheckStartAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<SiloOptions>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AiSre.Start");
        ListeningPorts.Check(app.Configuration, options);
        // The silos of a cluster keep nothing in files.
        if (options.Cluster.Redis is null)
        {
            var folder = app.Services.GetRequiredService<DataFolder>();
            folder.Open();
            if (options.Ledger.Postgres is null) SqliteStart.Check(folder);
        }
        if (options.Ledger.Postgres is { } postgres)
        {
            await PostgresStart.WaitAsync(postgres, log);
            await app.Services.GetRequiredService<DatabaseClock>().StartFromAsync();
        }
        if (options.Ledger.Redis is { } redis) await RedisStart.WaitAsync(redis, log);
    }
}

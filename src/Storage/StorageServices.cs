using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Storage.Reading;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace AiSre.Storage;

public static class StorageServices
{
    /// <summary>The ledger on its SQLite file, and everything that reads it.</summary>
    public static IServiceCollection AddSqliteLedger(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SqliteFiles>();
        services.AddSingleton<ILedgerDatabase, SqliteLedger>();
        services.AddSingleton(provider => new ReadPool(provider.GetRequiredService<SqliteFiles>().OpenReader));
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddKeyedSingleton<IGrainStorage, LedgerGrainStorage>(IncidentGrain.Storage);
        services.AddSingleton<IAlertIndex, AlertReads>();
        services.AddSingleton<IIncidentReads, IncidentReads>();
        services.AddSingleton<IAlarmReads, AlarmReads>();
        services.AddSingleton<ISpool, FileSpool>();
        return services;
    }
}

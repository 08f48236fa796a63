using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Storage.Files;
using AiSre.Storage.Postgres;
using AiSre.Storage.Reading;
using AiSre.Storage.Redis;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace AiSre.Storage;

public static class StorageServices
{
    /// <summary>The ledger on its SQLite file, and everything that reads it.</summary>
    public static IServiceCollection AddSqliteLedger(this IServiceCollection services)
    {
        services.AddSingleton<SqliteFiles>();
        services.AddSingleton<ILedgerDatabase, SqliteLedger>();
        services.AddSingleton<ILedgerReader, SqliteReader>();
        services.AddSingleton(FeedSql.Sqlite);
        services.AddSingleton(AuditSql.Sqlite);
        services.AddSingleton<IAlertIndex, AlertReads>();
        return services.AddLedger();
    }

    /// <summary>The ledger in a PostgreSQL database that several silos share, and everything that reads it.</summary>
    public static IServiceCollection AddPostgresLedger(this IServiceCollection services)
    {
        services.AddSingleton<PostgresSource>();
        services.AddSingleton<ILedgerDatabase, PostgresLedger>();
        services.AddSingleton<ILedgerReader, PostgresReader>();
        services.AddSingleton(FeedSql.Postgres);
        services.AddSingleton(AuditSql.Postgres);
        services.AddSingleton<AlertReads>();
        services.AddSingleton<IAlertIndex, GatheredLookups>();
        return services.AddLedger();
    }

    private static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static provider => new DataFolder(provider.GetRequiredService<IOptions<LedgerOptions>>().Value.DataDirectory));
        services.AddSingleton<CommitPulse>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddKeyedSingleton<IGrainStorage, LedgerGrainStorage>(LedgerState.Storage);
        services.AddSingleton(typeof(ILedgerKind<>), typeof(DocumentKind<>));
        services.AddSingleton<ILedgerKind<Incident>, IncidentKind>();
        services.AddSingleton<ILedgerKind<Deploy>, DeployKind>();
        services.AddSingleton<IDocumentReads, DocumentReads>();
        services.AddSingleton<IKeyReads, KeyReads>();
        services.AddSingleton<IDeployReads, DeployReads>();
        services.AddSingleton<IIncidentReads, IncidentReads>();
        services.AddSingleton<IBoardReads, BoardReads>();
        services.AddSingleton<IHistoryReads, HistoryReads>();
        services.AddSingleton<IWorkspaceReads, WorkspaceReads>();
        services.AddSingleton<ITransferReads, TransferReads>();
        services.AddSingleton<IReportReads, ReportReads>();
        services.AddSingleton<IDowntimeReads, DowntimeReads>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<ISpool>(static provider => provider.GetRequiredService<IOptions<LedgerOptions>>().Value.Redis is null
            ? ActivatorUtilities.CreateInstance<FileSpool>(provider)
            : ActivatorUtilities.CreateInstance<RedisSpool>(provider));
        services.AddSingleton<IAlarmReads, AlarmReads>();
        services.AddSingleton<IOutboxReads, OutboxReads>();
        services.AddSingleton<IActionReads, ActionReads>();
        services.AddSingleton<IFeedReads, FeedReads>();
        return services;
    }
}

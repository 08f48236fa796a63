using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Tests.Sqlite;

/// <summary>A folder of its own under the system's temporary one.</summary>
public sealed class SqliteDialect : LedgerDialect
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-storage-").FullName;

    public override string[] Arguments => ["sqlite", folder];

    public override void AddLedger(IServiceCollection services, LedgerOptions options)
    {
        services.AddSingleton(Options.Create(new LedgerOptions { DataDirectory = folder, QueueLimit = options.QueueLimit,
            BatchLimit = options.BatchLimit, StuckAfter = options.StuckAfter }));
        services.AddSqliteLedger();
    }

    public override DbConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    public override void Dispose() => Directory.Delete(folder, recursive: true);
}

using System.Globalization;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Storage.Tests;

/// <summary>A suite on a database of its own, empty at the start of every test.</summary>
public abstract class LedgerSuite(LedgerDialect dialect, LedgerOptions? options = null) : IAsyncLifetime
{
    private ServiceProvider provider = null!;

    protected LedgerWriter Ledger { get; private set; } = null!;
    protected IIncidentReads Reads => Service<IIncidentReads>();
    protected IAlertIndex Index => Service<IAlertIndex>();
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected T Service<T>() where T : notnull => this.provider.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        await dialect.StartAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await this.provider.DisposeAsync();
        dialect.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A silo's stop and start, on the same database.</summary>
    protected async Task RestartAsync()
    {
        await this.provider.DisposeAsync();
        await StartAsync();
    }

    protected async Task<T> CommitAsync<T>(T entry) where T : LedgerEntry
    {
        await Ledger.CommitAsync(entry).WaitAsync(Samples.Patience, Cancel);
        return entry;
    }

    protected long Count(string table, string where = "1 = 1") =>
        Convert.ToInt64(Rows($"SELECT count(*) FROM {table} WHERE {where}")[0], CultureInfo.InvariantCulture);

    /// <summary>A connection of the test's own.</summary>
    protected System.Data.Common.DbConnection OpenConnection() => dialect.Open();

    /// <summary>Rows as text, their columns separated by a bar.</summary>
    protected List<string> Rows(string sql)
    {
        using var connection = dialect.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|',
                Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Another silo on the same database.</summary>
    protected async Task<ServiceProvider> StartSiloAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        dialect.AddLedger(services, options ?? new LedgerOptions { StuckAfter = Samples.NeverStuck });
        Configure(services);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<LedgerWriter>().StartingAsync(Cancel);
        return provider;
    }

    private async Task StartAsync()
    {
        this.provider = await StartSiloAsync();
        Ledger = this.provider.GetRequiredService<LedgerWriter>();
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using AiSre.Storage;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace AiSre.Grains.Tests;

/// <summary>One silo with the real ledger on SQLite and a clock that the test moves.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private static int tenants;
    private readonly string _folder = Directory.CreateTempSubdirectory("ai-sre-grains-").FullName;
    private readonly DedupOptions _options;
    private readonly Topology _topology;
    private int _batch;
    private InProcessTestCluster _cluster = null!;

    private TestSilo(DedupOptions options, Topology topology) => (_options, _topology) = (options, topology);

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);
    public FaultyDatabase Database { get; private set; } = null!;
    public IGrainFactory Grains => _cluster.Client;

    /// <param name="options">Deduplication; the default when null.</param>
    /// <param name="topology">Empty when null.</param>
    /// <param name="batch">Entries of one commit at most.</param>
    public static async Task<TestSilo> StartAsync(DedupOptions? options = null, Topology? topology = null, int batch = 5_000)
    {
        var silo = new TestSilo(options ?? DedupOptions.Default, topology ?? Topology.Empty) { _batch = batch };
        await silo.DeployAsync();
        return silo;
    }

    /// <summary>A workspace that no other test uses.</summary>
    public Tenant NewTenant() => new(this, $"ws-{Interlocked.Increment(ref tenants)}");

    public T Service<T>() where T : notnull => _cluster.GetSiloServiceProvider().GetRequiredService<T>();

    /// <summary>The process ends and starts again on the same files.</summary>
    public async Task RestartAsync(TimeSpan outage = default)
    {
        await _cluster.DisposeAsync();
        Clock.Advance(outage);
        await DeployAsync();
    }

    /// <summary>What the silo does at its start: nobody else calls an intake whose alert has gone quiet.</summary>
    public async Task WakeHeldAsync()
    {
        foreach (var (workspace, scope) in await Service<IAlertIndex>().HeldScopesAsync())
            await Grains.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake(workspace, scope)).WakeAsync();
    }

    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>For what happens on its own after the clock moved.</summary>
    public static async Task UntilAsync(Func<Task<bool>> happened, string what)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (!await happened())
        {
            Assert.True(Environment.TickCount64 < deadline, $"It did not happen: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task DeployAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(static host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            var services = silo.Services;
            services.AddSingleton<TimeProvider>(Clock);
            // Advance would wait for membership and the like, which would wait for time.
            services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            services.AddSingleton(Options.Create(new LedgerOptions { DataDirectory = _folder, BatchLimit = _batch }));
            services.AddSqliteLedger();
            services.AddSingleton<SqliteLedger>();
            services.AddSingleton<FaultyDatabase>();
            services.AddSingleton<ILedgerDatabase>(provider => provider.GetRequiredService<FaultyDatabase>());
            services.AddSingleton(_options);
            services.AddSingleton(_topology);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        Database = Service<FaultyDatabase>();
    }
}

/// <summary>SQLite, until the test takes the disk away.</summary>
public sealed class FaultyDatabase(SqliteLedger inner) : ILedgerDatabase
{
    private volatile bool _broken;
    private int? _left;

    public bool Broken
    {
        get => _broken;
        set => _broken = value;
    }

    /// <summary>What became of the transactions that a test names.</summary>
    public Dictionary<string, bool?> Committed { get; } = [];

    /// <summary>Breaks with the batch that follows so many entries.</summary>
    public void BreakAfter(int entries) => _left = entries;

    public bool? WasCommitted(string transaction) => Committed[transaction];

    public void Migrate() => inner.Migrate();

    public void Prepare(LedgerEntry entry) => inner.Prepare(entry);

    public void Write(IReadOnlyList<LedgerEntry> batch)
    {
        if (_left is { } left)
        {
            if (left < batch.Count) (_broken, _left) = (true, null);
            else _left = left - batch.Count;
        }
        if (_broken) throw new IOException("The disk is gone.");
        inner.Write(batch);
    }

    public void Dispose() => inner.Dispose();
}

using System.Collections.Concurrent;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Incidents;
using AiSre.Grains.Actions;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Holds;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using AiSre.Grains.Slos;
using AiSre.Grains.Workflows;
using AiSre.Integrations;
using AiSre.Integrations.Diagnosis;
using AiSre.Integrations.Kubernetes;
using AiSre.Integrations.Slos;
using AiSre.Storage;
using AiSre.Storage.Reading;
using AiSre.Storage.Sqlite;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AiSre.Grains.Tests;

/// <summary>One silo with the real ledger on SQLite and a clock that the test moves.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static int tenants;
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-grains-").FullName;
    private readonly DedupOptions options;
    private readonly Topology topology;
    private int batch;
    private Action<IServiceCollection>? configure;
    private InProcessTestCluster cluster = null!;

    private TestSilo(DedupOptions options, Topology topology) => (this.options, this.topology) = (options, topology);

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);
    public KeptStorage Notes { get; } = new();

    /// <summary>What workspaces have defined: nothing, until a test says so.</summary>
    internal FixedDefinitions Definitions { get; } = new();

    public FaultyDatabase Database { get; private set; } = null!;
    public FaultyReader Reader { get; private set; } = null!;
    public IGrainFactory Grains => cluster.Client;

    /// <param name="options">Deduplication; the default when null.</param>
    /// <param name="topology">Empty when null.</param>
    /// <param name="batch">Entries of one commit at most.</param>
    /// <param name="configure">Comes last; called again by a restart.</param>
    public static async Task<TestSilo> StartAsync(
        DedupOptions? options = null, Topology? topology = null, int batch = 5_000, Action<IServiceCollection>? configure = null)
    {
        var silo = new TestSilo(options ?? DedupOptions.Default, topology ?? Topology.Empty) { batch = batch, configure = configure };
        await silo.DeployAsync();
        return silo;
    }

    /// <summary>A workspace that no other test uses. What a test before it has broken and not mended is whole again.</summary>
    public Tenant NewTenant()
    {
        (Database.Broken, Database.Hanging, Reader.Broken) = (false, false, false);
        return new(this, $"ws-{Interlocked.Increment(ref tenants)}");
    }

    public T Service<T>() where T : notnull => cluster.GetSiloServiceProvider().GetRequiredService<T>();

    /// <summary>The process ends and starts again on the same files.</summary>
    public async Task RestartAsync(TimeSpan outage = default)
    {
        await cluster.DisposeAsync();
        Clock.Advance(outage);
        await DeployAsync();
    }

    /// <summary>The same, by a clock that somebody has set meanwhile, perhaps back.</summary>
    public async Task RestartAsync(DateTimeOffset at)
    {
        await cluster.DisposeAsync();
        Clock.AdjustTime(at);
        await DeployAsync();
    }

    /// <summary>As if another activation had written the same in between.</summary>
    public async Task RewriteAsync(DocumentKey key)
    {
        var stored = (await Service<IDocumentReads>().FindAsync(key))!;
        var entry = new DocumentEntry(key) { Version = stored.Version, Document = stored.Text };
        await Service<ILedger>().CommitAsync(entry);
        Assert.Equal(LedgerOutcome.Applied, entry.Outcome);
    }

    /// <summary>Somebody changes the database behind the platform's back.</summary>
    public async Task TamperAsync(string sql, string workspace)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@workspace", workspace);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public Task DeactivateAsync(IAddressable grain) => cluster.DeactivateAsync(grain);

    /// <summary>Lets time pass so that alarms are looked at, as often as they would be, until something has happened.</summary>
    public Task AfterTicksAsync(Func<Task<bool>> happened, string what)
    {
        var waited = 0;
        return UntilAsync(async () =>
        {
            if (await happened()) return true;
            // A tick starts work that the clock does not wait for: while something is due or is written, it gets some real time before it counts
            // as later.
            if (++waited < 20 && (Database.IsWriting || Service<LedgerWriter>().QueueDepth > 0
                || await Service<IAlarmReads>().OverdueAsync(Clock.GetUtcNow()) > TimeSpan.Zero))
                return false;
            waited = 0;
            Clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        }, what);
    }

    /// <summary>
    /// Waits until every alarm that is due was acted on. Meanwhile the clock goes on at the pace of real time, and no faster: a partition that goes
    /// to sleep while something is due sleeps by this clock, and what is due later must not come due because the machine is slow.
    /// </summary>
    public Task NothingDueAsync() => UntilAsync(async () =>
    {
        if (await Service<IAlarmReads>().OverdueAsync(Clock.GetUtcNow()) == TimeSpan.Zero) return true;
        Clock.Advance(Pause);
        return false;
    }, "nothing is due");

    /// <summary>Waits until every alarm partition has noted that it was there in the last minute.</summary>
    public Task NotedAsync()
    {
        var since = Clock.GetUtcNow() - TimeSpan.FromMinutes(1);
        return AfterTicksAsync(
            () => Task.FromResult(Notes.LastScans.Count(at => at > since) == AlarmTarget.Partitions), "every partition notes that it is there");
    }

    /// <summary>For what happens on its own after the clock moved.</summary>
    public static Task UntilAsync(Func<Task<bool>> happened, string what) => Poll.UntilAsync(what, happened, every: Pause);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
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
            services.AddSingleton(Options.Create(new LedgerOptions { DataDirectory = folder, BatchLimit = this.batch }));
            services.AddSqliteLedger();
            services.AddSingleton<SqliteLedger>();
            services.AddSingleton<FaultyDatabase>();
            services.AddSingleton<ILedgerDatabase>(provider => provider.GetRequiredService<FaultyDatabase>());
            services.AddSingleton<SqliteReader>();
            services.AddSingleton<FaultyReader>();
            services.AddSingleton<ILedgerReader>(provider => provider.GetRequiredService<FaultyReader>());
            services.AddSingleton(this.options);
            services.AddSingleton(Channels.Types);
            services.AddDefinitions();
            services.AddUnroutedLog();
            services.AddSignedLinks();
            services.AddSingleton<IDefinitions>(provider => Definitions.Over(provider.GetRequiredService<DefinitionsCache>()));
            services.AddSingleton(new TellOptions { PublicUrl = "http://sre.test" });
            services.AddSingleton(this.topology);
            services.AddIntakes();
            services.AddSilences();
            services.AddSingleton<Boards>();
            services.AddClusters([], ClusterDefinitions.None);
            services.AddDiagnostician();
            services.AddDiagnosis();
            services.AddActions();
            services.AddAutonomy();
            services.AddHeartbeats();
            services.AddWorkflows();
            services.AddSloSources();
            services.AddSlos();
            silo.UseInMemoryReminderService();
            // As in a silo: tests take grains out of memory while others call them.
            silo.Configure<SiloMessagingOptions>(static messaging => messaging.MaxForwardCount = 10);
            services.AddKeyedSingleton<IGrainStorage>(AlarmGrain.Storage, Notes);
            services.AddAlarmGrains();
            services.AddHostedService<AlarmWaker>();
            this.configure?.Invoke(services);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
        Database = Service<FaultyDatabase>();
        Reader = Service<FaultyReader>();
        // Known once, it is known for good; the first question has a second, which a busy machine may not have.
        await Poll.UntilAsync("it is known which workspaces are held", async () =>
        {
            try
            {
                return await Service<WorkspaceHolds>().AllAsync() is not null;
            }
            catch (LedgerUnavailableException)
            {
                return false;
            }
        });
    }
}

/// <summary>SQLite, until the test takes the disk away.</summary>
public sealed class FaultyDatabase(SqliteLedger inner) : ILedgerDatabase
{
    private readonly ManualResetEventSlim answers = new(true);
    private volatile bool broken;
    private volatile bool writing;
    private int? left;
    private string? counted;

    /// <summary>Commits do not come back.</summary>
    public bool Hanging
    {
        set
        {
            if (value) answers.Reset();
            else answers.Set();
        }
    }

    public bool Broken
    {
        get => broken;
        set => broken = value;
    }

    /// <summary>A commit is on its way.</summary>
    public bool IsWriting => writing;

    /// <summary>What became of the transactions that a test names.</summary>
    public Dictionary<string, bool?> Committed { get; } = [];

    /// <summary>Breaks with the batch that follows so many entries.</summary>
    /// <param name="entries">How many are still written.</param>
    /// <param name="workspace">Only its own count; what tests before it have left due writes too. Null: all count.</param>
    public void BreakAfter(int entries, string? workspace = null) => (counted, left) = (workspace, entries);

    public bool? WasCommitted(string transaction) => Committed[transaction];

    /// <summary>Commits that failed because the test had taken the disk away.</summary>
    public int Refused { get; private set; }

    public void Migrate() => inner.Migrate();

    public void Write(IReadOnlyList<LedgerEntry> batch)
    {
        answers.Wait();
        if (left is { } still && batch.Count(entry => counted is null || entry.Workspace == counted) is var count)
        {
            if (still < count) (broken, left) = (true, null);
            else left = still - count;
        }
        if (broken)
        {
            Refused++;
            throw new IOException("The disk is gone.");
        }
        writing = true;
        try
        {
            inner.Write(batch);
        }
        finally
        {
            writing = false;
        }
    }

    public void Dispose()
    {
        answers.Set();
        inner.Dispose();
    }
}

/// <summary>Storage of rare grains that survives the silo, until the test takes it away.</summary>
public sealed class KeptStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (object State, int Version)> states = [];
    private volatile bool broken;

    public bool Broken
    {
        get => broken;
        set => broken = value;
    }

    public IEnumerable<DateTimeOffset?> LastScans =>
        states.Values.Select(kept => kept.State).OfType<AlarmPartitionState>().Select(state => state.LastScan);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfBroken();
        if (states.TryGetValue((stateName, grainId), out var kept))
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)kept.State, $"{kept.Version}", true);
        else grainState.State ??= Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfBroken();
        var version = states.TryGetValue((stateName, grainId), out var kept) ? kept.Version : 0;
        if (grainState.ETag is not null && grainState.ETag != $"{version}")
            throw new InconsistentStateException($"{grainId} changed.", $"{version}", grainState.ETag);
        states[(stateName, grainId)] = (grainState.State!, version + 1);
        (grainState.ETag, grainState.RecordExists) = ($"{version + 1}", true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfBroken();
        states.TryRemove((stateName, grainId), out _);
        return Task.CompletedTask;
    }

    private void ThrowIfBroken()
    {
        if (broken) throw new IOException("The store of rare grains is gone.");
    }
}

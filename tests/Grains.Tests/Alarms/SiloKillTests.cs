using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using AiSre.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AiSre.Grains.Tests.Alarms;

/// <summary>Two silos on one ledger; each has a gate before it that the test opens.</summary>
public sealed class SiloKillTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ai-sre-kill-").FullName;
    private readonly FakeTimeProvider _clock = new(TestSilo.Start);
    private readonly KeptStorage _notes = new();
    private ServiceProvider _shared = null!;
    private InProcessTestCluster _cluster = null!;

    [Fact]
    public async Task An_alarm_whose_silo_dies_while_it_acts_happens_once_on_another()
    {
        var intake = _cluster.Client.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake("ws", Tenant.Service));
        var id = (await intake.IngestAsync([Signals.Firing("a")])).Results.Single().IncidentId!;
        await Grain(id).SnoozeAsync(10, "dave");
        _clock.Advance(TimeSpan.FromMinutes(10));
        await UntilAsync(() => Gates.Any(gate => gate.Gate.IsHolding), "a silo acts on the alarm");

        var (dead, dying) = Gates.Single(gate => gate.Gate.IsHolding);
        var (_, living) = Gates.Single(gate => gate.Gate != dying);
        await _cluster.KillSiloAsync(dead);
        living.Open();
        var reads = _shared.GetRequiredService<IIncidentReads>();
        await UntilAsync(async () => (await reads.FindAsync("ws", id))!.Value.Incident.SnoozedUntil is null, "the other silo acts on it");

        // What the dead silo had sent to the disk arrives after all.
        dying.Open();
        await UntilAsync(() => !dying.IsHolding, "its commit is refused");
        var events = await _shared.GetRequiredService<IIncidentReads>().TimelineAsync("ws", id);
        Assert.Single(events, e => e.Type == EventTypes.SnoozeEnded);
        Assert.True(dying.Refused);
    }

    private IIncidentGrain Grain(string id) => _cluster.Client.GetGrain<IIncidentGrain>(GrainKeys.Incident("ws", id));

    private readonly List<(InProcessSiloHandle Silo, GatedLedger Gate)> _gates = [];

    private List<(InProcessSiloHandle Silo, GatedLedger Gate)> Gates => _gates;

    private Task UntilAsync(Func<bool> happened, string what) => UntilAsync(() => Task.FromResult(happened()), what);

    private Task UntilAsync(Func<Task<bool>> happened, string what) => TestSilo.UntilAsync(async () =>
    {
        if (await happened()) return true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    }, what);

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(Options.Create(new LedgerOptions { DataDirectory = _folder }));
        services.AddSqliteLedger();
        _shared = services.BuildServiceProvider();
        await _shared.GetRequiredService<LedgerWriter>().StartingAsync(CancellationToken.None);

        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(static host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton(_ => new GatedLedger(_shared.GetRequiredService<ILedger>()));
            silo.Services.AddSingleton<ILedger>(provider => provider.GetRequiredService<GatedLedger>());
            silo.Services.AddKeyedSingleton<IGrainStorage, LedgerGrainStorage>(LedgerState.Storage);
            silo.Services.AddSingleton(typeof(ILedgerKind<>), typeof(DocumentKind<>));
            silo.Services.AddSingleton<ILedgerKind<Incident>, IncidentKind>();
            silo.Services.AddSingleton(_shared.GetRequiredService<IDocumentReads>());
            silo.Services.AddKeyedSingleton<IGrainStorage>(AlarmGrain.Storage, _notes);
            silo.Services.AddSingleton(_shared.GetRequiredService<IAlertIndex>());
            silo.Services.AddSingleton(_shared.GetRequiredService<IIncidentReads>());
            silo.Services.AddSingleton(_shared.GetRequiredService<IAlarmReads>());
            silo.Services.AddSingleton(_shared.GetRequiredService<ISpool>());
            silo.Services.AddSingleton(DedupOptions.Default);
            silo.Services.AddDefinitions().AddSilences().AddSingleton(new TellOptions());
            silo.Services.AddSingleton(Topology.Empty);
            silo.Services.AddHostedService<AlarmWaker>();
            silo.UseInMemoryReminderService();
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(3));
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        foreach (var silo in _cluster.GetActiveSilos())
            _gates.Add((silo, _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<GatedLedger>()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, gate) in _gates) gate.Open();
        await _cluster.DisposeAsync();
        await _shared.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Holds back what acts on an alarm.</summary>
    private sealed class GatedLedger(ILedger inner) : ILedger
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _holding;

        public bool IsHolding => Volatile.Read(ref _holding) > 0;
        public bool Refused { get; private set; }

        public void Open() => _open.TrySetResult();

        public Task? Append(LedgerEntry entry) =>
            entry is IncidentWrite { Facts.Alarms: var alarms } && alarms.Any(alarm => alarm is AlarmFired) ? HoldAsync(entry) : inner.Append(entry);

        public bool TryFold(AlertRepeat entry, int count, long lastSeen) => inner.TryFold(entry, count, lastSeen);

        public bool? WasCommitted(string transaction) => inner.WasCommitted(transaction);

        private async Task HoldAsync(LedgerEntry entry)
        {
            Interlocked.Increment(ref _holding);
            await _open.Task;
            await inner.CommitAsync(entry);
            Refused |= entry.Outcome is LedgerOutcome.Conflict;
            Interlocked.Decrement(ref _holding);
        }
    }
}

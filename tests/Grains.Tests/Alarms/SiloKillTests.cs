using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
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
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-kill-").FullName;
    private readonly FakeTimeProvider clock = new(TestSilo.Start);
    private readonly KeptStorage notes = new();
    private ServiceProvider shared = null!;
    private InProcessTestCluster cluster = null!;

    [Fact]
    public async Task An_alarm_whose_silo_dies_while_it_acts_happens_once_on_another()
    {
        var intake = cluster.Client.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake("ws", Tenant.Service));
        var id = "";
        // What silos must know of each other first has limits of real time.
        await TestSilo.UntilAsync(async () =>
        {
            var answer = await intake.IngestAsync([Signals.Firing("a")]);
            id = answer.Refusal is IntakeRefusal.None ? answer.Results.Single().IncidentId! : "";
            return id.Length > 0;
        }, "the alert is taken in");
        await Grain(id).SnoozeAsync(10, "dave");
        clock.Advance(TimeSpan.FromMinutes(10));
        await UntilAsync(() => Gates.Any(gate => gate.Gate.IsHolding), "a silo acts on the alarm");

        var (dead, dying) = Gates.Single(gate => gate.Gate.IsHolding);
        var (_, living) = Gates.Single(gate => gate.Gate != dying);
        await cluster.KillSiloAsync(dead);
        living.Open();
        var reads = shared.GetRequiredService<IIncidentReads>();
        await UntilAsync(async () => (await reads.FindAsync("ws", id))!.Value.Incident.SnoozedUntil is null, "the other silo acts on it");

        // What the dead silo had sent to the disk arrives after all.
        dying.Open();
        await UntilAsync(() => !dying.IsHolding, "its commit is refused");
        var events = await shared.GetRequiredService<IIncidentReads>().TimelineAsync("ws", id);
        Assert.Single(events, e => e.Type == EventTypes.SnoozeEnded);
        Assert.True(dying.Refused);
    }

    private IIncidentGrain Grain(string id) => cluster.Client.GetGrain<IIncidentGrain>(GrainKeys.Incident("ws", id));

    private readonly List<(InProcessSiloHandle Silo, GatedLedger Gate)> gates = [];

    private List<(InProcessSiloHandle Silo, GatedLedger Gate)> Gates => gates;

    private Task UntilAsync(Func<bool> happened, string what) => UntilAsync(() => Task.FromResult(happened()), what);

    private Task UntilAsync(Func<Task<bool>> happened, string what) => TestSilo.UntilAsync(async () =>
    {
        if (await happened()) return true;
        clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    }, what);

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(Options.Create(new LedgerOptions { DataDirectory = folder }));
        services.AddSqliteLedger();
        shared = services.BuildServiceProvider();
        await shared.GetRequiredService<LedgerWriter>().StartingAsync(CancellationToken.None);

        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(static host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton(_ => new GatedLedger(shared.GetRequiredService<ILedger>()));
            silo.Services.AddSingleton<ILedger>(provider => provider.GetRequiredService<GatedLedger>());
            silo.Services.AddKeyedSingleton<IGrainStorage, LedgerGrainStorage>(LedgerState.Storage);
            silo.Services.AddSingleton(typeof(ILedgerKind<>), typeof(DocumentKind<>));
            silo.Services.AddSingleton<ILedgerKind<Incident>, IncidentKind>();
            silo.Services.AddSingleton(shared.GetRequiredService<IDocumentReads>());
            silo.Services.AddKeyedSingleton<IGrainStorage>(AlarmGrain.Storage, notes);
            silo.Services.AddSingleton(shared.GetRequiredService<IAlertIndex>());
            silo.Services.AddSingleton(shared.GetRequiredService<IIncidentReads>());
            silo.Services.AddSingleton(shared.GetRequiredService<IAlarmReads>());
            silo.Services.AddSingleton(shared.GetRequiredService<IOutboxReads>());
            silo.Services.AddSingleton(shared.GetRequiredService<IDeployReads>());
            silo.Services.AddSingleton(shared.GetRequiredService<IWorkspaceReads>());
            silo.Services.AddSingleton(shared.GetRequiredService<ISpool>());
            silo.Services.AddSingleton(DedupOptions.Default);
            silo.Services.AddDefinitions().AddAlarmGrains().AddUnroutedLog().AddSignedLinks().AddIntakes()
                .AddSilences().AddSingleton(new TellOptions());
            silo.Services.AddSingleton(Topology.Empty).AddSingleton(new DiagnosisOptions());
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
        cluster = builder.Build();
        await cluster.DeployAsync();
        foreach (var silo in cluster.GetActiveSilos())
            gates.Add((silo, cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<GatedLedger>()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, gate) in gates) gate.Open();
        await cluster.DisposeAsync();
        await shared.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Holds back what acts on an alarm.</summary>
    private sealed class GatedLedger(ILedger inner) : ILedger
    {
        private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int holding;

        public bool IsHolding => Volatile.Read(ref holding) > 0;
        public bool Refused { get; private set; }

        public void Open() => open.TrySetResult();

        public Task? Append(LedgerEntry entry) =>
            entry is IncidentWrite { Facts.Alarms: var alarms } && alarms.Any(alarm => alarm is AlarmFired) ? HoldAsync(entry) : inner.Append(entry);

        public bool TryFold(AlertRepeat entry, int count, long lastSeen) => inner.TryFold(entry, count, lastSeen);

        public bool? WasCommitted(string transaction) => inner.WasCommitted(transaction);

        private async Task HoldAsync(LedgerEntry entry)
        {
            Interlocked.Increment(ref holding);
            await open.Task;
            await inner.CommitAsync(entry);
            Refused |= entry.Outcome is LedgerOutcome.Conflict;
            Interlocked.Decrement(ref holding);
        }
    }
}

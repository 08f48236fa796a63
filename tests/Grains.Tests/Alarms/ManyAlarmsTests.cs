using System.Collections.Concurrent;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace AiSre.Grains.Tests.Alarms;

public sealed class ManyAlarmsTests : IAsyncLifetime
{
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync();
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Down_for_ten_minutes_over_a_thousand_due_alarms_each_happens_once_and_says_how_late_it_is()
    {
        const int count = 1_000;
        var start = tenant.Now;
        for (var i = 0; i < count; i++) await BornAsync($"inc-{i}", start.AddSeconds(1 + (i % 590)));
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await silo.NothingDueAsync();
        // Whatever was called a second time would show by now.
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await silo.NothingDueAsync();
        for (var i = 0; i < count; i++)
        {
            var ended = Assert.Single(await tenant.Reads.TimelineAsync(tenant.Workspace, $"inc-{i}"), e => e.Type == EventTypes.SnoozeEnded);
            Assert.InRange(JsonElement.Parse(ended.Payload).GetProperty("late_by_seconds").GetInt64(), 599 - (i % 590), 659 - (i % 590));
        }
    }

    [Fact]
    public async Task A_slow_database_is_asked_for_what_it_can_do_so_that_no_call_times_out_and_is_made_again()
    {
        const int count = 400;
        var failures = new FailedCalls();
        var statement = TimeSpan.Zero;
        await silo.DisposeAsync();
        silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<ILogger<AlarmGrain>>(failures)
            .AddSingleton(provider => new FaultyReader(provider.GetRequiredService<SqliteReader>()) { Slow = statement })
            .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = GrainCalls.ResponseTimeout));
        tenant = silo.NewTenant();
        for (var i = 0; i < count; i++) await BornAsync($"inc-{i}", tenant.Now.AddSeconds(1));
        silo.Definitions.Put(tenant.Workspace, WorkspaceDefinitions.Empty);
        // Ten connections and 50 ms a statement: all of them at once would wait for more than a call does.
        statement = TimeSpan.FromMilliseconds(50);
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await silo.NothingDueAsync();
        silo.Reader.Slow = TimeSpan.Zero;
        Assert.Empty(failures.Messages);
        for (var i = 0; i < count; i++)
            Assert.Single(await tenant.Reads.TimelineAsync(tenant.Workspace, $"inc-{i}"), e => e.Type == EventTypes.SnoozeEnded);
    }

    [Fact]
    public async Task Alarms_that_fail_do_not_hold_up_the_others()
    {
        // More than are called at a time, all due before the good one, in its own partition.
        var good = new AlarmTarget(IncidentGrain.Kind, tenant.Workspace, "inc-good");
        var bad = Enumerable.Range(0, 10_000).Select(i => new AlarmTarget("grain-of-a-newer-version", tenant.Workspace, $"bad-{i}"))
            .Where(target => target.Partition == good.Partition).Take(100).ToList();
        foreach (var target in bad)
            await silo.Service<ILedger>()
                .CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmSet("x", tenant.Now.ToUnixTimeMilliseconds())] } });
        await BornAsync("inc-good", tenant.Now.AddSeconds(30));
        await TestSilo.UntilAsync(async () =>
        {
            // The failing ones are due all the time, so there is no point in waiting until nothing is.
            silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await tenant.IncidentAsync("inc-good")).SnoozedUntil is null;
        }, "the good one happens");
        // They stay: a silo that knows what to do may come.
        var left = await silo.Service<IAlarmReads>().DueAsync(good.Partition, tenant.Now.ToUnixTimeMilliseconds(), null, 1_000);
        Assert.Equal(100, left.Count);
    }

    [Fact]
    public async Task The_one_alarm_of_a_workspace_is_called_in_turn_with_the_thousands_that_another_has_due_before_it()
    {
        var calls = new CalledAlarms();
        await silo.DisposeAsync();
        silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<IIncomingGrainCallFilter>(calls));
        (tenant, var other) = (silo.NewTenant(), silo.NewTenant());
        var quiet = new AlarmTarget(IncidentGrain.Kind, other.Workspace, "inc-quiet");
        // Of incidents that are not there, which is answered soon; all in the one partition.
        var flood = Enumerable.Range(0, 100_000).Select(i => new AlarmTarget(IncidentGrain.Kind, tenant.Workspace, $"inc-{i}"))
            .Where(target => target.Partition == quiet.Partition).Take(3_000).ToList();
        var due = tenant.Now.AddMinutes(1).ToUnixTimeMilliseconds();
        await SetAsync([.. flood.Select(target => (target, due))]);
        await SetAsync([(quiet, due + 30_000)]);

        await silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await silo.NothingDueAsync();

        Assert.InRange(calls.All.FindIndex(call => call == quiet.GrainId), 0, 2 * AlarmPace.First);
        Assert.Equal(flood.Count + 1, calls.All.Distinct().Count());
    }

    [Fact]
    public async Task An_alarm_of_an_incident_that_does_not_exist_is_removed()
    {
        var target = new AlarmTarget(IncidentGrain.Kind, tenant.Workspace, "inc-none");
        await silo.Service<ILedger>()
            .CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmSet("snooze", tenant.Now.ToUnixTimeMilliseconds())] } });
        await silo.AfterTicksAsync(async () => await silo.Service<IAlarmReads>().NextDueAsync() is null, "the alarm is removed");
    }

    [Fact]
    public async Task What_is_due_while_the_ledger_fails_happens_when_it_commits_again()
    {
        await BornAsync("inc-1", tenant.Now.AddSeconds(5));
        silo.Database.Broken = true;
        silo.Clock.Advance(TimeSpan.FromSeconds(10));
        await silo.AfterTicksAsync(() => Task.FromResult(silo.Database.Refused > 0), "the alarm is tried");
        silo.Database.Broken = false;
        await silo.AfterTicksAsync(async () => (await tenant.IncidentAsync("inc-1")).SnoozedUntil is null, "the snooze ends");
        Assert.Single(await tenant.EventsAsync("inc-1"), EventTypes.SnoozeEnded);
    }

    private async Task SetAsync(IReadOnlyCollection<(AlarmTarget Target, long DueAt)> alarms)
    {
        foreach (var some in alarms.Chunk(500))
        {
            await silo.Service<ILedger>().CommitAsync(new FactsEntry(some[0].Target)
            {
                Facts = new() { Alarms = [.. some.Select(alarm => new AlarmSet("snooze", alarm.DueAt) { Of = alarm.Target })] },
            });
        }
    }

    private async Task BornAsync(string id, DateTimeOffset until)
    {
        var signal = Signals.Generic(id, id);
        var incident = IncidentBirth.Of(signal, id, tenant.Workspace, id, null, tenant.Now).Incident with { SnoozedUntil = until };
        var birth = new IncidentBirthEntry
        {
            Incident = incident,
            Alert = AlertRow.Of(signal, tenant.Workspace, id, id, Tenant.Service, "hash", Severity.High, tenant.Now),
            Facts = new() { Alarms = [new AlarmSet("snooze", until.ToUnixTimeMilliseconds())] },
        };
        await silo.Service<ILedger>().CommitAsync(birth);
        Assert.Equal(LedgerOutcome.Applied, birth.Outcome);
    }

    private sealed class CalledAlarms : IIncomingGrainCallFilter
    {
        private readonly ConcurrentQueue<GrainId> calls = [];

        public List<GrainId> All => [.. calls];

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod.DeclaringType == typeof(IAlarmTargetGrain)) calls.Enqueue(context.TargetId);
            return context.Invoke();
        }
    }

    private sealed class FailedCalls : ILogger<AlarmGrain>
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue($"{formatter(state, exception)} {exception?.Message}");
    }
}

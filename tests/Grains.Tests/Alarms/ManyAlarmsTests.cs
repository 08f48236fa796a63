using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alarms;

public sealed class ManyAlarmsTests : IAsyncLifetime
{
    private TestSilo _silo = null!;
    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync();
        _tenant = _silo.NewTenant();
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Down_for_ten_minutes_over_a_thousand_due_alarms_each_happens_once_and_says_how_late_it_is()
    {
        const int count = 1_000;
        var start = _tenant.Now;
        for (var i = 0; i < count; i++) await BornAsync($"inc-{i}", start.AddSeconds(i % 590));
        await _silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await NothingDueAsync();
        // Whatever was called a second time would show by now.
        await _silo.RestartAsync(outage: TimeSpan.FromMinutes(10));
        await NothingDueAsync();
        for (var i = 0; i < count; i++)
        {
            var ended = Assert.Single(await _tenant.Reads.TimelineAsync(_tenant.Workspace, $"inc-{i}"), e => e.Type == EventTypes.SnoozeEnded);
            Assert.InRange(JsonElement.Parse(ended.Payload).GetProperty("late_by_seconds").GetInt64(), 600 - i % 590, 660 - i % 590);
        }
    }

    [Fact]
    public async Task Alarms_that_fail_do_not_hold_up_the_others()
    {
        // More than are called at a time, all due before the good one, in its own partition.
        var good = new AlarmTarget(IncidentGrain.Kind, _tenant.Workspace, "inc-good");
        var bad = Enumerable.Range(0, 10_000).Select(i => new AlarmTarget("grain-of-a-newer-version", _tenant.Workspace, $"bad-{i}"))
            .Where(target => target.Partition == good.Partition).Take(100).ToList();
        foreach (var target in bad) await _silo.Service<ILedger>().CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmSet("x", _tenant.Now.ToUnixTimeMilliseconds())] } });
        await BornAsync("inc-good", _tenant.Now.AddSeconds(30));
        await TestSilo.UntilAsync(async () =>
        {
            // The failing ones are due all the time, so there is no point in waiting until nothing is.
            _silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await _tenant.IncidentAsync("inc-good")).SnoozedUntil is null;
        }, "the good one happens");
        // They stay: a silo that knows what to do may come.
        var left = await _silo.Service<IAlarmReads>().DueAsync(good.Partition, _tenant.Now.ToUnixTimeMilliseconds(), null, 1_000);
        Assert.Equal(100, left.Count);
    }

    [Fact]
    public async Task An_alarm_of_an_incident_that_does_not_exist_is_removed()
    {
        var target = new AlarmTarget(IncidentGrain.Kind, _tenant.Workspace, "inc-none");
        await _silo.Service<ILedger>().CommitAsync(new FactsEntry(target) { Facts = new() { Alarms = [new AlarmSet("snooze", _tenant.Now.ToUnixTimeMilliseconds())] } });
        await _silo.AfterTicksAsync(async () => await _silo.Service<IAlarmReads>().NextDueAsync() is null, "the alarm is removed");
    }

    [Fact]
    public async Task What_is_due_while_the_ledger_fails_happens_when_it_commits_again()
    {
        await BornAsync("inc-1", _tenant.Now.AddSeconds(5));
        _silo.Database.Broken = true;
        _silo.Clock.Advance(TimeSpan.FromSeconds(10));
        await TestSilo.UntilAsync(() => Task.FromResult(_silo.Database.Refused > 0), "the alarm is tried");
        _silo.Database.Broken = false;
        await _silo.AfterTicksAsync(async () => (await _tenant.IncidentAsync("inc-1")).SnoozedUntil is null, "the snooze ends");
        Assert.Single(await _tenant.EventsAsync("inc-1"), EventTypes.SnoozeEnded);
    }

    private Task NothingDueAsync() => _silo.AfterTicksAsync(async () => await _silo.Service<IAlarmReads>().OverdueAsync(_tenant.Now) == TimeSpan.Zero, "nothing is due");

    private async Task BornAsync(string id, DateTimeOffset until)
    {
        var signal = Signals.Generic(id, id);
        var incident = IncidentBirth.Of(signal, id, _tenant.Workspace, id, null, _tenant.Now).Incident with { SnoozedUntil = until };
        var birth = new IncidentBirthEntry
        {
            Incident = incident,
            Alert = AlertRow.Of(signal, _tenant.Workspace, id, id, Tenant.Service, "hash", Severity.High, _tenant.Now),
            Facts = new() { Alarms = [new AlarmSet("snooze", until.ToUnixTimeMilliseconds())] },
        };
        await _silo.Service<ILedger>().CommitAsync(birth);
        Assert.Equal(LedgerOutcome.Applied, birth.Outcome);
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alarms;

/// <summary>Called twice, by whomever, an alarm has one effect.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class AlarmFencingTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private TestSilo Silo => fixture.Silo;

    [Fact]
    public async Task Two_activations_that_act_on_one_alarm_have_one_effect()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var until = (await tenant.Grain(id).SnoozeAsync(10, "dave"))!.SnoozedUntil!.Value;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(until);
        var (one, two) = (await ActivationAsync(id, clock), await ActivationAsync(id, clock));
        var answers = await Task.WhenAll(one.OnAlarmAsync(Snooze(until)), two.OnAlarmAsync(Snooze(until)));
        Assert.All(answers, answer => Assert.Equal(AlarmAnswer.Settled, answer));
        Assert.Single(await tenant.EventsAsync(id), EventTypes.SnoozeEnded);
        Assert.Equal(AlarmAnswer.Settled, await two.OnAlarmAsync(Snooze(until)));
        Assert.Single(await tenant.EventsAsync(id), EventTypes.SnoozeEnded);
    }

    [Fact]
    public async Task An_activation_that_knows_nothing_of_a_snooze_does_not_take_its_alarm_away()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(tenant.Now);
        var old = await ActivationAsync(id, clock);
        var until = (await tenant.Grain(id).SnoozeAsync(10, "dave"))!.SnoozedUntil!.Value;
        await old.OnAlarmAsync(Snooze(until));
        Assert.Equal(until.ToUnixTimeMilliseconds(), Assert.Single(await AlarmsAsync(id), row => row.Name == "snooze").DueAt);
    }

    [Fact]
    public async Task A_repeat_that_comes_in_between_saves_the_alert_from_being_stale()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var due = (await AlarmsAsync(id)).Single().DueAt;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(due));
        var index = new RepeatInBetween(Silo.Service<IAlertIndex>(), async row => await Silo.Service<ILedger>().CommitAsync(
            new AlertRepeat { Workspace = row.Workspace, RowId = row.RowId, RowVersion = row.Version, Count = 1, LastSeen = due - 1 }));
        var grain = await ActivationAsync(id, clock, index);
        Assert.Equal(AlarmAnswer.Settled, await grain.OnAlarmAsync(new("stale", DateTimeOffset.FromUnixTimeMilliseconds(due), null)));
        Assert.Equal("firing", (await tenant.Reads.AlertsAsync(tenant.Workspace, id)).Single().Status);
        Assert.Equal(due - 1 + (long)DedupOptions.Default.StaleAfter.TotalMilliseconds, (await AlarmsAsync(id)).Single().DueAt);
    }

    private static DueAlarm Snooze(DateTimeOffset until) => new("snooze", until, null);

    private async Task<List<AlarmRow>> AlarmsAsync(string id)
    {
        var target = new AlarmTarget(IncidentGrain.Kind, tenant.Workspace, id);
        return [.. (await Silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000)).Where(row => row.Target == target)];
    }

    private Task<IncidentGrain> ActivationAsync(string id, TimeProvider clock, IAlertIndex? index = null) =>
        SecondActivation.OfAsync(Silo, tenant.Workspace, id, clock, index);

    /// <summary>After the first look at the rows, somebody sends the alert again.</summary>
    private sealed class RepeatInBetween(IAlertIndex inner, Func<AlertRow, Task> repeat) : IAlertIndex
    {
        private bool done;

        public async ValueTask<IReadOnlyList<AlertRow>> OfIncidentAsync(string workspace, string incidentId)
        {
            var rows = await inner.OfIncidentAsync(workspace, incidentId);
            if (!done) await repeat(rows[0]);
            done = true;
            return rows;
        }

        public ValueTask<AlertRow?> FindAsync(string workspace, string identity, string? alternate) =>
            inner.FindAsync(workspace, identity, alternate);
        public ValueTask<IReadOnlyList<AlertRow?>> FindAllAsync(string workspace, IReadOnlyList<AlertName> alerts) =>
            inner.FindAllAsync(workspace, alerts);
        public ValueTask<IReadOnlyList<string>> MarkedAsync(string workspace, IReadOnlyCollection<string> marks) =>
            inner.MarkedAsync(workspace, marks);
        public ValueTask<IReadOnlyList<AlertRow>> RecentAsync(string workspace, string scope, long since, int limit) =>
            inner.RecentAsync(workspace, scope, since, limit);
        public ValueTask<IReadOnlyList<AlertRow>> ExpiredAsync(string workspace, string identity) => inner.ExpiredAsync(workspace, identity);
        public ValueTask<string?> GroupOfAsync(string workspace, string incidentId) => inner.GroupOfAsync(workspace, incidentId);
        public ValueTask<bool> IsMarkedAsync(string workspace, string mark) => inner.IsMarkedAsync(workspace, mark);
    }
}

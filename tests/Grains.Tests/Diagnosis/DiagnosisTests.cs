using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.PostMortems;
using AiSre.Grains.Alarms;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;
using AiSre.Grains.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Diagnosis;

public sealed class DiagnosisTests : IAsyncLifetime
{
    private readonly ScriptedDiagnostician diagnostician = new();
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<IDiagnostician>(diagnostician)
            .AddSingleton(new DiagnosisOptions { RunsByItself = true, AtOnce = 2 }));
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task What_was_found_answers_the_next_who_asks_until_it_is_old_or_the_incident_has_changed()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;

        var first = (await Grain(id).GetAsync(50, refresh: false))!;
        Assert.Equal(("oom_killed", 0.9, 1), (first.Cause!.Cause, first.Cause.Confidence, diagnostician.Looks));
        Assert.Equal(first.CompletedAt, (await Grain(id).GetAsync(50, refresh: false))!.CompletedAt);
        await silo.DeactivateAsync(Grain(id));
        await Grain(id).GetAsync(50, refresh: false);
        Assert.Equal(1, diagnostician.Looks);

        await Grain(id).GetAsync(50, refresh: true);
        Assert.Equal(2, diagnostician.Looks);

        await tenant.SendAsync(Signals.Firing("b", "ledger", title: "Disk of ledger is full"));
        await Grain(id).GetAsync(50, refresh: false);
        Assert.Equal(3, diagnostician.Looks);
        Assert.Equal(["Disk of ledger is full"], diagnostician.Symptoms.Last().Others.Select(other => other.Title));

        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await Grain(id).GetAsync(50, refresh: false);
        // The other incident is looked at by itself meanwhile.
        Assert.Equal(4, diagnostician.Symptoms.Count(symptom => symptom.Title == "Alert a"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_have_it_looked_for_once()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        diagnostician.Hold();
        var asked = Enumerable.Range(0, 20).Select(_ => Grain(id).GetAsync(50, refresh: true)).ToList();
        await TestSilo.UntilAsync(() => Task.FromResult(diagnostician.Looks > 0), "it looks");
        diagnostician.LetGo();

        Assert.Single((await Task.WhenAll(asked)).Select(found => found!.CompletedAt).Distinct());
        Assert.Equal(1, diagnostician.Looks);
        Assert.Equal(
            [EventTypes.DiagnosisStarted, EventTypes.DiagnosisCompleted],
            (await tenant.EventsAsync(id)).Where(type => type.StartsWith("diagnosis", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_incident_is_looked_at_without_being_asked_for_and_its_children_are_not()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var child = (await tenant.SendAsync(Signals.Firing("b", title: "Latency of payments"))).IncidentId!;
        Assert.Equal(id, (await tenant.FactsAsync(child)).ParentId);

        await silo.AfterTicksAsync(async () => (await tenant.EventsAsync(id)).Contains(EventTypes.DiagnosisCompleted), "it is diagnosed");
        await silo.NothingDueAsync();

        Assert.Equal(1, diagnostician.Looks);
        var payload = Assert.Single(await tenant.PayloadsAsync(id, EventTypes.DiagnosisCompleted));
        Assert.Equal("It was killed for its memory.", payload.GetProperty("root_cause").GetString());
        Assert.DoesNotContain(EventTypes.DiagnosisStarted, await tenant.EventsAsync(child));
    }

    [Fact]
    public async Task An_incident_that_was_taken_out_of_another_is_looked_at_without_being_asked_for()
    {
        var id = (await tenant.SendAsync(Signals.Generic("Primary database down", "k1"))).IncidentId!;
        await tenant.SendAsync(Signals.Generic("Primary database is down", "k2"));
        await silo.AfterTicksAsync(async () => (await tenant.EventsAsync(id)).Contains(EventTypes.DiagnosisCompleted), "the first is diagnosed");
        var born = (await tenant.Grain(id).UnmergeAsync("webhook:-:k2", "dave")).NewIncidentId!;
        await silo.AfterTicksAsync(async () => (await tenant.EventsAsync(born)).Contains(EventTypes.DiagnosisCompleted), "its own is diagnosed");
        Assert.Equal(2, diagnostician.Looks);
    }

    [Fact]
    public async Task Reports_say_what_was_found_last_and_nobody_looks_again_for_them()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var other = (await tenant.SendAsync(Signals.Firing("b", "ledger", title: "Disk of ledger is full"))).IncidentId!;
        await Grain(id).GetAsync(50, refresh: false);
        var reports = silo.Grains.GetGrain<IReports>(0);
        var open = (await reports.HandoffAsync(tenant.Workspace, 8)).OpenIncidents;
        Assert.Equal(["It was killed for its memory.", null], new[] { id, other }.Select(one => open.Single(entry => entry.Id == one).Diagnosis));
        Assert.NotEqual([PostMortem.Unknown], (await reports.PostMortemAsync(tenant.Workspace, id))!.RootCauses);
        Assert.Equal([PostMortem.Unknown], (await reports.PostMortemAsync(tenant.Workspace, other))!.RootCauses);
        Assert.Equal(1, diagnostician.Looks);
    }

    [Fact]
    public async Task Of_many_at_once_a_few_are_looked_at_and_the_others_wait()
    {
        diagnostician.Hold();
        for (var i = 0; i < 5; i++) await tenant.SendAsync(Unlike(i));

        await silo.AfterTicksAsync(() => Task.FromResult(diagnostician.Looks == 2), "two are looked at");
        await silo.NothingDueAsync();
        Assert.Equal(2, diagnostician.Looks);

        diagnostician.LetGo();
        await silo.AfterTicksAsync(() => Task.FromResult(diagnostician.Looks == 5), "all are looked at");
    }

    [Fact]
    public async Task The_one_incident_of_a_workspace_is_looked_at_in_turn_with_the_many_of_another()
    {
        var other = silo.NewTenant();
        diagnostician.Hold();
        for (var i = 0; i < 20; i++) await tenant.SendAsync(Unlike(i));
        var places = silo.Service<DiagnosisPlaces>();
        await silo.AfterTicksAsync(() => Task.FromResult(places.Waiting == 18), "two are looked at, and all others wait");
        await other.SendAsync(Unlike(0));
        await silo.AfterTicksAsync(() => Task.FromResult(places.Waiting == 19), "the other workspace's waits too");

        diagnostician.LetGo();
        await silo.AfterTicksAsync(() => Task.FromResult(diagnostician.Looks == 21), "all are looked at");

        // The two that were under way, and one before whose place was free first.
        Assert.InRange(diagnostician.Workspaces.ToList().IndexOf(other.Workspace), 2, 4);
    }

    [Fact]
    public async Task What_ends_while_it_waits_is_not_looked_at()
    {
        diagnostician.Hold();
        for (var i = 0; i < 3; i++) await tenant.SendAsync(Unlike(i));
        var places = silo.Service<DiagnosisPlaces>();
        await silo.AfterTicksAsync(() => Task.FromResult(places.Waiting == 1), "two are looked at, and one waits");
        var waits = (await tenant.IncidentsAsync()).Single(incident => diagnostician.Symptoms.All(symptom => symptom.Title != incident.Title));
        await tenant.Grain(waits.Id).ResolveAsync("dave", null);

        diagnostician.LetGo();
        await TestSilo.UntilAsync(() => Task.FromResult(places.Waiting == 0), "it is its turn");
        await silo.AfterTicksAsync(async () => (await AlarmsAsync(waits.Id)).Count == 0, "nothing is due of it any more");
        Assert.Equal(2, diagnostician.Looks);
    }

    [Fact]
    public async Task There_is_nothing_to_say_of_an_incident_that_is_not_there() =>
        Assert.Null(await Grain("inc-0000000000000").GetAsync(50, refresh: false));

    [Fact]
    public async Task What_could_be_done_is_said_with_what_the_guard_thinks_and_is_not_done()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;

        var action = Assert.Single((await Grain(id).GetAsync(50, refresh: false))!.Actions);

        Assert.Equal(("payments-1", false), (action.Request.PodName, action.IsExecutable));
        Assert.Empty(await tenant.Reads.ActionsAsync(tenant.Workspace, id));
    }

    /// <summary>A problem that no group takes in.</summary>
    private static AlertSignal Unlike(int i) => Signals.Firing($"f{i}", $"service-{i}", title: $"{(char)('a' + i)} fails") with
    {
        Subject = new AlertSubject { Service = $"service-{i}", Namespace = $"ns-{i}" },
    };

    private async Task<List<AlarmRow>> AlarmsAsync(string incidentId)
    {
        var target = new AlarmTarget(DiagnosisTarget.Kind, tenant.Workspace, incidentId);
        return [.. (await silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000)).Where(row => row.Target == target)];
    }

    private IDiagnosisGrain Grain(string incidentId) => silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, incidentId));
}

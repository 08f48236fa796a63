using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>What a delivery from the spool has done is not done again when the rest of it is taken up, whatever has happened in between.</summary>
public sealed class SpoolMarkTests : IAsyncLifetime
{
    private HeldLedger ledger = null!;
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync(configure: HeldLedger.Register);
        ledger = silo.Service<HeldLedger>();
        tenant = silo.NewTenant();
        // A drain that has to ask first, and is not answered within a second, drains nothing.
        await silo.Service<IDefinitions>().FreshAsync(tenant.Workspace);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_resolve_that_is_taken_up_again_does_not_resolve_what_fires_since()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x"))).IncidentId;
        await TakeUpTwiceAsync(Signals.Resolved("x"), Signals.Firing("x"));
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Open, 1), (incident.Phase, incident.ReopenCount));
    }

    [Fact]
    public async Task A_resolve_of_what_nobody_knew_does_not_resolve_what_has_come_since()
    {
        await TakeUpTwiceAsync(Signals.Resolved("x"), Signals.Firing("x"));
        Assert.Equal(IncidentPhase.Open, (await IncidentAsync("Alert x")).Phase);
    }

    [Fact]
    public async Task A_resolve_of_what_was_over_does_not_resolve_what_fires_since()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x"))).IncidentId;
        await tenant.SendAsync(Signals.Resolved("x"), SignalActions.Resolved);
        await TakeUpTwiceAsync(Signals.Resolved("x"), Signals.Firing("x"));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task A_reopening_that_is_taken_up_again_does_not_open_what_has_ended_since()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x"))).IncidentId;
        await tenant.SendAsync(Signals.Resolved("x"), SignalActions.Resolved);
        await TakeUpTwiceAsync(Signals.Firing("x"), Signals.Resolved("x"));
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Resolved, 1), (incident.Phase, incident.ReopenCount));
    }

    [Fact]
    public async Task A_raise_that_is_taken_up_again_does_not_open_what_has_ended_since()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x", severity: Severity.Warning))).IncidentId;
        await TakeUpTwiceAsync(Signals.Firing("x", severity: Severity.Critical), Signals.Resolved("x"));
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Resolved, Severity.Critical, 0), (incident.Phase, incident.Severity, incident.ReopenCount));
        Assert.Equal(2, (await tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task A_note_and_an_acknowledgement_are_taken_up_once()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing))).IncidentId;
        await TakeUpTwiceAsync(
            Signals.PagerDuty(SignalKind.Note, note: "looking"), Signals.PagerDuty(SignalKind.Updated, severity: Severity.Critical));
        await TakeUpTwiceAsync(
            Signals.PagerDuty(SignalKind.Acknowledged, actor: "dave"), Signals.PagerDuty(SignalKind.Unacknowledged, actor: "dave"), "z");
        var events = await tenant.EventsAsync(id);
        Assert.Single(events, type => type == EventTypes.NoteAdded);
        Assert.Single(events, type => type == EventTypes.IncidentAcknowledged);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task An_event_that_came_too_late_is_taken_up_once()
    {
        var early = tenant.Now;
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, early))).IncidentId;
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Note, early.AddMinutes(2), note: "newer"));
        var late = Spooled(Signals.PagerDuty(SignalKind.Resolved, early.AddMinutes(1)), "m-1");
        Assert.Equal([SignalActions.IgnoredStale], await ReplayAsync(late));
        Assert.Equal([SignalActions.Unchanged], await ReplayAsync(late));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task A_change_whose_count_was_refused_is_counted_when_it_is_taken_up_again_and_changes_nothing_twice()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x", severity: Severity.Warning))).IncidentId;
        var raise = Spooled(Signals.Firing("x", severity: Severity.Critical), "m-1");
        ledger.Refuses = typeof(AlertRepeat);
        Assert.Equal([SignalActions.Refused], await ReplayAsync(raise));
        Assert.Equal([SignalActions.Deduplicated], await ReplayAsync(raise));
        Assert.Equal([SignalActions.Unchanged], await ReplayAsync(raise));
        Assert.Equal(2, (await tenant.FactsAsync(id)).Occurrences);
        Assert.Single(await tenant.PayloadsAsync(id, EventTypes.SeverityRaised));
    }

    [Fact]
    public async Task A_change_whose_count_was_refused_does_not_open_what_has_ended_since()
    {
        var id = (await tenant.SendAsync(Signals.Firing("x", severity: Severity.Warning))).IncidentId;
        var raise = Spooled(Signals.Firing("x", severity: Severity.Critical), "m-1");
        ledger.Refuses = typeof(AlertRepeat);
        Assert.Equal([SignalActions.Refused], await ReplayAsync(raise));
        await tenant.SendAsync(Signals.Resolved("x"), SignalActions.Resolved);
        Assert.Equal([SignalActions.Unchanged], await ReplayAsync(raise));
        Assert.Equal([SignalActions.Unchanged], await ReplayAsync(raise));
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(id)).Phase);
    }

    /// <summary>
    /// A first delivery says something of the alert and brings another alert, which is refused; a second delivery says the opposite. The second is
    /// done with before the first is.
    /// </summary>
    private async Task TakeUpTwiceAsync(AlertSignal first, AlertSignal second, string other = "y")
    {
        await QueueAsync(first, Signals.Firing(other, service: "orders"));
        await QueueAsync(second);
        ledger.RefusesBirthOf = "orders";
        var spool = silo.Grains.GetGrain<ISpoolGrain>(0);
        Assert.Equal(1, await spool.DrainAsync());
        Assert.Equal(1, await spool.DrainAsync());
        Assert.Single(await tenant.IncidentsAsync(), incident => incident.Title == $"Alert {other}");
    }

    private async Task<List<string>> ReplayAsync(AlertSignal signal) =>
        [.. (await tenant.Intake().ReplayAsync([signal])).Results.Select(result => result.Action)];

    private static AlertSignal Spooled(AlertSignal signal, string mark) => signal with { Spooled = new SpooledAlert(mark, TestSilo.Start, null) };

    private async Task<Incident> IncidentAsync(string title) => Assert.Single(await tenant.IncidentsAsync(), incident => incident.Title == title);

    private async Task QueueAsync(params ImmutableArray<AlertSignal> signals) =>
        Assert.True(await silo.Grains.GetGrain<IDeadLetters>(0).QueueAsync(new SpooledDelivery
        {
            Workspace = tenant.Workspace, Source = signals[0].Source, Payload = "{}", Error = "away", At = tenant.Now, Signals = signals,
        }));
}

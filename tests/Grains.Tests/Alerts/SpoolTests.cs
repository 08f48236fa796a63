using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>Alerts that were accepted while the ledger was away are in it afterwards: all, in order, once.</summary>
public sealed class SpoolTests : IAsyncLifetime
{
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    private ISpoolGrain Spool => this.silo.Grains.GetGrain<ISpoolGrain>(0);

    public async ValueTask InitializeAsync()
    {
        this.silo = await TestSilo.StartAsync();
        this.tenant = this.silo.NewTenant();
        // A drain that has to ask first, and is not answered within a second, drains nothing.
        await this.silo.Service<IDefinitions>().FreshAsync(this.tenant.Workspace);
    }

    public ValueTask DisposeAsync() => this.silo.DisposeAsync();

    [Fact]
    public async Task What_waits_is_taken_up_in_order_under_the_time_at_which_it_came()
    {
        this.silo.Database.Broken = true;
        var received = this.tenant.Now;
        await QueueAsync(null, Signals.Firing("a"), Signals.Firing("b"));
        await QueueAsync(null, Signals.Firing("a"));
        await QueueAsync(null, Signals.Resolved("a"));
        Assert.Equal(0, await Spool.DrainAsync());
        this.silo.Clock.Advance(TimeSpan.FromMinutes(10));
        this.silo.Database.Broken = false;
        Assert.Equal(3, await Spool.DrainAsync());

        var (a, b) = (await IncidentAsync("Alert a"), await IncidentAsync("Alert b"));
        Assert.Equal((IncidentPhase.Resolved, received), (a.Phase, a.CreatedAt));
        Assert.Equal((IncidentPhase.Open, received), (b.Phase, b.CreatedAt));
        Assert.Equal((2L, 1L), ((await this.tenant.FactsAsync(a.Id)).Occurrences, (await this.tenant.FactsAsync(b.Id)).Occurrences));
        Assert.True((await this.tenant.PayloadsAsync(b.Id, EventTypes.AlertReceived)).Single().GetProperty("spooled").GetBoolean());
    }

    [Fact]
    public async Task An_alert_that_was_never_seen_fires_and_ends_within_one_drain()
    {
        await QueueAsync(null, Signals.Firing("a"));
        await QueueAsync(null, Signals.Resolved("a"), Signals.Firing("b"));
        await QueueAsync(null, Signals.Resolved("b"));
        await QueueAsync(null, Signals.Firing("b"));
        Assert.Equal(4, await Spool.DrainAsync());
        Assert.Equal(IncidentPhase.Resolved, (await IncidentAsync("Alert a")).Phase);
        var b = await IncidentAsync("Alert b");
        Assert.Equal((IncidentPhase.Open, 1), (b.Phase, b.ReopenCount));
    }

    [Fact]
    public async Task While_something_waits_nothing_overtakes_it()
    {
        await QueueAsync(null, Signals.Firing("a"));
        Assert.Equal(IntakeRefusal.Behind, (await this.tenant.TrySendAsync(Signals.Resolved("a"))).Refusal);
        Assert.Equal(1, await Spool.DrainAsync());
        await this.tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved);
    }

    [Fact]
    public async Task A_drain_that_died_before_it_emptied_the_spool_counts_nothing_twice()
    {
        ImmutableArray<AlertSignal> signals =
            [Spooled(Signals.Firing("a"), "m-1"), Spooled(Signals.Firing("a"), "m-2"), Spooled(Signals.Firing("b"), "m-3")];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(IntakeRefusal.None, (await this.tenant.Intake().ReplayAsync(signals)).Refusal);
            await this.silo.DeactivateAsync(this.tenant.Intake());
        }
        Assert.Equal(2, (await this.tenant.FactsAsync((await IncidentAsync("Alert a")).Id)).Occurrences);
        Assert.Equal(1, (await this.tenant.FactsAsync((await IncidentAsync("Alert b")).Id)).Occurrences);
    }

    [Fact]
    public async Task A_signal_whose_commit_was_in_doubt_is_taken_up_only_if_it_was_none()
    {
        this.silo.Database.Committed["done"] = true;
        this.silo.Database.Committed["failed"] = false;
        this.silo.Database.Committed["unknown"] = null;
        await QueueAsync("done", Signals.Firing("a"));
        await QueueAsync("failed", Signals.Firing("b"));
        await QueueAsync("unknown", Signals.Firing("c"));
        Assert.Equal(2, await Spool.DrainAsync());
        Assert.Equal(["Alert b"], (await this.tenant.IncidentsAsync()).Select(incident => incident.Title));

        this.silo.Database.Committed["unknown"] = false;
        Assert.Equal(1, await Spool.DrainAsync());
        Assert.Equal(["Alert b", "Alert c"], (await this.tenant.IncidentsAsync()).Select(incident => incident.Title).Order());
    }

    [Fact]
    public async Task A_delivery_that_was_answered_in_the_meantime_is_not_taken_up_again()
    {
        var seen = this.silo.Grains.GetGrain<IDeliveriesGrain>(GrainKeys.Delivery(this.tenant.Workspace, AlertSource.Alertmanager, "d-1"));
        await QueueAsync(null, "d-1", Signals.Firing("a"));
        await QueueAsync(null, "d-2", Signals.Firing("b"));
        await seen.CompleteAsync("d-1", new DeliveryAnswer(200, "first"));
        Assert.Equal(2, await Spool.DrainAsync());
        Assert.Equal(["Alert b"], (await this.tenant.IncidentsAsync()).Select(incident => incident.Title));
        var second = this.silo.Grains.GetGrain<IDeliveriesGrain>(GrainKeys.Delivery(this.tenant.Workspace, AlertSource.Alertmanager, "d-2"));
        Assert.Equal(200, (await second.BeginAsync("d-2"))!.Status);
    }

    [Fact]
    public async Task A_delivery_that_waits_twice_is_taken_up_once()
    {
        for (var i = 0; i < 3; i++) await QueueAsync(null, "d-1", Signals.Firing("a"));
        Assert.Equal(1, await Spool.DrainAsync());
        Assert.Equal(2, await Spool.DrainAsync());
        Assert.Equal(1, (await this.tenant.FactsAsync((await IncidentAsync("Alert a")).Id)).Occurrences);
    }

    [Fact]
    public async Task What_waits_survives_the_process()
    {
        this.silo.Database.Broken = true;
        await QueueAsync(null, Signals.Firing("a"));
        await this.silo.RestartAsync();
        Assert.Equal(1, await Spool.DrainAsync());
        Assert.Equal("Alert a", Assert.Single(await this.tenant.IncidentsAsync()).Title);
        await this.silo.RestartAsync();
        Assert.Equal(0, await Spool.DrainAsync());
    }

    [Fact]
    public async Task The_one_delivery_of_a_workspace_is_taken_up_in_turn_with_the_thousands_that_another_had_before_it()
    {
        var other = silo.NewTenant();
        for (var i = 0; i < 1_500; i++) await QueueAsync(null, Signals.Firing("a"));
        await QueueAsync(other, null, null, Signals.Firing("b"));
        // The disk breaks long before all of the first are stored.
        silo.Database.BreakAfter(entries: 600, workspace: tenant.Workspace);
        await Spool.DrainAsync();
        Assert.True(silo.Database.Broken);
        Assert.True(silo.Service<ISpool>().HasWaiting(tenant.Workspace));
        Assert.Equal("Alert b", Assert.Single(await other.IncidentsAsync()).Title);
        Assert.False(silo.Service<ISpool>().HasWaiting(other.Workspace));
    }

    [Fact]
    public async Task A_refused_call_names_what_is_stored_all_the_same()
    {
        await using var silo = await TestSilo.StartAsync(batch: 1);
        var tenant = silo.NewTenant();
        await tenant.SendAsync(Signals.Firing("a"));
        silo.Database.BreakAfter(entries: 1);
        var answer = await tenant.TrySendAsync(Signals.Firing("a"), Signals.Firing("b"), Signals.Firing("c"));
        Assert.Equal(IntakeRefusal.Unavailable, answer.Refusal);
        Assert.Equal([SignalActions.Deduplicated, SignalActions.Refused, SignalActions.Refused], answer.Results.Select(result => result.Action));
    }

    private static AlertSignal Spooled(AlertSignal signal, string mark) => signal with { Spooled = new SpooledAlert(mark, TestSilo.Start, null) };

    private async Task<Incident> IncidentAsync(string title) =>
        Assert.Single(await this.tenant.IncidentsAsync(), incident => incident.Title == title);

    private Task QueueAsync(string? doubt, params ImmutableArray<AlertSignal> signals) => QueueAsync(doubt, null, signals);

    private Task QueueAsync(string? doubt, string? deliveryId, params ImmutableArray<AlertSignal> signals) =>
        QueueAsync(tenant, doubt, deliveryId, signals);

    private async Task QueueAsync(Tenant of, string? doubt, string? deliveryId, params ImmutableArray<AlertSignal> signals) =>
        Assert.True(await this.silo.Grains.GetGrain<IDeadLetters>(0).QueueAsync(new SpooledDelivery
        {
            Workspace = of.Workspace,
            Source = AlertSource.Alertmanager,
            Payload = "{}",
            Error = "away",
            At = this.tenant.Now,
            DeliveryId = deliveryId,
            Signals = [.. signals.Select(signal => signal with { Spooled = new SpooledAlert("", this.tenant.Now, doubt) })],
        }));
}

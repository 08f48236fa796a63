using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alarms;

public sealed class StaleAlertTests(StaleAlertTests.Fixture fixture) : IClassFixture<StaleAlertTests.Fixture>
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(4);
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task An_alert_that_nobody_sends_any_more_is_over()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await PassAsync(StaleAfter - TimeSpan.FromMinutes(1));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        await ResolvedAsync(id);
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal(("system", false), (incident.ResolvedBy, incident.ResolvedByHuman));
        Assert.InRange((await tenant.PayloadsAsync(id, EventTypes.AlertStale)).Single().GetProperty("age_seconds").GetInt64(), 720, 780);
        Assert.Equal("resolved", (await tenant.Reads.AlertsAsync(tenant.Workspace, id)).Single().Status);

        // The intake learns of it from the row, and takes the alert for what it is: the same problem, again.
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Reopened, id);
        await PassAsync(StaleAfter - TimeSpan.FromMinutes(1));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task A_more_severe_alert_after_its_silence_opens_the_incident_again()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await PassAsync(StaleAfter);
        await ResolvedAsync(id);
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.Critical), SignalActions.Reopened, id);
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Open, Severity.Critical), (incident.Phase, incident.Severity));
    }

    [Fact]
    public async Task A_repeat_puts_it_off()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await PassAsync(TimeSpan.FromMinutes(8));
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        await PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        await PassAsync(TimeSpan.FromMinutes(2));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task Silence_of_other_sources_means_nothing()
    {
        var generic = (await tenant.SendAsync(Signals.Generic("Disk full", "k"))).IncidentId!;
        var watched = (await tenant.SendAsync(Signals.Firing("a", service: "orders"))).IncidentId!;
        await PassAsync(StaleAfter);
        await ResolvedAsync(watched);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(generic)).Phase);
    }

    [Fact]
    public async Task After_an_outage_everybody_gets_a_full_window_to_be_heard()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await PassAsync(TimeSpan.FromMinutes(2));
        await silo.RestartAsync(outage: TimeSpan.FromHours(2));
        var back = tenant.Now;
        await PostponedAsync(id);
        var postponed = Assert.Single(await tenant.PayloadsAsync(id, EventTypes.StalePostponed));
        Assert.InRange(postponed.GetProperty("late_by_seconds").GetInt64(), 6_500, 6_700);
        var until = postponed.GetProperty("until").GetDateTimeOffset();
        Assert.InRange(until, back + StaleAfter - TimeSpan.FromSeconds(1), back + StaleAfter + TimeSpan.FromMinutes(1));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        // Back, and still nobody sends it.
        await PassAsync(StaleAfter);
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task An_outage_that_ended_just_before_the_alert_was_to_be_stale_counts_too()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await PassAsync(TimeSpan.FromMinutes(2));
        // Eight of the twelve minutes nobody could have sent anything, and then the alarm is in time.
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(8));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        await PostponedAsync(id);
        Assert.False((await tenant.PayloadsAsync(id, EventTypes.StalePostponed)).Single().TryGetProperty("late_by_seconds", out _));
    }

    [Fact]
    public async Task Nothing_waits_for_an_incident_that_is_over()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        Assert.NotEmpty(await tenant.AlarmsAsync(id));
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        Assert.Empty(await tenant.AlarmsAsync(id));
        await tenant.Grain(id).ReopenAsync("dave");
        Assert.Equal(
            (tenant.Now + StaleAfter).ToUnixTimeMilliseconds(), (await tenant.AlarmsAsync(id)).Values.Min().ToUnixTimeMilliseconds());
    }

    /// <summary>Time in which the platform is there: moved in steps that are no outage, each noticed by every partition.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            silo.Clock.Advance(left < Step ? left : Step);
            await silo.NotedAsync();
        }
    }

    private Task PostponedAsync(string id) =>
        silo.AfterTicksAsync(
            async () => (await tenant.EventsAsync(id)).Contains(EventTypes.StalePostponed), "the platform notices that it was away");

    private Task ResolvedAsync(string id) =>
        silo.AfterTicksAsync(async () => (await tenant.IncidentAsync(id)).Phase is IncidentPhase.Resolved, "the stale alert is resolved");

    public sealed class Fixture : SiloFixture
    {
        protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync(DedupOptions.Default with { StaleAfter = StaleAfter });
    }
}

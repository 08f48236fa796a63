using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

public sealed class FlappingTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task The_fourth_change_in_an_hour_holds_the_incident_open()
    {
        var id = await FlapAsync();
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Open, true), (incident.Phase, incident.Flapping));
        Assert.Single(await tenant.EventsAsync(id), EventTypes.FlappingStarted);
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Unchanged, id);
        Assert.Equal(id, Assert.Single(await tenant.IncidentsAsync()).Id);
    }

    [Fact]
    public async Task Ten_quiet_minutes_let_the_resolve_through()
    {
        var id = await FlapAsync();
        Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Advance(TimeSpan.FromMinutes(2));
        await ResolvedAsync(id);
        Assert.Equal(3, (await tenant.EventsAsync(id)).Count(e => e == EventTypes.IncidentResolved));
    }

    [Fact]
    public async Task The_resolve_is_let_through_when_the_activation_is_gone()
    {
        var id = await FlapAsync();
        await silo.DeactivateAsync(tenant.Intake());
        await silo.DeactivateAsync(tenant.Grain(id));
        Advance(TimeSpan.FromMinutes(11));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task The_resolve_is_let_through_after_a_restart_that_took_longer_than_the_quiet()
    {
        var id = await FlapAsync();
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(30));
        await ResolvedAsync(id);
        var late = (await tenant.PayloadsAsync(id, EventTypes.AlertResolved))[^1].GetProperty("late_by_seconds").GetInt64();
        Assert.InRange(late, 20 * 60, 21 * 60);
    }

    [Fact]
    public async Task Firing_again_takes_the_resolve_back()
    {
        var id = await FlapAsync();
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Advance(TimeSpan.FromMinutes(20));
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        // Another resolve waits again, from its own time on.
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.HeldOpen, id);
        Advance(TimeSpan.FromMinutes(11));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task A_person_is_not_held_back()
    {
        var id = await FlapAsync();
        Assert.Equal(IncidentPhase.Resolved, (await tenant.Grain(id).ResolveAsync("dave", null))!.Phase);
        Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("dave", (await tenant.IncidentAsync(id)).ResolvedBy);
    }

    [Fact]
    public async Task An_hour_without_a_change_ends_the_flapping_by_itself()
    {
        var id = await FlapAsync();
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Advance(TimeSpan.FromMinutes(59));
        await silo.NotedAsync();
        Assert.True((await tenant.IncidentAsync(id)).Flapping);
        await CalmAsync(id);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Assert.Single(await tenant.EventsAsync(id), EventTypes.FlappingEnded);
    }

    [Fact]
    public async Task An_incident_that_is_over_stops_flapping_too()
    {
        var id = await FlapAsync();
        Advance(TimeSpan.FromMinutes(10));
        await ResolvedAsync(id);
        Assert.True((await tenant.IncidentAsync(id)).Flapping);
        Advance(TimeSpan.FromMinutes(50));
        await CalmAsync(id);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(id)).Phase);
        Assert.Single(await tenant.EventsAsync(id), EventTypes.FlappingEnded);
    }

    [Fact]
    public async Task Down_for_hours_over_both_the_end_and_the_end_of_flapping_each_happens_once()
    {
        var id = await FlapAsync();
        await silo.RestartAsync(outage: TimeSpan.FromHours(3));
        await CalmAsync(id);
        await ResolvedAsync(id);
        Assert.Equal(3, (await tenant.EventsAsync(id)).Count(e => e == EventTypes.IncidentResolved));
        Assert.Single(await tenant.EventsAsync(id), EventTypes.FlappingEnded);
    }

    [Fact]
    public async Task A_held_resolve_that_has_gone_through_unnoticed_by_the_intake_does_not_swallow_the_next_firing()
    {
        var id = await FlapAsync();
        Advance(TimeSpan.FromMinutes(10));
        await ResolvedAsync(id);
        // The intake remembers a row that fires and holds back its end.
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Reopened, id);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task Of_two_alerts_that_flap_neither_waits_for_the_other()
    {
        var id = (await tenant.SendAsync(Signals.Generic("Pod is crash looping", "one"))).IncidentId!;
        await tenant.SendAsync(Signals.Generic("Pod crash looping", "two"), SignalActions.Deduplicated, id);
        foreach (var key in new[] { "one", "two" })
        {
            for (var i = 0; i < 2; i++)
            {
                silo.Clock.Advance(TimeSpan.FromSeconds(10));
                await tenant.SendAsync(Signals.Generic("Pod crash looping", key, SignalKind.Resolved));
                silo.Clock.Advance(TimeSpan.FromSeconds(10));
                await tenant.SendAsync(Signals.Generic("Pod crash looping", key));
            }
        }
        await tenant.SendAsync(Signals.Generic("Pod crash looping", "one", SignalKind.Resolved), SignalActions.HeldOpen, id);
        Advance(TimeSpan.FromMinutes(5));
        await tenant.SendAsync(Signals.Generic("Pod crash looping", "two", SignalKind.Resolved), SignalActions.HeldOpen, id);
        Advance(TimeSpan.FromMinutes(5));
        await silo.AfterTicksAsync(
            async () => (await tenant.Reads.AlertsAsync(tenant.Workspace, id))[0].Status == "resolved", "the first end goes through");
        Assert.Equal("firing", (await tenant.Reads.AlertsAsync(tenant.Workspace, id))[1].Status);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Advance(TimeSpan.FromMinutes(5));
        await silo.AfterTicksAsync(async () => (await tenant.IncidentAsync(id)).Phase is IncidentPhase.Resolved, "the second end goes through");
    }

    /// <summary>Open, over, open, over, open, over: the last end is the fifth change.</summary>
    private async Task<string> FlapAsync()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        string[] actions =
            [SignalActions.Resolved, SignalActions.Reopened, SignalActions.Resolved, SignalActions.Reopened, SignalActions.HeldOpen];
        foreach (var action in actions)
        {
            silo.Clock.Advance(TimeSpan.FromMinutes(1));
            await tenant.SendAsync(action == SignalActions.Reopened ? Signals.Firing("a") : Signals.Resolved("a"), action, id);
        }
        return id;
    }

    private Task CalmAsync(string id) => silo.AfterTicksAsync(async () => !(await tenant.IncidentAsync(id)).Flapping, "the flapping ends");

    private void Advance(TimeSpan time) => silo.Clock.Advance(time);

    private async Task ResolvedAsync(string id)
    {
        await silo.AfterTicksAsync(async () => (await tenant.IncidentAsync(id)).Phase is IncidentPhase.Resolved, "the held resolve goes through");
        Assert.Equal("resolved", (await tenant.Reads.AlertsAsync(tenant.Workspace, id)).Single().Status);
    }

}

using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

public sealed class FlappingTests : IAsyncLifetime
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
    public async Task The_fourth_change_in_an_hour_holds_the_incident_open()
    {
        var id = await FlapAsync();
        var incident = await _tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Open, true), (incident.Phase, incident.Flapping));
        Assert.Single(await _tenant.EventsAsync(id), EventTypes.FlappingStarted);
        await _tenant.SendAsync(Signals.Resolved("a"), SignalActions.Unchanged, id);
        Assert.Equal(id, Assert.Single(await _tenant.IncidentsAsync()).Id);
    }

    [Fact]
    public async Task Ten_quiet_minutes_let_the_resolve_through()
    {
        var id = await FlapAsync();
        Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(IncidentPhase.Open, (await _tenant.IncidentAsync(id)).Phase);
        Advance(TimeSpan.FromMinutes(2));
        await ResolvedAsync(id);
        Assert.Equal(3, (await _tenant.EventsAsync(id)).Count(e => e == EventTypes.IncidentResolved));
    }

    [Fact]
    public async Task The_resolve_is_let_through_when_the_activation_is_gone()
    {
        var id = await FlapAsync();
        await _silo.DeactivateAsync(_tenant.Intake());
        await _silo.DeactivateAsync(_tenant.Grain(id));
        Advance(TimeSpan.FromMinutes(11));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task The_resolve_is_let_through_after_a_restart_that_took_longer_than_the_quiet()
    {
        var id = await FlapAsync();
        await _silo.RestartAsync(outage: TimeSpan.FromMinutes(30));
        await ResolvedAsync(id);
        var late = (await _tenant.PayloadsAsync(id, EventTypes.AlertResolved))[^1].GetProperty("late_by_seconds").GetInt64();
        Assert.InRange(late, 20 * 60, 21 * 60);
    }

    [Fact]
    public async Task Firing_again_takes_the_resolve_back()
    {
        var id = await FlapAsync();
        await _tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Advance(TimeSpan.FromMinutes(20));
        await _tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Assert.Equal(IncidentPhase.Open, (await _tenant.IncidentAsync(id)).Phase);
        // Another resolve waits again, from its own time on.
        await _tenant.SendAsync(Signals.Resolved("a"), SignalActions.HeldOpen, id);
        Advance(TimeSpan.FromMinutes(11));
        await ResolvedAsync(id);
    }

    [Fact]
    public async Task A_person_is_not_held_back()
    {
        var id = await FlapAsync();
        Assert.Equal(IncidentPhase.Resolved, (await _tenant.Grain(id).ResolveAsync("dave", null))!.Phase);
        Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("dave", (await _tenant.IncidentAsync(id)).ResolvedBy);
    }

    /// <summary>Open, over, open, over, open, over: the last end is the fifth change.</summary>
    private async Task<string> FlapAsync()
    {
        var id = (await _tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        foreach (var action in new[] { SignalActions.Resolved, SignalActions.Reopened, SignalActions.Resolved, SignalActions.Reopened, SignalActions.HeldOpen })
        {
            _silo.Clock.Advance(TimeSpan.FromMinutes(1));
            await _tenant.SendAsync(action == SignalActions.Reopened ? Signals.Firing("a") : Signals.Resolved("a"), action, id);
        }
        return id;
    }

    private void Advance(TimeSpan time) => _silo.Clock.Advance(time);

    private async Task ResolvedAsync(string id)
    {
        await _silo.AfterTicksAsync(async () => (await _tenant.IncidentAsync(id)).Phase is IncidentPhase.Resolved, "the held resolve goes through");
        Assert.Equal("resolved", (await _tenant.Reads.AlertsAsync(_tenant.Workspace, id)).Single().Status);
    }

}

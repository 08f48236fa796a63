using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Tests.Slos;

/// <summary>What breaks between a tier's rise and its incident, and what two activations do at once.</summary>
public sealed class SloCrashTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private ISlosGrain Slos => silo.Grains.GetGrain<ISlosGrain>(tenant.Workspace);

    private ISloGrain Grain => silo.Grains.GetGrain<ISloGrain>(GrainKeys.Slo(tenant.Workspace, "till"));

    private SloDefinition Till => new()
    {
        Name = "till", Workspace = tenant.Workspace, Service = "shop", Target = 0.9995, Alerting = new() { Tiers = [SloTier.PageFast] },
    };

    [Fact]
    public async Task A_crash_between_the_rise_and_the_incident_neither_loses_it_nor_opens_two()
    {
        await Slos.PutAsync([Till], "dave");
        await tenant.SendAsync(Signals.Firing("down", "shop", Severity.Critical));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await silo.NothingDueAsync();
        await silo.RestartAsync();
        await OneAsync(IncidentPhase.Open);

        // The tier is on disk, and its incident is not: the disk goes after the first commit of the look.
        await tenant.SendAsync(Signals.Resolved("down", "shop"));
        await OneAsync(IncidentPhase.Resolved);
        silo.Clock.Advance(TimeSpan.FromHours(3));
        await tenant.SendAsync(Signals.Firing("down again", "shop", Severity.Critical));
        await silo.NothingDueAsync();
        await silo.DeactivateAsync(Slos);
        silo.Database.BreakAfter(entries: 1, tenant.Workspace);
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAnyAsync<Exception>(() => Grain.EvaluateAsync(Till));
        Assert.Equal(1, await OpenedAsync());
        await silo.RestartAsync();
        await silo.AfterTicksAsync(async () => await OpenedAsync() == 2, "the incident is there after all");
        await silo.NothingDueAsync();
        Assert.Equal(2, await OpenedAsync());
    }

    [Fact]
    public async Task Two_that_look_at_once_open_one_incident()
    {
        await tenant.SendAsync(Signals.Firing("down", "shop", Severity.Critical));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        // An earlier look, so that there is a state that somebody else can have changed.
        await Grain.EvaluateAsync(Till with { Alerting = new() { Tiers = [] } });
        await Grain.CorrectAsync(new() { From = tenant.Now.AddDays(-2), Until = tenant.Now.AddDays(-1), Reason = "r", Author = "a" });
        await silo.RewriteAsync(new(tenant.Workspace, SloGrain.Kind, "till"));
        await Task.WhenAll(Grain.EvaluateAsync(Till), Grain.EvaluateAsync(Till), Grain.EvaluateAsync(Till));
        Assert.Equal(1, await OpenedAsync());
    }

    private async Task<int> OpenedAsync() => (await tenant.IncidentsAsync()).Count(incident => incident.Adapter is AlertSource.Slo);

    private async Task OneAsync(IncidentPhase phase)
    {
        await silo.AfterTicksAsync(
            async () => (await tenant.IncidentsAsync()).Exists(incident => incident is { Adapter: AlertSource.Slo } && incident.Phase == phase),
            $"it is {phase}");
        Assert.Equal(1, await OpenedAsync());
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Tests.Slos;

/// <summary>
/// The machine's clock was wrong by days, and the process began again when it was set right: what was stored in between lies ahead of now.
/// </summary>
public sealed class SloClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync();
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private ISlosGrain Slos => silo.Grains.GetGrain<ISlosGrain>(tenant.Workspace);

    private ISloGrain Grain => silo.Grains.GetGrain<ISloGrain>(GrainKeys.Slo(tenant.Workspace, "till"));

    private SloDefinition Till => new()
    {
        Name = "till", Workspace = tenant.Workspace, Service = Tenant.Service, Target = 0.99, Source = new EventSloSource(),
        Alerting = new() { Tiers = [SloTier.PageFast], AbsentAfterMinutes = 10_080 },
    };

    [Fact]
    public async Task What_burns_when_the_clock_is_right_again_has_one_incident_and_its_end_ends_it()
    {
        await Slos.PutAsync([Till], "dave");
        await BurnsAsync();
        await OneAsync(IncidentPhase.Open);

        // Ahead: nothing is known of those days, so that it is over, and what fails then is another time.
        var right = silo.Clock.GetUtcNow();
        silo.Clock.Advance(TimeSpan.FromDays(3));
        await OneAsync(IncidentPhase.Resolved);
        await BurnsAsync();
        await OneAsync(IncidentPhase.Open);

        await BackAsync(right + Minute);
        await Slos.StandingsAsync();
        await BurnsAsync();
        await AfterLooksAsync(3);
        Assert.Equal(1, await OpenAsync());
        var level = Assert.Single(await Slos.StandingsAsync());
        Assert.Equal((Domain.Slos.SloLevel.Critical, true), (level.Level, level.BurnRate > 14.4));

        silo.Clock.Advance(TimeSpan.FromHours(2));
        for (var look = 0; look < 3; look++)
        {
            await Grain.TakeAsync(Till, null, [new(silo.Clock.GetUtcNow(), 100_000, 100_000)]);
            await AfterLooksAsync(1);
        }
        Assert.Equal(0, await OpenAsync());
    }

    [Fact]
    public async Task What_begins_after_the_clock_was_set_right_is_not_missed()
    {
        await Slos.PutAsync([Till], "dave");
        await silo.AfterTicksAsync(async () => (await Slos.StandingsAsync()).Length == 1, "it is looked at");
        var right = silo.Clock.GetUtcNow();
        silo.Clock.Advance(TimeSpan.FromDays(3));
        await AfterLooksAsync(1);
        await BackAsync(right + Minute);
        await Slos.StandingsAsync();
        await BurnsAsync();
        await OneAsync(IncidentPhase.Open);
        Assert.Single(await AlertsAsync());
    }

    /// <summary>The next look is due in a minute and not when the wrong clock's next one was.</summary>
    private async Task AfterLooksAsync(int looks)
    {
        for (var i = 0; i < looks; i++)
        {
            var before = silo.Clock.GetUtcNow();
            await silo.AfterTicksAsync(
                async () => (await Slos.StandingsAsync()) is [{ EvaluatedAt: var at }] && at > before, "it is looked at again");
        }
    }

    private async Task BackAsync(DateTimeOffset to)
    {
        await silo.RestartAsync(to);
    }

    private Task<SloEventsOutcome> BurnsAsync() => Grain.TakeAsync(Till, null, [new(silo.Clock.GetUtcNow().AddMinutes(-1), 500, 1_000)]);

    private Task OneAsync(IncidentPhase phase) => silo.AfterTicksAsync(
        async () => (await AlertsAsync()) is { Count: > 0 } all && all.Count(one => one.Phase is not IncidentPhase.Resolved) ==
            (phase is IncidentPhase.Resolved ? 0 : 1), $"it is {phase}");

    private async Task<int> OpenAsync() => (await AlertsAsync()).Count(incident => incident.Phase is not IncidentPhase.Resolved);

    private async Task<List<Incident>> AlertsAsync() =>
        [.. (await tenant.IncidentsAsync()).Where(incident => incident.Adapter is AlertSource.Slo)];
}

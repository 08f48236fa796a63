using AiSre.Domain.Alerts;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>A resolve that arrives before its trigger.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class EarlyEndTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task A_trigger_that_its_end_has_overtaken_opens_nothing()
    {
        await tenant.SendAsync(End("k1", tenant.Now), SignalActions.IgnoredUnknownResolve);
        Assert.Null((await tenant.SendAsync(Begin("k1", tenant.Now.AddMinutes(-10)), SignalActions.IgnoredEnded)).IncidentId);
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task A_trigger_that_is_newer_opens()
    {
        await tenant.SendAsync(End("k1", tenant.Now.AddMinutes(-1)), SignalActions.IgnoredUnknownResolve);
        await tenant.SendAsync(Begin("k1", tenant.Now), SignalActions.Created);
        await tenant.SendAsync(Begin("other", tenant.Now.AddMinutes(-10)), SignalActions.Created);
    }

    [Fact]
    public async Task It_is_remembered_for_a_day_and_when_the_intake_and_the_list_were_collected()
    {
        await tenant.SendAsync(End("k1", tenant.Now), SignalActions.IgnoredUnknownResolve);
        var began = tenant.Now.AddMinutes(-10);
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        await fixture.Silo.DeactivateAsync(fixture.Silo.Grains.GetGrain<IEarlyEndsGrain>(tenant.Workspace));
        await tenant.SendAsync(Begin("k1", began), SignalActions.IgnoredEnded);
        fixture.Silo.Clock.Advance(TimeSpan.FromHours(24));
        await tenant.SendAsync(Begin("k1", began), SignalActions.Created);
    }

    [Fact]
    public async Task Many_at_once_are_all_remembered()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => tenant.SendAsync(End($"k{i}", tenant.Now), SignalActions.IgnoredUnknownResolve)));
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        for (var i = 0; i < 50; i++) await tenant.SendAsync(Begin($"k{i}", tenant.Now.AddMinutes(-1)), SignalActions.IgnoredEnded);
    }

    [Fact]
    public async Task A_new_episode_of_a_known_alert_can_be_overtaken_too()
    {
        var id = (await tenant.SendAsync(Begin("k1", tenant.Now.AddHours(-2)), SignalActions.Created)).IncidentId;
        await tenant.SendAsync(End("k1", tenant.Now.AddHours(-1)), SignalActions.Resolved, id);
        await tenant.SendAsync(End("k1", tenant.Now), SignalActions.Unchanged, id);
        await tenant.SendAsync(Begin("k1", tenant.Now.AddMinutes(-5)), SignalActions.IgnoredEnded);
        await tenant.SendAsync(Begin("k1", tenant.Now.AddMinutes(1)), SignalActions.Reopened, id);
    }

    private static AlertSignal Begin(string key, DateTimeOffset at) =>
        Signals.Generic("Redis is down", key) with { IdentityIsSure = true, OccurredAt = at };

    private static AlertSignal End(string key, DateTimeOffset at) => Begin(key, at) with { Kind = SignalKind.Resolved };
}

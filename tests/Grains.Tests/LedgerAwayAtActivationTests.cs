using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests;

/// <summary>
/// Orleans lets the callers of an activation that fails wait for 5 s, longer than a call may take, and they would hear of a time-out. So grains
/// activate without the ledger, and their callers hear at once, in every case, that it is what is away.
/// </summary>
public sealed class LedgerAwayAtActivationTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task An_intake_refuses_and_remembers_what_happened_before_once_it_can_read()
    {
        var text = Signals.Firing("a") with { Source = "webhook", Identity = null, Fingerprint = null };
        var first = await tenant.SendAsync(text, SignalActions.Created);
        await silo.DeactivateAsync(tenant.Intake());
        silo.Reader.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await tenant.TrySendAsync(text)).Refusal);
        silo.Reader.Broken = false;
        await tenant.SendAsync(text, SignalActions.Deduplicated, first.IncidentId);
    }

    [Fact]
    public async Task An_incident_says_that_it_cannot_be_read_and_not_that_there_is_none()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await silo.DeactivateAsync(tenant.Grain(id));
        silo.Reader.Broken = true;
        var read = await Assert.ThrowsAnyAsync<Exception>(() => tenant.Grain(id).GetAsync());
        var command = await Assert.ThrowsAnyAsync<Exception>(() => tenant.Grain(id).ResolveAsync("dave", null));
        var unmerge = await Assert.ThrowsAnyAsync<Exception>(() => tenant.Grain(id).UnmergeAsync("a", "dave"));
        Assert.All([read, command, unmerge], exception => Assert.True(LedgerFailure.Is(exception), $"{exception}"));
        silo.Reader.Broken = false;
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.Grain(id).ResolveAsync("dave", null))!.Phase);
    }

    [Fact]
    public async Task A_correlator_groups_with_what_was_open_before_once_it_can_read()
    {
        var parent = await tenant.SendAsync(Signals.Firing("a"), SignalActions.Created);
        await silo.DeactivateAsync(tenant.Correlator);
        silo.Reader.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await tenant.TrySendAsync(Signals.Firing("b"))).Refusal);
        silo.Reader.Broken = false;
        var child = await tenant.SendAsync(Signals.Firing("b"), SignalActions.Created);
        Assert.Equal(parent.IncidentId, (await tenant.FactsAsync(child.IncidentId)).ParentId);
    }

    [Fact]
    public async Task Lists_say_so_too()
    {
        silo.Reader.Broken = true;
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => silo.Grains.GetGrain<IIncidentQueries>(0).ListAsync(new()));
        Assert.True(LedgerFailure.Is(exception), $"{exception}");
    }

    [Fact]
    public void It_is_recognised_in_whatever_it_was_wrapped()
    {
        var away = new LedgerUnavailableException();
        Assert.True(LedgerFailure.Is(new InvalidOperationException("Error from storage", away)));
        Assert.True(LedgerFailure.Is(new AggregateException(new TimeoutException(), new InvalidOperationException("x", away))));
        Assert.False(LedgerFailure.Is(new TimeoutException()));
        Assert.False(LedgerFailure.Is(null));
    }
}

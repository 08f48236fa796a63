using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests;

/// <summary>
/// Orleans lets the callers of an activation that fails wait for 5 s, longer than a call may take, and they would hear of a time-out. So grains
/// activate without the ledger, and their callers hear at once, in every case, that it is what is away.
/// </summary>
public sealed class LedgerAwayAtActivationTests : IAsyncLifetime
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
    public async Task An_intake_refuses_and_remembers_what_happened_before_once_it_can_read()
    {
        var text = Signals.Firing("a") with { Source = "webhook", Identity = null, Fingerprint = null };
        var first = await _tenant.SendAsync(text, SignalActions.Created);
        await _silo.DeactivateAsync(_tenant.Intake());
        _silo.Reader.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await _tenant.TrySendAsync(text)).Refusal);
        _silo.Reader.Broken = false;
        await _tenant.SendAsync(text, SignalActions.Deduplicated, first.IncidentId);
    }

    [Fact]
    public async Task An_incident_says_that_it_cannot_be_read_and_not_that_there_is_none()
    {
        var id = (await _tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await _silo.DeactivateAsync(_tenant.Grain(id));
        _silo.Reader.Broken = true;
        var read = await Assert.ThrowsAnyAsync<Exception>(() => _tenant.Grain(id).GetAsync());
        var command = await Assert.ThrowsAnyAsync<Exception>(() => _tenant.Grain(id).ResolveAsync("dave", null));
        var unmerge = await Assert.ThrowsAnyAsync<Exception>(() => _tenant.Grain(id).UnmergeAsync("a", "dave"));
        Assert.All([read, command, unmerge], exception => Assert.True(LedgerFailure.Is(exception), $"{exception}"));
        _silo.Reader.Broken = false;
        Assert.Equal(IncidentPhase.Open, (await _tenant.IncidentAsync(id)).Phase);
        Assert.Equal(IncidentPhase.Resolved, (await _tenant.Grain(id).ResolveAsync("dave", null))!.Phase);
    }

    [Fact]
    public async Task A_correlator_groups_with_what_was_open_before_once_it_can_read()
    {
        var parent = await _tenant.SendAsync(Signals.Firing("a"), SignalActions.Created);
        await _silo.DeactivateAsync(_tenant.Correlator);
        _silo.Reader.Broken = true;
        Assert.Equal(IntakeRefusal.Unavailable, (await _tenant.TrySendAsync(Signals.Firing("b"))).Refusal);
        _silo.Reader.Broken = false;
        var child = await _tenant.SendAsync(Signals.Firing("b"), SignalActions.Created);
        Assert.Equal(parent.IncidentId, (await _tenant.FactsAsync(child.IncidentId)).ParentId);
    }

    [Fact]
    public async Task Lists_say_so_too()
    {
        _silo.Reader.Broken = true;
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => _silo.Grains.GetGrain<IIncidentQueries>(0).ListAsync(new()));
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

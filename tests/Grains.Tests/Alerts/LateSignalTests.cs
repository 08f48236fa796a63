using System.Diagnostics;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Tests.Alarms;
using AiSre.Storage;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>A signal whose commit hangs, so that its sender gave up, sent it again and went on: what comes of it in the end is old news.</summary>
public sealed class LateSignalTests : IAsyncLifetime
{
    private TestSilo _silo = null!;
    private Tenant _tenant = null!;
    private HeldLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync(
            configure: services => services.AddSingleton<ILedger>(provider => _ledger = new HeldLedger(provider.GetRequiredService<LedgerWriter>())));
        _tenant = _silo.NewTenant();
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_that_hangs_does_not_open_again_what_has_ended_meanwhile(bool sentAgain)
    {
        var id = (await _tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await _tenant.SendAsync(Signals.Firing("a"));
        _ledger.Holds = typeof(AlertRepeat);
        var began = Stopwatch.GetTimestamp();
        var late = _tenant.TrySendAsync(Signals.Firing("a"));
        await _ledger.Held;
        if (sentAgain) await GivenUpAsync(began);
        await _tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        _ledger.LetGo();

        // Within the time that a caller waits it may still be news: the sender hears what came of it.
        Assert.Equal(sentAgain ? IntakeRefusal.Unavailable : IntakeRefusal.None, (await late).Refusal);
        Assert.Equal(sentAgain ? IncidentPhase.Resolved : IncidentPhase.Open, (await _tenant.IncidentAsync(id)).Phase);
        await _tenant.SendAsync(Signals.Firing("a"), sentAgain ? SignalActions.Reopened : SignalActions.Deduplicated, id);
    }

    [Fact]
    public async Task An_end_that_hangs_on_another_silo_does_not_end_what_fires_again_meanwhile()
    {
        var id = (await _tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var alert = Assert.IsType<AlertRow>(
            await _silo.Service<IAlertIndex>().FindAsync(_tenant.Workspace, IdentityKey.Of(Signals.Firing("a"))!, null));
        var hung = await SecondActivation.OfAsync(_silo, _tenant.Workspace, id, _silo.Clock);
        _ledger.Holds = typeof(IncidentWrite);
        var began = Stopwatch.GetTimestamp();
        var late = hung.ApplyAsync(
            Signals.Resolved("a"),
            new AlertRef { Identity = alert.Identity, ContentHash = alert.ContentHash, Scope = alert.Scope }, SignalIntent.AsSignalled);
        await _ledger.Held;
        await GivenUpAsync(began);
        await _tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        await _tenant.SendAsync(Signals.Firing("a"), SignalActions.Reopened, id);
        _ledger.LetGo();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => late);
        Assert.Equal(IncidentPhase.Open, (await _tenant.IncidentAsync(id)).Phase);
        Assert.Equal("firing", Assert.Single(await _tenant.Reads.AlertsAsync(_tenant.Workspace, id)).Status);
    }

    private static Task GivenUpAsync(long began) => Poll.UntilAsync("the call to be given up", () => GrainCalls.IsGivenUp(began));
}

using System.Diagnostics;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Tests.Alarms;
using AiSre.TestHost;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>A signal whose commit hangs, so that its sender gave up, sent it again and went on: what comes of it in the end is old news.</summary>
public sealed class LateSignalTests : IAsyncLifetime
{
    private TestSilo silo = null!;
    private Tenant tenant = null!;
    private HeldLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync(configure: HeldLedger.Register);
        ledger = silo.Service<HeldLedger>();
        tenant = silo.NewTenant();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_that_hangs_does_not_open_again_what_has_ended_meanwhile(bool sentAgain)
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await tenant.SendAsync(Signals.Firing("a"));
        ledger.Holds = typeof(AlertRepeat);
        var began = Stopwatch.GetTimestamp();
        var late = tenant.TrySendAsync(Signals.Firing("a"));
        await ledger.Held;
        if (sentAgain) await GivenUpAsync(began);
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        ledger.LetGo();

        // Within the time that a caller waits it may still be news: the sender hears what came of it.
        Assert.Equal(sentAgain ? IntakeRefusal.Unavailable : IntakeRefusal.None, (await late).Refusal);
        Assert.Equal(sentAgain ? IncidentPhase.Resolved : IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        await tenant.SendAsync(Signals.Firing("a"), sentAgain ? SignalActions.Reopened : SignalActions.Deduplicated, id);
    }

    [Fact]
    public async Task An_end_that_hangs_on_another_silo_does_not_end_what_fires_again_meanwhile()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var alert = Assert.IsType<AlertRow>(
            await silo.Service<IAlertIndex>().FindAsync(tenant.Workspace, IdentityKey.Of(Signals.Firing("a"))!, null));
        var hung = await SecondActivation.OfAsync(silo, tenant.Workspace, id, silo.Clock);
        ledger.Holds = typeof(IncidentWrite);
        var began = Stopwatch.GetTimestamp();
        var late = hung.ApplyAsync(
            Signals.Resolved("a"),
            new AlertRef { Identity = alert.Identity, ContentHash = alert.ContentHash, Scope = alert.Scope }, SignalIntent.AsSignalled);
        await ledger.Held;
        await GivenUpAsync(began);
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Reopened, id);
        ledger.LetGo();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => late);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Assert.Equal("firing", Assert.Single(await tenant.Reads.AlertsAsync(tenant.Workspace, id)).Status);
    }

    private static Task GivenUpAsync(long began) => Poll.UntilAsync("the call to be given up", () => GrainCalls.IsGivenUp(began));
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using CsCheck;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>Whatever the order in which deliveries of different alerts meet, the last word of each decides.</summary>
public sealed class InterleavingTests : IAsyncLifetime
{
    private const int Identities = 4;
    private TestSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await TestSilo.StartAsync(DedupOptions.Default with { FlappingTransitions = 1_000 });

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private enum Step
    {
        Fire,
        Resolve,
        ForgetIntake,
        ForgetCorrelator,
        ForgetIncidents,
    }

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Const(Step.Fire)), (5, Gen.Const(Step.Resolve)),
        (1, Gen.Const(Step.ForgetIntake)), (1, Gen.Const(Step.ForgetCorrelator)), (1, Gen.Const(Step.ForgetIncidents)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_word_of_an_identity_decides(bool identityGuaranteed) =>
        await Gen.Select(Steps.Array[5, 20].Array[Identities], Gen.Bool).SampleAsync(async (plan, deliverTwice) =>
        {
            var tenant = silo.NewTenant();
            await Task.WhenAll(plan.Select((steps, i) => Task.Run(() => PlayAsync(tenant, i, steps, identityGuaranteed, deliverTwice))));
            silo.Clock.Advance(TimeSpan.FromSeconds(1));

            var rows = (await Task.WhenAll((await tenant.IncidentsAsync()).Select(async incident =>
                (Incident: incident, Alerts: await tenant.Reads.AlertsAsync(tenant.Workspace, incident.Id))))).ToList();
            for (var i = 0; i < Identities; i++)
            {
                var identity = IdentityKey.Of(Signal(i, true, identityGuaranteed))!;
                var words = plan[i].Where(step => step is Step.Fire or Step.Resolve).ToList();
                var firing = rows.Where(row => row.Incident.Phase is not IncidentPhase.Resolved
                    && row.Alerts.Any(alert => alert.Identity == identity && alert.Status == "firing")).ToList();
                Assert.Equal(words.Count > 0 && words[^1] is Step.Fire ? 1 : 0, firing.Count);
            }
            foreach (var (incident, alerts) in rows)
            {
                Assert.Equal(alerts.Any(alert => alert.Status == "firing"), incident.Phase is not IncidentPhase.Resolved);
                Assert.Equal(
                    alerts.Select(alert => (alert.Identity, alert.Status == "firing")).Order(),
                    incident.Alerts.Select(alert => (alert.Identity, alert.Firing)).Order());
            }
            var fired = plan.Sum(steps => steps.Count(step => step is Step.Fire)) * (deliverTwice ? 2 : 1);
            Assert.Equal(fired, rows.Sum(row => row.Alerts.Sum(alert => alert.Count)));
        }, iter: 25, threads: 1);

    [Fact]
    public async Task Repeating_every_delivery_changes_counts_only()
    {
        var tenant = silo.NewTenant();
        for (var i = 0; i < Identities; i++) await tenant.SendAsync(Signal(i, true, true));
        await tenant.SendAsync(Signal(0, false, true));
        var before = await tenant.IncidentsAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => tenant.SendAsync(Signal((n % (Identities - 1)) + 1, true, true))));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tenant.SendAsync(Signal(0, false, true))));
        Assert.Equivalent(before, await tenant.IncidentsAsync(), strict: true);
    }

    private async Task PlayAsync(Tenant tenant, int identity, Step[] steps, bool identityGuaranteed, bool twice)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.ForgetIntake:
                    await silo.DeactivateAsync(tenant.Intake());
                    break;
                case Step.ForgetCorrelator:
                    await silo.DeactivateAsync(tenant.Correlator);
                    break;
                case Step.ForgetIncidents:
                    foreach (var incident in await tenant.IncidentsAsync()) await silo.DeactivateAsync(tenant.Grain(incident.Id));
                    break;
                default:
                    var signal = Signal(identity, step is Step.Fire, identityGuaranteed);
                    // A sender that got no answer sends again while the first try may still run.
                    await Task.WhenAll(Enumerable.Range(0, twice ? 2 : 1).Select(
                        async n => n == 0 && await tenant.SendPastAsync(signal) is { } counted ? counted : await tenant.SendAsync(signal)));
                    break;
            }
        }
    }

    /// <summary>
    /// Guaranteed: four alerts, grouped at most. Else: four identities whose texts are one, so that they join one another's incidents.
    /// </summary>
    private static AlertSignal Signal(int i, bool firing, bool identityGuaranteed) => (identityGuaranteed, firing) switch
    {
        (true, true) => Signals.Firing($"f{i}"),
        (true, false) => Signals.Resolved($"f{i}"),
        (false, _) => Signals.Generic("Primary database down", $"k{i}", firing ? SignalKind.Firing : SignalKind.Resolved),
    };
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>Repeats that are counted past their intake count as if it had done it, and whatever is more than that is left to it.</summary>
public sealed class PlainRepeatTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task A_repeat_counts_and_is_told_as_if_its_intake_had_counted_it()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        for (var i = 0; i < 10; i++)
        {
            this.silo.Clock.Advance(TimeSpan.FromSeconds(10));
            var result = i % 2 == 0 ? await this.tenant.SendPastAsync(Signals.Firing("a")) : await this.tenant.SendAsync(Signals.Firing("a"));
            Assert.Equal((id, true, SignalActions.Deduplicated), (result!.IncidentId, result.Deduplicated, result.Action));
            Assert.Equal(DedupStrategy.SourceIdentity, result.Strategy);
        }
        var facts = await this.tenant.FactsAsync(id);
        Assert.Equal((11, this.tenant.Now), (facts.Occurrences, facts.LastSeen));
        var events = await this.tenant.PayloadsAsync(id, EventTypes.AlertDeduplicated);
        Assert.Equal([1, 6], events.Select(e => e.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Whatever_is_more_than_a_repeat_is_left_to_the_intake()
    {
        await this.tenant.SendAsync(Signals.Firing("a", severity: Severity.Warning));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("b")));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a", service: "another")));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a", severity: Severity.Critical)));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Resolved("a")));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Generic("Alert a")));
        await this.tenant.SendAsync(Signals.Resolved("a"));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a", severity: Severity.Warning)));

        var counted = this.silo.Service<IPlainRepeats>().TryCount(this.tenant.Workspace, [Signals.Firing("c"), Signals.Firing("a")]);
        Assert.Null(counted);
        await this.tenant.SendAsync(Signals.Firing("c"));
        counted = this.silo.Service<IPlainRepeats>().TryCount(this.tenant.Workspace, [Signals.Firing("d"), Signals.Firing("c")]);
        Assert.Equal(IntakeRefusal.None, await counted!.CommittedAsync());
        Assert.Null(counted.Results[0]);
        Assert.Equal(SignalActions.Deduplicated, counted.Results[1]!.Action);
    }

    [Fact]
    public async Task Nothing_overtakes_what_waits_in_the_spool()
    {
        await this.tenant.SendAsync(Signals.Firing("a"));
        Assert.True(await this.silo.Service<ISpool>().TryKeepAsync(new SpooledDelivery
        {
            Workspace = this.tenant.Workspace, Source = AlertSource.Alertmanager, Payload = "{}", Error = "away", At = this.tenant.Now,
        }));
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a")));
    }

    [Fact]
    public async Task An_intake_that_has_gone_counts_nothing()
    {
        await this.tenant.SendAsync(Signals.Firing("a"));
        Assert.NotNull(await this.tenant.SendPastAsync(Signals.Firing("a")));
        await this.silo.DeactivateAsync(this.tenant.Intake());
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a")));
    }

    [Fact]
    public async Task From_many_threads_and_through_the_intake_at_once_each_counts_once()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++) ids.Add((await this.tenant.SendAsync(Signals.Firing($"f{i}"))).IncidentId);
        var past = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var signal = Signals.Firing($"f{i % 5}");
                if (thread % 4 == 0) await this.tenant.SendAsync(signal, SignalActions.Deduplicated);
                // One that the ledger was too slow for leaves memory in doubt, until the intake has looked.
                else if (await this.tenant.SendPastAsync(signal) is null) await this.tenant.SendAsync(signal, SignalActions.Deduplicated);
                else Interlocked.Increment(ref past);
            }
        })));
        foreach (var id in ids) Assert.Equal(1 + (8 * 100 / 5), (await this.tenant.FactsAsync(id)).Occurrences);
        Assert.True(past > 6 * 100 / 2, $"{past} of {6 * 100} went past the intake.");
    }

    [Fact]
    public async Task Repeats_that_were_refused_do_not_count()
    {
        var id = (await this.tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        this.silo.Database.Broken = true;
        var counted = this.silo.Service<IPlainRepeats>().TryCount(this.tenant.Workspace, [Signals.Firing("a"), Signals.Firing("a")]);
        Assert.Equal(IntakeRefusal.Unavailable, await counted!.CommittedAsync());
        Assert.All(counted.Results, result => Assert.Equal(SignalActions.Refused, result!.Action));
        // Memory may have counted what is not there, so the intake has to look first.
        Assert.Null(await this.tenant.SendPastAsync(Signals.Firing("a")));
        this.silo.Database.Broken = false;
        await this.tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, id);
        Assert.NotNull(await this.tenant.SendPastAsync(Signals.Firing("a")));
        Assert.Equal(3, (await this.tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task A_repeat_of_an_alert_that_has_ended_meanwhile_is_decided_by_its_intake()
    {
        await using var silo = await TestSilo.StartAsync(configure: HeldLedger.Register);
        var ledger = silo.Service<HeldLedger>();
        var tenant = silo.NewTenant();
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        ledger.Holds = typeof(AlertRepeat);
        var counted = silo.Service<IPlainRepeats>().TryCount(tenant.Workspace, [Signals.Firing("a")])!;
        await ledger.Held;
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        ledger.LetGo();
        Assert.Equal(IntakeRefusal.None, await counted.CommittedAsync());
        Assert.Null(Assert.Single(counted.Results));
        Assert.Equal(1, (await tenant.FactsAsync(id)).Occurrences);
    }
}

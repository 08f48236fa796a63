using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

[Collection(OnPlainSilo.Name)]
public sealed class RepeatTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task Two_hundred_equal_signals_at_once_are_one_incident_with_an_exact_count()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => tenant.SendAsync(Signals.Firing("a"))));

        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.All(results, result => Assert.Equal(incident.Id, result.IncidentId));
        Assert.Single(results, result => result is { Action: SignalActions.Created, Deduplicated: false, Strategy: null });
        Assert.Equal(199, results.Count(
            result => result is { Action: SignalActions.Deduplicated, Deduplicated: true, Strategy: DedupStrategy.SourceIdentity }));
        Assert.Equal(200, (await tenant.FactsAsync(incident.Id)).Occurrences);
    }

    [Fact]
    public async Task Two_hundred_equal_signals_in_one_delivery_are_one_incident_too()
    {
        var answer = await tenant.TrySendAsync([.. Enumerable.Repeat(Signals.Firing("a"), 200)]);
        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.Equal(SignalActions.Created, answer.Results[0].Action);
        Assert.Equal(199, answer.Results.Count(result => result.Deduplicated));
        Assert.Equal(200, (await tenant.FactsAsync(incident.Id)).Occurrences);
    }

    [Fact]
    public async Task Equal_text_without_identity_at_once_is_one_incident()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => tenant.SendAsync(Signals.Generic($"Pod has restarted {i} times"))));
        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.Equal(99, results.Count(result => result.Strategy == DedupStrategy.ContentHash));
        Assert.Equal(100, (await tenant.FactsAsync(incident.Id)).Occurrences);
    }

    [Fact]
    public async Task A_repeat_moves_last_seen_and_keeps_one_event_a_minute_with_its_count()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        for (var i = 0; i < 10; i++)
        {
            fixture.Silo.Clock.Advance(TimeSpan.FromSeconds(10));
            await tenant.SendAsync(Signals.Firing("a"));
        }
        Assert.Equal(tenant.Now, (await tenant.FactsAsync(id)).LastSeen);
        var events = await tenant.PayloadsAsync(id, EventTypes.AlertDeduplicated);
        Assert.Equal([1, 6], events.Select(e => e.GetProperty("count").GetInt32()));
        Assert.All(events, e => Assert.Equal(DedupStrategy.SourceIdentity, e.GetProperty("strategy").GetString()));
        Assert.All(events, e => Assert.Equal("alertmanager:-:a", e.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_raise_does_not_start_the_minute_anew()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a", severity: Severity.Info))).IncidentId;
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.Info));
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.Warning));
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.High));
        Assert.Equal(4, (await tenant.FactsAsync(id)).Occurrences);
        Assert.Single(await tenant.PayloadsAsync(id, EventTypes.AlertDeduplicated));
    }

    [Fact]
    public async Task Severity_only_raises_and_a_missing_one_changes_nothing()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a", severity: Severity.Warning))).IncidentId;
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.Critical), SignalActions.Deduplicated, id);
        await tenant.SendAsync(Signals.Firing("a", severity: Severity.Info), SignalActions.Deduplicated, id);
        await tenant.SendAsync(Signals.Firing("a", severity: null), SignalActions.Deduplicated, id);

        Assert.Equal(Severity.Critical, (await tenant.IncidentAsync(id)).Severity);
        Assert.Equal(4, (await tenant.FactsAsync(id)).Occurrences);
        var raise = Assert.Single(await tenant.PayloadsAsync(id, EventTypes.SeverityRaised));
        Assert.Equal(("warning", "critical"), (raise.GetProperty("from").GetString(), raise.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Empty_fields_are_filled_and_known_ones_stay()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        var more = Signals.Firing("a") with
        {
            Title = "Another title",
            Description = "why",
            Subject = new AlertSubject { Service = Tenant.Service, Namespace = "staging", Pod = "p-1", Node = "n-1" },
        };
        await tenant.SendAsync(more, SignalActions.Deduplicated, id);
        await tenant.SendAsync(more with { Description = "because" }, SignalActions.Deduplicated, id);

        var incident = await tenant.IncidentAsync(id);
        Assert.Equal(("Alert a", "why"), (incident.Title, incident.Description));
        Assert.Equal(new AlertSubject { Service = Tenant.Service, Namespace = "prod", Pod = "p-1", Node = "n-1" }, incident.Subject);
        Assert.Equal(3, (await tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task An_ignored_event_belongs_to_no_incident()
    {
        var result = await tenant.SendAsync(Signals.Firing("a") with { Kind = SignalKind.Ignored }, SignalActions.Ignored);
        Assert.Null(result.IncidentId);
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task Equal_identities_of_two_accounts_and_two_workspaces_are_different_alerts()
    {
        var other = fixture.Silo.NewTenant();
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Created);
        await tenant.SendAsync(Signals.Firing("a") with { Account = "cluster-2" }, SignalActions.Created);
        await other.SendAsync(Signals.Firing("a"), SignalActions.Created);
        Assert.Equal(2, (await tenant.IncidentsAsync()).Count);
        Assert.Single(await other.IncidentsAsync());
    }

    [Fact]
    public async Task An_identity_that_comes_back_under_another_service_finds_its_incident()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        await tenant.SendAsync(Signals.Firing("a", service: "orders"), SignalActions.Deduplicated, id);
        await tenant.SendAsync(Signals.Resolved("a", service: "orders"), SignalActions.Resolved, id);
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>A group's parent tells for its children, as long as it can.</summary>
public sealed class GroupTests(GroupTests.WithTopology fixture) : IClassFixture<GroupTests.WithTopology>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Duty duty = new Duty(fixture.Silo).With(Company.Definitions);

    private Tenant Tenant => duty.Tenant;

    [Fact]
    public async Task A_child_has_no_escalation_and_after_thirty_minutes_a_word_of_its_own()
    {
        var (parent, child) = (await duty.OpenAsync(), await duty.OpenAsync(fingerprint: "b"));
        Assert.Equal(["group", "stale"], (await duty.AlarmsAsync(child)).Keys.Order());
        await duty.PassAsync(parent, Minute);
        await duty.PassAsync(child, 28 * Minute);
        Assert.Empty(await duty.OutboxAsync(child));
        await duty.PassAsync(child, 2 * Minute);
        Assert.Equal(["Opened slack/default", "Opened pagerduty/default"], await duty.ToldAsync(child));
        Assert.Null((await Tenant.IncidentAsync(child)).Escalation);
        Assert.Equal(parent, (await Tenant.FactsAsync(child)).ParentId);
        Assert.Equal("lasting", Assert.Single(await Tenant.PayloadsAsync(child, EventTypes.ChildNotified)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Nobody_hears_of_the_children_of_a_group_that_somebody_has_in_hand()
    {
        var (parent, child) = (await duty.OpenAsync(), await duty.OpenAsync(fingerprint: "b"));
        await Tenant.Grain(parent).AcknowledgeAsync("dave", null);
        await duty.PassAsync(parent, Minute);
        Assert.Equal(
            (IncidentPhase.Acknowledged, "dave"), ((await Tenant.IncidentAsync(child)).Phase, (await Tenant.IncidentAsync(child)).AcknowledgedBy));
        await duty.PassAsync(child, 40 * Minute);
        Assert.Empty(await duty.OutboxAsync(child));
    }

    [Fact]
    public async Task Children_that_are_more_severe_than_what_was_told_page_once_for_all_of_them()
    {
        var parent = await duty.OpenAsync(Severity.Warning);
        await duty.PassAsync(parent, Minute);
        var (first, second) = (await duty.OpenAsync(fingerprint: "b"), await duty.OpenAsync(fingerprint: "c"));
        await duty.PassAsync(first, TimeSpan.FromSeconds(5));
        await duty.PassAsync(second, TimeSpan.FromSeconds(5));
        var told = (await duty.ToldAsync(first)).Concat(await duty.ToldAsync(second)).Order(StringComparer.Ordinal);
        Assert.Equal(["Opened pagerduty/default", "Opened slack/U1", "Opened slack/default"], told);
        Assert.Equal("more_severe", Assert.Single(await Tenant.PayloadsAsync(first, EventTypes.ChildNotified)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_child_that_outlives_its_parent_speaks_for_itself()
    {
        var (parent, child) = (await duty.OpenAsync(), await duty.OpenAsync(fingerprint: "b"));
        await Tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, parent);
        await duty.PassAsync(parent, TimeSpan.FromSeconds(5));
        await duty.PassAsync(child, 4 * Minute);
        Assert.Empty(await duty.OutcomesAsync(child));
        await duty.PassAsync(child, 2 * Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(child));
    }

    [Fact]
    public async Task A_child_whose_source_never_says_that_it_is_over_ends_with_its_parent()
    {
        var parent = await duty.OpenAsync();
        var child = (await Tenant.SendAsync(Signals.Generic("Deploy failed"), SignalActions.Created)).IncidentId!;
        var keyed = (await Tenant.SendAsync(Signals.Generic("Queue is long", "q1"), SignalActions.Created)).IncidentId!;
        Assert.Equal((parent, parent), ((await Tenant.FactsAsync(child)).ParentId, (await Tenant.FactsAsync(keyed)).ParentId));
        await Tenant.Grain(parent).ResolveAsync("dave", null);
        await duty.PassAsync(parent, TimeSpan.FromSeconds(5));
        Assert.Equal(
            (IncidentPhase.Resolved, false), ((await Tenant.IncidentAsync(child)).Phase, (await Tenant.IncidentAsync(child)).ResolvedByHuman));
        Assert.Single(await Tenant.EventsAsync(child), EventTypes.ResolvedWithParent);
        Assert.Equal("resolved", (await Tenant.Reads.AlertsAsync(Tenant.Workspace, child)).Single().Status);
        // Its sender gave it a key, so it can say when it is over.
        Assert.Equal(IncidentPhase.Open, (await Tenant.IncidentAsync(keyed)).Phase);
    }

    [Fact]
    public async Task An_incident_that_is_adopted_stops_telling_unless_it_is_worse_than_its_parent()
    {
        var (web, worse) = (await duty.OpenAsync(Severity.High, "a", "web"), await duty.OpenAsync(Severity.Critical, "b", "shop"));
        await duty.PassAsync(web, Minute);
        await duty.PassAsync(worse, Minute);
        var database = await duty.OpenAsync(Severity.High, "c", "db");
        Assert.Equal((database, database), ((await Tenant.FactsAsync(web)).ParentId, (await Tenant.FactsAsync(worse)).ParentId));
        await duty.PassAsync(web, 15 * Minute);
        await duty.PassAsync(worse, Minute);
        Assert.Equal(["0.1 sent", "0.2 cancelled"], await duty.OutcomesAsync(web));
        Assert.Equal(EscalationStatus.Cancelled, (await Tenant.IncidentAsync(web)).Escalation!.Status);
        Assert.Equal(["0.1 sent", "0.2 sent"], await duty.OutcomesAsync(worse));
    }

    [Fact]
    public async Task Hundreds_of_incidents_of_a_few_services_are_paged_as_a_few_groups()
    {
        var ids = new List<string>();
        for (var i = 0; i < 300; i++) ids.Add(await duty.OpenAsync(fingerprint: $"f{i}", service: $"s{i % 3}"));
        foreach (var id in ids.Take(3)) await duty.PassAsync(id, TimeSpan.FromSeconds(5));
        var paged = new List<string>();
        foreach (var id in ids)
        {
            if ((await duty.AlarmsAsync(id)).ContainsKey("escalation")) paged.Add(id);
        }
        Assert.Equal(ids.Take(3), paged);
        foreach (var id in ids.Skip(3)) Assert.Empty(await duty.OutboxAsync(id));
    }

    [Fact]
    public async Task An_alert_that_is_taken_out_escalates_by_itself()
    {
        var id = (await Tenant.SendAsync(Signals.Generic("Checkout fails for some", "k1"), SignalActions.Created)).IncidentId!;
        await duty.PassAsync(id, Minute);
        await Tenant.SendAsync(Signals.Generic("Checkout fails for some", "k2"), SignalActions.Deduplicated, id);
        var split = await Tenant.Grain(id).UnmergeAsync("webhook:-:k2", "dave");
        await duty.PassAsync(split.NewIncidentId!, Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(split.NewIncidentId!));
        Assert.NotEmpty(await duty.PagesAsync(split.NewIncidentId!));
    }

    public sealed class WithTopology : IAsyncLifetime
    {
        public TestSilo Silo { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Silo = await TestSilo.StartAsync(topology: new Topology([new("web", ["db"]), new("shop", ["db"])]));

        public ValueTask DisposeAsync() => Silo.DisposeAsync();
    }
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests.Incidents;

public sealed class GroupingTests(GroupingTests.Fixture fixture) : IClassFixture<GroupingTests.Fixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task Two_alerts_of_one_service_are_two_incidents_of_one_group()
    {
        var parent = await tenant.SendAsync(Signals.Firing("a"));
        Assert.Null(parent.GroupId);
        var child = await tenant.SendAsync(Signals.Firing("b"), SignalActions.Created);
        var groupId = GroupId.For(parent.IncidentId!);

        Assert.NotEqual(parent.IncidentId, child.IncidentId);
        Assert.Equal(groupId, child.GroupId);
        Assert.Equal(
            [new GroupChild(child.IncidentId!, CorrelationReason.SameService)],
            await tenant.Reads.ChildrenAsync(tenant.Workspace, parent.IncidentId!));
        Assert.Equal(
            (parent.IncidentId, groupId),
            ((await tenant.FactsAsync(child.IncidentId)).ParentId, (await tenant.FactsAsync(parent.IncidentId)).GroupId));
        Assert.Equal(groupId, (await tenant.SendAsync(Signals.Firing("b"), SignalActions.Deduplicated)).GroupId);
        // The parent's intake learns of its first child by a message that nobody waits for.
        await TestSilo.UntilAsync(
            async () => (await tenant.SendAsync(Signals.Firing("a"))).GroupId == groupId, "repeats of the parent name its group");
    }

    [Fact]
    public async Task An_incident_that_is_told_of_twice_leaves_nothing_behind_when_it_is_over()
    {
        var first = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var member = new GroupMember { IncidentId = first, CreatedAt = tenant.Now, Source = "webhook", Service = Tenant.Service };
        await tenant.Correlator.StandsAloneAsync(member, Tenant.Service);
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved);
        await tenant.Correlator.ClosedAsync(first);
        Assert.Null((await tenant.SendAsync(Signals.Firing("b"), SignalActions.Created)).GroupId);
    }

    [Fact]
    public async Task Alerts_of_one_service_that_come_at_once_are_one_group_also_while_the_definitions_are_asked_for()
    {
        await tenant.SendAsync(Signals.Firing("elsewhere", "other"));
        for (var round = 0; round < 10; round++)
        {
            var service = $"service-{round}";
            // What is known of the definitions is older than two seconds, as it is when a storm begins.
            silo.Clock.Advance(TimeSpan.FromSeconds(3));
            var answer = await tenant.TrySendAsync(
                [.. Enumerable.Range(0, 50).Select(i => Signals.Firing($"{service}-{i}", service) with { Subject = new() { Service = service } })]);
            var facts = new List<IncidentFacts>();
            foreach (var result in answer.Results) facts.Add(await tenant.FactsAsync(result.IncidentId));
            Assert.Single(facts, fact => fact.ParentId is null);
        }
    }

    [Fact]
    public async Task A_parent_that_is_over_gets_no_more_children()
    {
        var parent = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        await tenant.SendAsync(Signals.Resolved("a"));
        var next = await tenant.SendAsync(Signals.Firing("b"), SignalActions.Created);
        Assert.Null(next.GroupId);
        Assert.Empty(await tenant.Reads.ChildrenAsync(tenant.Workspace, parent!));
    }

    [Fact]
    public async Task Children_stay_open_when_their_parent_resolves()
    {
        await tenant.SendAsync(Signals.Firing("a"));
        var child = (await tenant.SendAsync(Signals.Firing("b"))).IncidentId;
        await tenant.SendAsync(Signals.Resolved("a"));
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(child)).Phase);
        await tenant.SendAsync(Signals.Resolved("b"), SignalActions.Resolved, child);
    }

    [Fact]
    public async Task A_window_that_is_over_takes_no_more_members()
    {
        await tenant.SendAsync(Signals.Firing("a"));
        silo.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromMilliseconds(1));
        Assert.Null((await tenant.SendAsync(Signals.Firing("b"), SignalActions.Created)).GroupId);
    }

    [Fact]
    public async Task Grouping_goes_on_after_the_correlator_was_collected_and_after_a_restart()
    {
        var parent = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId;
        await silo.DeactivateAsync(tenant.Correlator);
        var second = await tenant.SendAsync(Signals.Firing("b"));
        await silo.RestartAsync();
        var third = await tenant.SendAsync(Signals.Firing("c"));
        Assert.Equal(
            [second.IncidentId, third.IncidentId], (await tenant.Reads.ChildrenAsync(tenant.Workspace, parent!)).Select(child => child.IncidentId));
        Assert.Equal(GroupId.For(parent!), (await tenant.SendAsync(Signals.Firing("a"))).GroupId);
        Assert.Equal(GroupId.For(parent!), (await tenant.SendAsync(Signals.Firing("b"))).GroupId);
    }

    [Fact]
    public async Task An_alert_that_names_only_its_deployment_is_grouped_alike_before_and_after_a_restart()
    {
        static AlertSignal Of(string fingerprint) => Signals.Firing(fingerprint) with { Subject = new AlertSubject { Deployment = "orders" } };
        var parent = (await tenant.SendAsync(Of("a"))).IncidentId;
        var before = (await tenant.SendAsync(Of("b"))).IncidentId;
        await silo.RestartAsync();
        var after = (await tenant.SendAsync(Of("c"))).IncidentId;
        Assert.Equal(
            [new GroupChild(before!, CorrelationReason.SameService), new GroupChild(after!, CorrelationReason.SameService)],
            await tenant.Reads.ChildrenAsync(tenant.Workspace, parent!));
    }

    [Fact]
    public async Task What_others_depend_on_adopts_them()
    {
        var web = (await tenant.SendAsync(Signals.Firing("a", "web"))).IncidentId;
        var webChild = (await tenant.SendAsync(Signals.Firing("b", "web"))).IncidentId;
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        var database = await tenant.SendAsync(Signals.Firing("c", "db"));
        Assert.Equal(GroupId.For(database.IncidentId!), database.GroupId);
        Assert.Equal([web, webChild], (await tenant.Reads.ChildrenAsync(tenant.Workspace, database.IncidentId!)).Select(child => child.IncidentId));
        Assert.Equal(database.IncidentId, (await tenant.FactsAsync((await tenant.SendAsync(Signals.Firing("d", "db"))).IncidentId)).ParentId);
    }

    [Fact]
    public async Task Workspaces_do_not_share_groups()
    {
        var other = silo.NewTenant();
        await tenant.SendAsync(Signals.Firing("a"));
        Assert.Null((await other.SendAsync(Signals.Firing("b"), SignalActions.Created)).GroupId);
    }

    [Fact]
    public async Task More_than_ten_incidents_a_minute_of_one_service_are_a_storm_in_which_older_titles_match_and_the_service_groups()
    {
        var first = (await tenant.SendAsync(Signals.Generic("Primary database down"))).IncidentId;
        silo.Clock.Advance(TimeSpan.FromMinutes(20));
        for (var i = 0; i < 11; i++) await tenant.SendAsync(Signals.Firing($"f{i}"), SignalActions.Created);
        // 20 minutes are more than the 10 of calm times and less than the 30 of a storm.
        var similar = await tenant.SendAsync(Signals.Generic("Primary database is down"), SignalActions.Deduplicated, first);
        Assert.Equal(DedupStrategy.TitleSimilarity, similar.Strategy);
        // The rolling window of the first incident's group had ended; the storm groups by service all the same.
        var probe = new GroupMember { IncidentId = "inc-probe", CreatedAt = tenant.Now, Source = "webhook", Service = Tenant.Service };
        Assert.True((await tenant.Correlator.PlaceAsync(probe, Tenant.Service)).Storm);
    }

    [Fact]
    public async Task A_storm_ends_after_five_quiet_minutes()
    {
        for (var i = 0; i < 11; i++) await tenant.SendAsync(Signals.Firing($"f{i}"));
        Assert.True((await PlaceAsync("inc-1")).Storm);
        silo.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.False((await PlaceAsync("inc-2")).Storm);
    }

    private Task<Placement> PlaceAsync(string id) =>
        tenant.Correlator.PlaceAsync(
            new GroupMember { IncidentId = id, CreatedAt = tenant.Now, Source = "webhook", Service = "elsewhere" }, "elsewhere");

    public sealed class Fixture : SiloFixture
    {
        protected override Task<TestSilo> StartAsync() =>
            TestSilo.StartAsync(topology: new Topology([KeyValuePair.Create<string, IReadOnlyCollection<string>>("web", ["db"])]));
    }
}

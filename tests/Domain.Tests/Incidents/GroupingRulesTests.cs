using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Incidents;

public class GroupingRulesTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DedupOptions Options = DedupOptions.Default;
    private static readonly IReadOnlySet<string> Quiet = new HashSet<string>();
    private static readonly IReadOnlySet<string> Burst = new HashSet<string> { "a", "b", "c", "d", "e" };
    private static readonly Topology Shop = Dependencies(("web", ["api"]), ("api", ["db"]), ("db", []));

    private static readonly GroupMember First = new() { IncidentId = "inc-1", CreatedAt = Noon, Source = "alertmanager" };
    private static readonly GroupMember Next = new() { IncidentId = "inc-2", CreatedAt = Noon.AddMinutes(1), Source = "alertmanager" };

    public static TheoryData<GroupMember, GroupMember, string?> Pairs => new()
    {
        { First with { GroupKey = "g" }, Next with { GroupKey = "g" }, "same_source_group" },
        { First with { GroupKey = "g" }, Next with { GroupKey = "g", Source = "pagerduty" }, null },
        { First with { GroupKey = "g", Account = "eu" }, Next with { GroupKey = "g", Account = "us" }, null },
        { First with { GroupKey = "" }, Next with { GroupKey = "" }, null },
        { First with { Service = "web" }, Next with { Service = "web" }, "same_service_within_window" },
        { First with { Service = "web" }, Next with { Service = "shop" }, null },
        { First, Next, null },
        { First with { DeployId = "deploy-1" }, Next with { DeployId = "deploy-1" }, "same_deploy_within_window" },
        { First with { DeployId = "deploy-1" }, Next with { DeployId = "deploy-1", CreatedAt = Noon.AddMinutes(30) }, "same_deploy_within_window" },
        { First with { DeployId = "deploy-1" }, Next with { DeployId = "deploy-1", CreatedAt = Noon.AddMinutes(30.1) }, null },
        { First with { Namespace = "prod", Workload = "api" }, Next with { Namespace = "prod", Workload = "api" }, "same_workload_within_window" },
        { First with { Namespace = "prod", Workload = "api" }, Next with { Namespace = "dev", Workload = "api" }, null },
        { First with { Namespace = "prod", Workload = "" }, Next with { Namespace = "prod", Workload = "" }, null },
        { First with { Cluster = "eu", Namespace = "prod", Workload = "api" }, Next with { Cluster = "us", Namespace = "prod", Workload = "api" },
            null },
        { First with { Cluster = "eu", Namespace = "prod", Workload = "api" }, Next with { Namespace = "prod", Workload = "api" },
            "same_workload_within_window" },
        { First with { Service = "db" }, Next with { Service = "api" }, "dependency_within_window" },
        { First with { Service = "db" }, Next with { Service = "web" }, "dependency_within_window" },
        { First with { Service = "db" }, Next with { Service = "api", CreatedAt = Noon.AddMinutes(5) }, "dependency_within_window" },
        { First with { Service = "db" }, Next with { Service = "api", CreatedAt = Noon.AddMinutes(5.1) }, null },
        { First with { Service = "api" }, Next with { Service = "db" }, null },
        { First with { Node = "n1" }, Next with { Node = "n1" }, "same_node_within_window" },
        { First with { Node = "n1", Cluster = "eu" }, Next with { Node = "n1", Cluster = "us" }, null },
        { First with { GroupKey = "g", Service = "web", Node = "n1" }, Next with { GroupKey = "g", Service = "web", Node = "n1" },
            "same_source_group" },
        { First with { Service = "db", Node = "n1" }, Next with { Service = "api", Node = "n1" }, "dependency_within_window" },
    };

    [Theory, MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Two_incidents_belong_together_for_the_first_reason_that_holds(GroupMember parent, GroupMember incoming, string? reason)
    {
        var choice = Choose(incoming, [parent]);
        Assert.Equal(reason is null ? null : parent, choice.Parent);
        if (reason is not null) Assert.Equal(reason, choice.Reason);
    }

    [Fact]
    public void Five_services_of_a_namespace_are_a_burst()
    {
        var (parent, incoming) = (First with { Namespace = "prod", Service = "a" }, Next with { Namespace = "prod", Service = "b" });
        Assert.Equal("namespace_burst", Choose(incoming, [parent], Burst).Reason);
        Assert.Null(Choose(incoming, [parent], new HashSet<string> { "a", "b", "c", "d" }).Reason);
        Assert.Null(Choose(incoming, [parent with { Namespace = "dev" }], Burst).Reason);
        Assert.Null(Choose(incoming with { Namespace = null }, [parent with { Namespace = null }], Burst).Reason);
    }

    [Fact]
    public void An_earlier_rule_beats_an_older_candidate()
    {
        var incoming = Next with { Node = "n1", Service = "web" };
        var choice = Choose(
            incoming,
            [First with { Node = "n1" }, First with { IncidentId = "inc-b", Service = "web" }, First with { IncidentId = "inc-c", Service = "web" }]);
        Assert.Equal(("inc-b", "same_service_within_window"), (choice.Parent!.IncidentId, choice.Reason));
    }

    [Fact]
    public void A_child_and_the_incident_itself_are_no_parents()
    {
        var incoming = Next with { Service = "web" };
        Assert.Same(GroupChoice.Alone, Choose(incoming, [First with { Service = "web", IsChild = true }, incoming]));
    }

    [Theory]
    [InlineData(15, false, true)]
    [InlineData(15.1, false, false)]
    [InlineData(15.1, true, true)]
    [InlineData(24 * 60, true, true)]
    [InlineData(24 * 60 + 0.1, true, false)]
    public void The_window_is_15_minutes_and_a_storm_stretches_it_for_the_same_service(double minutes, bool storm, bool joins)
    {
        var now = Noon.AddMinutes(minutes);
        var choice = GroupingRules.Choose(
            Next with { Service = "web", CreatedAt = now }, [First with { Service = "web" }], Shop, Quiet, now, Options, storm);
        Assert.Equal(joins, choice.Parent is not null);
    }

    [Fact]
    public void A_dependency_that_opens_after_its_dependents_adopts_them()
    {
        var web = First with { Service = "web", ChildCount = 3 };
        var api = First with { IncidentId = "inc-1b", Service = "api" };
        var choice = Choose(Next with { Service = "db", Node = "n1" }, [web, api, First with { IncidentId = "inc-1c", Node = "n1" }]);
        Assert.Null(choice.Parent);
        Assert.Equal("dependency_within_window", choice.Reason);
        Assert.Equal([web, api], choice.Adopts);
    }

    [Fact]
    public void A_dependency_with_a_better_reason_to_join_adopts_nobody()
    {
        var choice = Choose(
            Next with { Service = "db", GroupKey = "g" }, [First with { Service = "web" }, First with { IncidentId = "inc-b", GroupKey = "g" }]);
        Assert.Equal(("inc-b", "same_source_group", 0), (choice.Parent!.IncidentId, choice.Reason, choice.Adopts.Length));
    }

    [Fact]
    public void Dependents_older_than_5_minutes_are_not_adopted() =>
        Assert.Same(GroupChoice.Alone, Choose(Next with { Service = "db", CreatedAt = Noon.AddMinutes(5.1) }, [First with { Service = "web" }]));

    [Fact]
    public void No_more_are_adopted_than_a_group_may_have()
    {
        var dependents = Enumerable.Range(0, 150).Select(i => First with { IncidentId = $"inc-{i}", Service = "web", ChildCount = i == 0 ? 120 : 0 });
        var choice = Choose(Next with { Service = "db" }, [.. dependents]);
        Assert.Equal(200, choice.Adopts.Sum(adopted => 1 + adopted.ChildCount));
    }

    [Fact]
    public void In_a_dependency_cycle_the_older_incident_is_the_parent()
    {
        var cycle = Dependencies(("a", ["b"]), ("b", ["a"]));
        Assert.False(cycle.DependsOn("a", "a"));
        var choice = GroupingRules.Choose(Next with { Service = "b" }, [First with { Service = "a" }], cycle, Quiet, Noon, Options, storm: false);
        Assert.Equal("inc-1", choice.Parent!.IncidentId);
    }

    [Fact]
    public void The_group_id_follows_from_the_parent() => Assert.Equal("grp-186608b2", GroupId.For("inc-1"));

    private static GroupChoice Choose(GroupMember incoming, GroupMember[] candidates, IReadOnlySet<string>? namespaceServices = null) =>
        GroupingRules.Choose(
            incoming, candidates, Shop, namespaceServices ?? Quiet, incoming.CreatedAt, Options with { GroupWindow = TimeSpan.FromHours(1) },
            storm: false);

    private static Topology Dependencies(params (string Service, string[] Needs)[] entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Service, (IReadOnlyCollection<string>)entry.Needs)));
}

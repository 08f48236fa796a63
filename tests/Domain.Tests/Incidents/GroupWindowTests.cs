using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using CsCheck;

namespace AiSre.Domain.Tests.Incidents;

public class GroupWindowTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DedupOptions Options = DedupOptions.Default;
    private static readonly GroupMember Parent = new() { IncidentId = "inc-p", CreatedAt = Noon, Source = "webhook", Service = "web" };
    private static readonly GroupMember Child = Parent with { IncidentId = "inc-c" };

    [Theory]
    [InlineData(0, 15)]
    [InlineData(5, 20)]
    [InlineData(7.25, 22.25)]
    [InlineData(7.5, 30)]
    [InlineData(15, 37.5)]
    public void A_join_starts_the_window_anew_and_a_late_one_adds_half(double joinedAt, double end) =>
        Assert.Equal(Noon.AddMinutes(end), Join(Parent, joinedAt).WindowEnd(Options));

    [Fact]
    public void An_early_join_never_shortens_an_extended_window() =>
        Assert.Equal(Noon.AddMinutes(30), Join(Join(Parent, 7.5), 8).WindowEnd(Options));

    [Fact]
    public void The_window_never_outlives_24_hours()
    {
        var parent = Parent with { LastGroupActivity = Noon.AddHours(24).AddMinutes(-1), GroupStartedAt = Noon };
        Assert.Equal(Noon.AddHours(24), parent.WindowEnd(Options));
        Assert.True(parent.AcceptsAt(Noon.AddHours(24), Options));
        Assert.False(parent.AcceptsAt(Noon.AddHours(24).AddTicks(1), Options));
    }

    [Fact]
    public void A_group_has_at_most_200_children()
    {
        Assert.True((Parent with { ChildCount = 199 }).AcceptsAt(Noon, Options));
        Assert.False((Parent with { ChildCount = 200 }).AcceptsAt(Noon, Options));
        Assert.False((Parent with { ChildCount = 150 }).AcceptsAt(Noon, Options, joining: 51));
    }

    [Fact]
    public void A_parent_that_joins_brings_its_children_and_its_age()
    {
        var older = Parent with { IncidentId = "inc-o", CreatedAt = Noon.AddMinutes(-5), ChildCount = 4 };
        var joined = Parent.Joined(older, Noon, Options);
        Assert.Equal((5, Noon.AddMinutes(-5)), (joined.ChildCount, joined.GroupStartedAt));
        Assert.Equal((true, 0), (older.AsChild().IsChild, older.AsChild().ChildCount));
    }

    [Fact]
    public void Groups_stay_one_level_deep_and_within_their_size_and_life() =>
        Gen.Select(Gen.Double[0, 12], Gen.OneOfConst("web", "api"), Gen.Bool).Array[1, 120].Sample(arrivals =>
    {
        // Small limits, so that many samples reach them; the defaults have their own tests above.
        var options = Options with { GroupMaxChildren = 12, GroupLife = TimeSpan.FromHours(2) };
        var topology = new Topology([KeyValuePair.Create<string, IReadOnlyCollection<string>>("web", ["api"])]);
        var (members, parentOf, now) = (new List<GroupMember>(), new Dictionary<string, string>(), Noon);
        foreach (var (gap, service, storm) in arrivals)
        {
            now = now.AddMinutes(gap);
            var incoming = new GroupMember { IncidentId = $"inc-{members.Count}", CreatedAt = now, Source = "webhook", Service = service };
            var choice = GroupingRules.Choose(incoming, members, topology, new HashSet<string>(), now, options, storm);
            foreach (var adopted in choice.Adopts) incoming = Move(adopted, incoming);
            if (choice.Parent is not null) members[members.IndexOf(choice.Parent)] = Move(incoming, choice.Parent);
            members.Add(choice.Parent is null ? incoming : incoming.AsChild());
        }
        var byId = members.ToDictionary(member => member.IncidentId);
        foreach (var group in parentOf.GroupBy(entry => entry.Value))
        {
            Assert.False(parentOf.ContainsKey(group.Key));
            Assert.False(byId[group.Key].IsChild);
            Assert.Equal(group.Count(), byId[group.Key].ChildCount);
            Assert.InRange(group.Count(), 1, options.GroupMaxChildren);
            var times = group.Select(entry => byId[entry.Key].CreatedAt).Append(byId[group.Key].CreatedAt).ToList();
            Assert.InRange(times.Max() - times.Min(), TimeSpan.Zero, options.GroupLife);
        }

        GroupMember Move(GroupMember child, GroupMember parent)
        {
            foreach (var grandchild in parentOf.Where(entry => entry.Value == child.IncidentId).Select(entry => entry.Key).ToList())
                parentOf[grandchild] = parent.IncidentId;
            parentOf[child.IncidentId] = parent.IncidentId;
            if (members.IndexOf(child) is >= 0 and var at) members[at] = child.AsChild();
            return parent.Joined(child, now, options);
        }
    }, iter: 100);

    private static GroupMember Join(GroupMember parent, double minute) => parent.Joined(Child, Noon.AddMinutes(minute), Options);
}

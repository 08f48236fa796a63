using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests.Incidents;

[Collection(OnPlainSilo.Name)]
public sealed class IncidentBoardTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IIncidentBoard Board => fixture.Silo.Grains.GetGrain<IIncidentBoard>(0);

    private BoardFilter All => new() { Workspace = tenant.Workspace };

    [Fact]
    public async Task Each_incident_stands_where_people_look_for_it()
    {
        var (open, taken, given, asleep, over) = (
            await OpenAsync("a"), await OpenAsync("b"), await OpenAsync("c"), await OpenAsync("d"), await OpenAsync("e"));
        await tenant.Grain(taken).AcknowledgeAsync("odo", null);
        await tenant.Grain(given).AssignAsync("frieda", "odo");
        await tenant.Grain(asleep).SnoozeAsync(30, "odo");
        await tenant.Grain(over).ResolveAsync("odo", null);
        var page = await ShowAsync(All);
        Assert.Equal([Standing.Nobody, Standing.WorkedOn, Standing.Quiet], page.Sections.Select(section => section.Section));
        Assert.Equal([[open], [given, taken], [asleep]], page.Sections.Select(Ids));
        Assert.Equal([1, 2, 1], page.Sections.Select(section => section.Total));
        Assert.Equal((4, false), (page.Matching, page.IsFirstStart));
        Assert.Equal([over], Ids(Assert.Single((await ShowAsync(All with { Phases = [IncidentPhase.Resolved] })).Sections)));
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(2, (await ShowAsync(All)).Sections[0].Total);
    }

    [Fact]
    public async Task The_worst_come_first_and_of_equals_the_newest()
    {
        var (warning, high, newer, critical) = (await OpenAsync("a", Severity.Warning), await OpenAsync("b"), await OpenAsync("c"),
            await OpenAsync("d", Severity.Critical));
        Assert.Equal([critical, newer, high, warning], Ids((await ShowAsync(All)).Sections[0]));
    }

    [Fact]
    public async Task A_child_stands_below_its_parent_and_alone_where_that_does_not_match()
    {
        var parent = (await tenant.SendAsync(Signals.Firing("a", "till"))).IncidentId!;
        var child = (await tenant.SendAsync(Signals.Firing("b", "till", Severity.Critical))).IncidentId!;
        var other = await OpenAsync("c");
        var section = (await ShowAsync(All)).Sections[0];
        // The child is what makes the group urgent.
        Assert.Equal([parent, other], Ids(section));
        Assert.Equal(2, section.Total);
        Assert.Equal((1, child), (section.Rows[0].ChildCount, Assert.Single(section.Rows[0].Children).Incident.Id));
        Assert.Equal(3, (await ShowAsync(All)).Matching);
        Assert.Equal([child], Ids((await ShowAsync(All with { Severities = [Severity.Critical] })).Sections[0]));
        Assert.Equal([parent], Ids((await ShowAsync(All with { Group = parent })).Sections[0]));
        Assert.Equal(NextStepKind.ToldByParent, (await Board.NextAsync(tenant.Workspace, child))!.Kind);
    }

    [Fact]
    public async Task Counts_say_what_another_value_in_place_of_the_chosen_one_would_show()
    {
        await OpenAsync("a", Severity.Critical);
        await OpenAsync("b");
        await OpenAsync("c");
        var facets = (await ShowAsync(All with { Severities = [Severity.Critical] })).Facets;
        Assert.Equal([("critical", 1L), ("high", 2), ("warning", 0), ("info", 0)], facets.Severities.Select(count => (count.Value, count.Count)));
        Assert.Equal([("service-a", 1L)], facets.Services.Select(count => (count.Value, count.Count)));
        Assert.Equal([("", 1L)], facets.Teams.Select(count => (count.Value, count.Count)));
        var both = await ShowAsync(All with { Services = ["SERVICE-A", "service-b"] });
        Assert.Equal((2, 3), (both.Matching, both.Facets.Services.Length));
    }

    [Fact]
    public async Task A_team_has_the_services_that_it_names_now()
    {
        var incident = await OpenAsync("a");
        fixture.Silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var page = await ShowAsync(All with { Teams = ["ops"] });
        Assert.Equal([incident], Ids(page.Sections[0]));
        Assert.Equal("ops", Assert.Single(page.Facets.Teams).Value);
        Assert.Empty((await ShowAsync(All with { Teams = [BoardFilter.None] })).Sections);
    }

    [Fact]
    public async Task Pages_of_a_section_follow_one_another_without_gap_or_overlap()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++) ids.Add(await OpenAsync($"{i}", i % 2 == 0 ? Severity.High : Severity.Critical));
        await tenant.Grain(ids[0]).AcknowledgeAsync("odo", null);
        var found = new List<string>();
        BoardCursor? next = null;
        do
        {
            var page = await Board.ShowAsync(new() { Filter = All, Rows = 2, After = next });
            if (next is not null) Assert.Single(page.Sections);
            found.AddRange(Ids(page.Sections[0]));
            next = page.Sections[0].Next;
            Assert.Equal(6, page.Sections[0].Total);
        }
        while (next is not null);
        Assert.Equal([ids[5], ids[3], ids[1], ids[6], ids[4], ids[2]], found);
    }

    [Fact]
    public async Task What_is_on_the_screen_stays_in_its_place_and_what_is_new_waits()
    {
        var (one, two) = (await OpenAsync("a"), await OpenAsync("b"));
        var first = await ShowAsync(All);
        await tenant.Grain(one).ResolveAsync("odo", null);
        var three = await OpenAsync("c", Severity.Critical);
        var later = await Board.ShowAsync(new() { Filter = All, Shown = Shown(first), Seen = first.Newest });
        Assert.Equal([two, one], Ids(later.Sections[0]));
        Assert.Equal([false, true], later.Sections[0].Rows.Select(row => row.HasLeft));
        Assert.Equal(IncidentPhase.Resolved, later.Sections[0].Rows[1].Incident.Phase);
        Assert.Equal((1, 2), (later.New, later.Sections[0].Total));
        Assert.Equal([three, two], Ids((await ShowAsync(All)).Sections[0]));
    }

    [Fact]
    public async Task What_somebody_takes_stays_in_its_place_too_and_is_not_new_elsewhere()
    {
        var one = await OpenAsync("a");
        var first = await ShowAsync(All);
        await tenant.Grain(one).AcknowledgeAsync("odo", null);
        var later = await Board.ShowAsync(new() { Filter = All, Shown = Shown(first), Seen = first.Newest });
        Assert.Equal([one], Ids(later.Sections[0]));
        Assert.Equal((0, true), (later.New, later.Sections[0].Rows[0].HasLeft));
    }

    [Fact]
    public async Task Who_has_heard_of_nothing_newer_is_shown_what_was_read_and_nobody_goes_back()
    {
        var one = await OpenAsync("a");
        var first = await ShowAsync(All);
        await tenant.Grain(one).AcknowledgeAsync("odo", null);
        var shared = await Board.ShowAsync(new() { Filter = All, Heard = first.Place });
        Assert.Equal((1, first.Place), (shared.Total(Standing.Nobody), shared.Place));
        Assert.Equal((1, first.Place), await NobodyHasAsync(first.Place));
        var second = await ShowAsync(All);
        Assert.Equal((0, 1), (second.Total(Standing.Nobody), second.Total(Standing.WorkedOn)));
        Assert.Equal(second.Place, (await Board.ShowAsync(new() { Filter = All, Heard = first.Place })).Place);
        Assert.Equal((0, second.Place), await NobodyHasAsync(first.Place));
        Assert.Equal(1, (await Board.ShowAsync(new() { Filter = All, Heard = $"{first.Place} {second.Place}" })).Total(Standing.WorkedOn));

        async Task<(long, string)> NobodyHasAsync(string heard)
        {
            var (count, place) = await Board.NobodyHasAsync(tenant.Workspace, heard);
            return (count, place);
        }
    }

    [Fact]
    public async Task A_slice_after_the_other_brings_all_that_match_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await OpenAsync($"{i}"));
        await tenant.Grain(ids[1]).ResolveAsync("odo", null);
        var found = new List<string>();
        IncidentCursor? next = null;
        do
        {
            var slice = await Board.SliceAsync(All with { Phases = [IncidentPhase.Open, IncidentPhase.Resolved] }, next, 2);
            found.AddRange(slice.Items.Select(item => item.Incident.Id));
            next = slice.Next;
        }
        while (next is not null);
        Assert.Equal(Enumerable.Reverse(ids), found);
    }

    [Fact]
    public async Task A_workspace_without_incidents_is_at_its_first_start() => Assert.True((await ShowAsync(All)).IsFirstStart);

    [Fact]
    public async Task Filters_are_kept_under_a_name_until_they_are_removed()
    {
        var views = fixture.Silo.Grains.GetGrain<IBoardViewsGrain>(tenant.Workspace);
        Assert.True(await views.SaveAsync(new("Night", "severity=critical", "odo", tenant.Now)));
        Assert.True(await views.SaveAsync(new("day", "team=ops", "odo", tenant.Now)));
        Assert.True(await views.SaveAsync(new("NIGHT", "severity=high", "frieda", tenant.Now)));
        await fixture.Silo.DeactivateAsync(views);
        Assert.Equal([("day", "team=ops"), ("NIGHT", "severity=high")], (await views.ListAsync()).Select(view => (view.Name, view.Query)));
        Assert.True(await views.RemoveAsync("night"));
        Assert.False(await views.RemoveAsync("night"));
        Assert.Single(await views.ListAsync());
    }

    private Task<BoardPage> ShowAsync(BoardFilter filter) => Board.ShowAsync(new() { Filter = filter });

    /// <summary>A problem of a service of its own.</summary>
    private async Task<string> OpenAsync(string name, Severity severity = Severity.High)
    {
        fixture.Silo.Clock.Advance(TimeSpan.FromSeconds(1));
        var signal = Signals.Firing(name, $"service-{name}", severity);
        return (await tenant.SendAsync(signal with { Subject = signal.Subject with { Namespace = $"space-{name}" } })).IncidentId!;
    }

    private static string[] Ids(BoardSection section) => [.. section.Rows.Select(row => row.Incident.Id)];

    private static ImmutableArray<ShownSection> Shown(BoardPage page) =>
        [.. page.Sections.Select(section => new ShownSection(section.Section, [.. section.Rows.Select(row => new ShownRow(row.RowId, []))]))];
}

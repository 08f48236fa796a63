using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class IncidentListTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task A_list_is_newest_first_and_shows_all_workspaces_unless_one_is_named()
    {
        await BornAsync("inc-1", minute: 1);
        await BornAsync("inc-2", minute: 3, workspace: "ws-2");
        await BornAsync("inc-3", minute: 2);
        Assert.Equal(["inc-2", "inc-3", "inc-1"], await IdsAsync(new()));
        Assert.Equal(["inc-3", "inc-1"], await IdsAsync(new() { Workspace = "ws-1" }));
        Assert.Empty(await IdsAsync(new() { Workspace = "ws-3" }));
    }

    [Fact]
    public async Task Filters_combine()
    {
        await BornAsync("inc-1", 1,
            change: i => i with { Severity = Severity.Critical, Subject = new AlertSubject { Service = "a", Namespace = "x" } });
        await BornAsync("inc-2", 2, change: i => i with { Severity = Severity.Info, Subject = new AlertSubject { Service = "a", Namespace = "y" } });
        await BornAsync("inc-3", 3, change: i => i with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon, Subject = AlertSubject.None });
        Assert.Equal(["inc-1"], await IdsAsync(new() { Severities = [Severity.Critical] }));
        Assert.Equal(["inc-2", "inc-1"], await IdsAsync(new() { Service = "a" }));
        Assert.Equal(["inc-2"], await IdsAsync(new() { Service = "a", Namespace = "y" }));
        Assert.Equal(["inc-3"], await IdsAsync(new() { Phases = [IncidentPhase.Resolved] }));
        Assert.Equal(["inc-2", "inc-1"], await IdsAsync(new() { Phases = [IncidentPhase.Open] }));
        Assert.Empty(await IdsAsync(new() { Phases = [IncidentPhase.Open], Service = "a", Severities = [Severity.High] }));
    }

    [Fact]
    public async Task Since_includes_its_instant_and_until_does_not()
    {
        for (var minute = 1; minute <= 3; minute++) await BornAsync($"inc-{minute}", minute);
        Assert.Equal(["inc-3", "inc-2"], await IdsAsync(new() { Since = Samples.Noon.AddMinutes(2) }));
        Assert.Equal(["inc-1"], await IdsAsync(new() { Until = Samples.Noon.AddMinutes(2) }));
        Assert.Equal(["inc-2"], await IdsAsync(new() { Since = Samples.Noon.AddMinutes(2), Until = Samples.Noon.AddMinutes(3) }));
        // Who asks in the millisecond in which something came, and after it, sees it.
        Assert.Equal(["inc-2", "inc-1"], await IdsAsync(new() { Until = Samples.Noon.AddMinutes(2).AddTicks(1) }));
        Assert.Equal(["inc-3", "inc-2", "inc-1"], await IdsAsync(new() { Until = DateTimeOffset.MaxValue }));
    }

    [Theory]
    [InlineData("cpu", "inc-1")]
    [InlineData("91%", "inc-1")]
    [InlineData("%", "inc-1")]
    [InlineData("a_b", "inc-2")]
    [InlineData("_", "inc-2")]
    [InlineData(@"c:\tmp", "inc-3")]
    [InlineData(@"\", "inc-3")]
    [InlineData("Überlauf", "inc-4")]
    [InlineData("it's", "inc-4")]
    [InlineData("nothing", null)]
    [InlineData("%cpu%x", null)]
    public async Task Text_is_part_of_the_title_whatever_the_case_and_has_no_wildcards(string text, string? id)
    {
        await BornAsync("inc-1", 1, "High CPU at 91% now");
        await BornAsync("inc-2", 2, "Job A_B failed");
        await BornAsync("inc-3", 3, @"Disk full on C:\TMP");
        await BornAsync("inc-4", 4, "Überlauf: it's over");
        await BornAsync("inc-5", 5, "aXb 91 percent");
        Assert.Equal(id is null ? [] : [id], await IdsAsync(new() { Text = text }));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_overlap_over_equal_times()
    {
        for (var i = 0; i < 23; i++) await BornAsync($"inc-{i:00}", minute: i / 10);
        var pages = new List<IncidentPage>();
        var filter = new IncidentFilter { Workspace = "ws-1", Limit = 5 };
        do
        {
            pages.Add(await Reads.ListAsync(filter));
            filter = filter with { After = pages[^1].Next };
        }
        while (filter.After is not null);

        Assert.Equal([5, 5, 5, 5, 3], pages.Select(page => page.Items.Length));
        Assert.Equal(Enumerable.Range(0, 23).Reverse().Select(i => $"inc-{i:00}"),
            pages.SelectMany(page => page.Items).Select(item => item.Incident.Id));
    }

    [Fact]
    public async Task What_opens_while_somebody_turns_pages_does_not_move_them()
    {
        for (var i = 0; i < 4; i++) await BornAsync($"inc-{i}", minute: 0);
        var first = await Reads.ListAsync(new() { Limit = 2 });
        await BornAsync("inc-new", minute: 0);
        Assert.Equal(["inc-1", "inc-0"], (await Reads.ListAsync(new() { Limit = 2, After = first.Next })).Items.Select(item => item.Incident.Id));
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_names_no_next_one()
    {
        await BornAsync("inc-1", 1);
        await BornAsync("inc-2", 2);
        Assert.Null((await Reads.ListAsync(new() { Limit = 2 })).Next);
        Assert.NotNull((await Reads.ListAsync(new() { Limit = 1 })).Next);
    }

    [Fact]
    public async Task A_listed_incident_says_how_often_and_when_its_alerts_fired()
    {
        var birth = await BornAsync("inc-1", 0);
        await CommitAsync(Samples.Repeat(birth.Alert, 4, Samples.NoonUnix + 1000));
        await BornAsync("inc-2", 1, placement: Samples.ChildOf("inc-1"));
        var items = (await Reads.ListAsync(new())).Items;
        Assert.Equal(("inc-1", 1L), (items[0].Facts.ParentId, items[0].Facts.Occurrences));
        Assert.Equal((null, 5L, Samples.Noon.AddSeconds(1)), (items[1].Facts.ParentId, items[1].Facts.Occurrences, items[1].Facts.LastSeen));
        Assert.Equal(GroupId.For("inc-1"), items[1].Facts.GroupId);
    }

    [Fact]
    public async Task Everything_that_is_read_of_one_incident_stays_in_its_workspace()
    {
        await BornAsync("inc-1", 0);
        Assert.Equal("ws-1", await Reads.LocateAsync("inc-1"));
        Assert.Null(await Reads.LocateAsync("inc-2"));
        Assert.Null(await Reads.FindAsync("ws-2", "inc-1"));
        Assert.Null(await Reads.FactsAsync("ws-2", "inc-1"));
        Assert.Empty(await Reads.TimelineAsync("ws-2", "inc-1"));
        Assert.Empty(await Reads.AlertsAsync("ws-2", "inc-1"));
        Assert.Empty(await Reads.ChildrenAsync("ws-2", "inc-1"));
        Assert.Null(await Index.GroupOfAsync("ws-2", "inc-1"));
    }

    [Fact]
    public async Task Groupable_are_unresolved_incidents_of_the_window_oldest_first_with_their_parents()
    {
        await BornAsync("inc-old", -2);
        await BornAsync("inc-1", 0);
        await BornAsync("inc-2", 1, placement: Samples.ChildOf("inc-1"));
        await BornAsync("inc-over", 2, change: i => i with { Phase = IncidentPhase.Resolved });
        await BornAsync("inc-ack", 3, change: i => i with { Phase = IncidentPhase.Acknowledged });
        await BornAsync("inc-far", 3, workspace: "ws-2");
        var found = await Reads.GroupableAsync("ws-1", Samples.Noon, 10);
        Assert.Equal([("inc-1", null), ("inc-2", "inc-1"), ("inc-ack", null)], found.Select(item => (item.Incident.Id, item.ParentId)));
        Assert.Equal(["inc-2", "inc-ack"], (await Reads.GroupableAsync("ws-1", Samples.Noon, 2)).Select(item => item.Incident.Id));
    }

    [Fact]
    public async Task Activity_is_what_was_done_newest_first()
    {
        var born = await BornAsync("inc-1", 0);
        await BornAsync("inc-2", 0, workspace: "ws-2");
        var (acknowledged, noted) =
            (Samples.Event(EventTypes.IncidentAcknowledged, Samples.Noon.AddMinutes(1)),
                Samples.Event(EventTypes.NoteAdded, Samples.Noon.AddMinutes(2)));
        await CommitAsync(new IncidentWrite { Incident = born.Incident, Version = 1,
            Facts = new() { Events = Samples.Of(born.Incident, acknowledged, noted) } });
        Assert.Equal(["note", "acknowledge"], (await Reads.ActivityAsync("ws-1", 10)).Select(item => item.Action));
        Assert.Equal(["note"], (await Reads.ActivityAsync(null, 1)).Select(item => item.Action));
        Assert.Empty(await Reads.ActivityAsync("ws-2", 10));
    }

    [Fact]
    public async Task Open_incidents_are_counted_by_severity()
    {
        await BornAsync("inc-1", 0, change: i => i with { Severity = Severity.Critical });
        await BornAsync("inc-2", 0, change: i => i with { Severity = Severity.Critical, Phase = IncidentPhase.Acknowledged });
        await BornAsync("inc-3", 0, change: i => i with { Severity = Severity.Info });
        await BornAsync("inc-4", 0, change: i => i with { Severity = Severity.Info, Phase = IncidentPhase.Resolved });
        Assert.Equal([1, 0, 0, 2], await Reads.OpenBySeverityAsync());
    }

    private async Task<IncidentBirthEntry> BornAsync(
        string id, int minute, string title = "High CPU", string workspace = "ws-1", Placement? placement = null,
            Func<Incident, Incident>? change = null)
    {
        var incident = Samples.Incident(id, workspace, Samples.Noon.AddMinutes(minute), title);
        var birth = await CommitAsync(Samples.Birth(change is null ? incident : change(incident), placement: placement));
        Assert.Equal(LedgerOutcome.Applied, birth.Outcome);
        return birth;
    }

    private async Task<IEnumerable<string>> IdsAsync(IncidentFilter filter) => (await Reads.ListAsync(filter)).Items.Select(item => item.Incident.Id);
}

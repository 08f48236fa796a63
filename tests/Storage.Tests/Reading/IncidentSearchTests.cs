using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class IncidentSearchTests(LedgerDialect dialect, string name) : LedgerSuite(dialect)
{
    private static readonly AlertSubject Place = new()
    {
        Service = "Payments", Namespace = "shop", Deployment = "pay-api", Pod = "pay-api-7", Node = "node-17", Cluster = "eu-1", Container = "main",
    };

    [Theory]
    [InlineData("high cpu")]
    [InlineData("payments")]
    [InlineData("PAY-API-7")]
    [InlineData("node-17")]
    [InlineData("eu-1")]
    [InlineData("blue")]
    [InlineData("KubeNodeNotReady")]
    [InlineData("inc-1")]
    [InlineData("grafana")]
    [InlineData("cpu blue eu")]
    [InlineData("\"high cpu\" node-17")]
    [InlineData("ÄRGER")]
    public async Task An_incident_is_found_by_whatever_it_says_of_itself(string text)
    {
        await BornAsync("inc-1", incident => incident with
        {
            Title = "High CPU, Ärger", Subject = Place, Source = "grafana",
            Labels = [new("alertname", "KubeNodeNotReady"), new("nodepool", "Blue")],
        });
        await BornAsync("inc-2", incident => incident with { Title = "Disk full", Subject = AlertSubject.None, Labels = [new("nodepool", "red")] });
        await BornAsync("inc-3", workspace: "ws-2", change: incident => incident with { Title = "High CPU, Ärger", Subject = Place });
        Assert.Equal(["inc-1"], await IdsAsync(new() { Text = text }));
        Assert.Empty(await IdsAsync(new() { Text = text + " nothing" }));
        // Names of labels are no words: nearly all have the same.
        Assert.Empty(await IdsAsync(new() { Text = "nodepool" }));
    }

    [Fact]
    public async Task What_an_incident_learns_later_is_found_too()
    {
        var born = await BornAsync("inc-1", incident => incident with { Subject = AlertSubject.None });
        Assert.Empty(await IdsAsync(new() { Text = "node-17" }));
        await CommitAsync(Samples.Write(born with { Subject = Place, AcknowledgedBy = "odo", AssignedTo = "frieda" }, 1));
        Assert.Equal(["inc-1"], await IdsAsync(new() { Text = "node-17" }));
        Assert.Equal(["inc-1"], await IdsAsync(new() { AcknowledgedBy = "odo" }));
        Assert.Equal(["inc-1"], await IdsAsync(new() { AssignedTo = "frieda" }));
        Assert.Empty(await IdsAsync(new() { AssignedTo = "odo" }));
        await CommitAsync(Samples.Write(born, 2));
        Assert.Empty(await IdsAsync(new() { AcknowledgedBy = "odo" }));
        Assert.Equal(1, Count("incident_search"));
    }

    [Fact]
    public async Task An_alert_that_is_taken_out_is_found_by_its_own_incident()
    {
        var born = await CommitAsync(Samples.Birth("inc-1"));
        var split = Samples.Incident("inc-9", title: "Taken out");
        await CommitAsync(new IncidentWrite
        {
            Incident = born.Incident, Version = 1, Split = new AlertSplit(born.Alert.RowId, split, [], []),
        });
        Assert.Equal(["inc-9"], await IdsAsync(new() { Text = "taken" }));
    }

    [Fact]
    public async Task A_birth_that_is_refused_leaves_nothing_to_find()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var second = await CommitAsync(Samples.Birth(Samples.Incident("inc-2"), Samples.Identity("inc-1")));
        Assert.Equal(LedgerOutcome.Conflict, second.Outcome);
        Assert.Equal(1, Count("incident_search"));
    }

    [Fact]
    public async Task A_label_is_its_name_and_its_whole_value_and_all_that_are_named_count()
    {
        await BornAsync("inc-1", incident => incident with { Labels = [new("nodepool", "Blue"), new("zone", "a_1")], Subject = Place });
        await BornAsync("inc-2", incident => incident with { Labels = [new("nodepool", "bluer"), new("zone", "ab1")] });
        Assert.Equal(["inc-1"], await IdsAsync(new() { Labels = [new("nodepool", "blue")] }));
        Assert.Equal(["inc-1"], await IdsAsync(new() { Labels = [new("zone", "a_1"), new("NodePool", "blue"), new("node", "node-17")] }));
        Assert.Empty(await IdsAsync(new() { Labels = [new("zone", "a_1"), new("nodepool", "bluer")] }));
        Assert.Empty(await IdsAsync(new() { Labels = [new("pool", "blue")] }));
    }

    [Fact]
    public async Task One_of_several_states_or_severities_is_enough_and_they_come_in_one_order()
    {
        for (var i = 0; i < 9; i++)
        {
            var (phase, severity) = ((IncidentPhase)(i % 3), (Severity)(i % 4));
            await BornAsync($"inc-{i}", incident => incident with { Phase = phase, Severity = severity }, minute: i);
        }
        var unresolved = new IncidentFilter { Workspace = Samples.Workspace, Phases = [IncidentPhase.Open, IncidentPhase.Acknowledged] };
        Assert.Equal(["inc-7", "inc-6", "inc-4", "inc-3", "inc-1", "inc-0"], await PagedAsync(unresolved with { Limit = 2 }));
        Assert.Equal(["inc-8", "inc-5", "inc-4", "inc-1", "inc-0"],
            await PagedAsync(new() { Workspace = Samples.Workspace, Severities = [Severity.Info, Severity.Warning], Limit = 2 }));
        Assert.Equal(["inc-4", "inc-1", "inc-0"],
            await IdsAsync(unresolved with { Severities = [Severity.Info, Severity.Warning] }));
        Assert.Equal(["inc-1"],
            await IdsAsync(unresolved with { Severities = [Severity.Warning], Text = "cpu", Since = Samples.Noon.AddMinutes(1) }));
    }

    [Theory]
    [InlineData(IncidentSort.Created, false, "4 3 2 1 0")]
    [InlineData(IncidentSort.Created, true, "0 1 2 3 4")]
    [InlineData(IncidentSort.Severity, false, "3 4 1 2 0")]
    [InlineData(IncidentSort.Severity, true, "0 2 1 4 3")]
    [InlineData(IncidentSort.Updated, false, "0 4 3 2 1")]
    [InlineData(IncidentSort.Updated, true, "1 2 3 4 0")]
    public async Task A_list_is_sorted_and_its_pages_follow_one_another(IncidentSort sort, bool ascending, string expected)
    {
        Severity[] severities = [Severity.Info, Severity.High, Severity.Warning, Severity.Critical, Severity.High];
        var born = new List<Incident>();
        for (var i = 0; i < 5; i++) born.Add(await BornAsync($"inc-{i}", incident => incident with { Severity = severities[i] }, minute: i));
        var later = Samples.Event(EventTypes.NoteAdded, Samples.Noon.AddHours(1));
        await CommitAsync(new IncidentWrite { Incident = born[0], Version = 1, Facts = new() { Events = Samples.Of(born[0], later) } });
        var filter = new IncidentFilter { Workspace = Samples.Workspace, Sort = sort, Ascending = ascending, Limit = 2 };
        Assert.Equal(expected.Split(' ').Select(i => $"inc-{i}"), await PagedAsync(filter));
        Assert.Equal(expected.Split(' ').Select(i => $"inc-{i}"), await PagedAsync(filter with { Text = "high" }));
        Assert.Equal(Samples.Noon.AddHours(1), (await Reads.FactsAsync(Samples.Workspace, "inc-0"))!.UpdatedAt);
    }

    [Fact]
    public async Task All_that_match_are_counted_on_every_page()
    {
        for (var i = 0; i < 5; i++)
        {
            var phase = (IncidentPhase)(i % 2);
            await BornAsync($"inc-{i}", incident => incident with { Phase = phase, Title = i < 4 ? "Disk full" : "High CPU" }, minute: i);
        }
        foreach (var (filter, total) in new (IncidentFilter, long)[]
        {
            (new(), 5), (new() { Text = "disk" }, 4), (new() { Phases = [IncidentPhase.Open] }, 3), (new() { Text = "nothing" }, 0),
            (new() { Text = "disk", Phases = [IncidentPhase.Open, IncidentPhase.Acknowledged] }, 4), (new() { Sort = IncidentSort.Severity }, 5),
        })
        {
            var counted = filter with { Workspace = Samples.Workspace, Counts = true, Limit = 2 };
            var page = await Reads.ListAsync(counted);
            Assert.Equal(total, page.Total);
            if (page.Next is { } next) Assert.Equal(total, (await Reads.ListAsync(counted with { After = next })).Total);
        }
        Assert.Null((await Reads.ListAsync(new())).Total);
    }

    [Fact]
    public async Task Services_of_a_team_are_those_that_it_names_or_all_that_no_other_names()
    {
        foreach (var (id, service) in new[] { ("inc-1", "Cart"), ("inc-2", "db"), ("inc-3", null) })
            await BornAsync(id, incident => incident with { Subject = new() { Service = service } });
        Assert.Equal(["inc-1"], await OfTeamAsync(new(["cart", "mail", "x"], IsAllBut: false, WithNone: false)));
        Assert.Equal(["inc-3", "inc-1"], await OfTeamAsync(new(["cart"], IsAllBut: false, WithNone: true)));
        Assert.Equal(["inc-3", "inc-2"], await OfTeamAsync(new(["cart"], IsAllBut: true, WithNone: true)));
        Assert.Equal(["inc-2"], await OfTeamAsync(new(["cart"], IsAllBut: true, WithNone: false)));
        Assert.Equal(["inc-3", "inc-2", "inc-1"], await OfTeamAsync(new([], IsAllBut: true, WithNone: true)));
        Assert.Empty(await OfTeamAsync(new([], IsAllBut: false, WithNone: false)));

        Task<List<string>> OfTeamAsync(TeamScopes scopes) => IdsAsync(new() { Scopes = scopes });
    }

    [Fact]
    public async Task What_was_stored_before_there_was_a_search_is_found_by_it()
    {
        var born = await BornAsync("inc-1", incident => incident with
        {
            Title = "High CPU", Subject = Place, Labels = [new("nodepool", "Blue"), new("zone", "a")], AssignedTo = "frieda", AcknowledgedBy = "odo",
        });
        await BornAsync("inc-2", incident => incident with { Title = "Disk full", Subject = AlertSubject.None, Labels = [] });
        await CommitAsync(new IncidentWrite
        {
            Incident = born, Version = 1, Facts = new() { Events = Samples.Of(born, Samples.Event(EventTypes.NoteAdded, Samples.Noon.AddHours(1))) },
        });
        const string Columns = "SELECT workspace, created_at, row_id, updated_at, acknowledged_by, assigned_to FROM incident_search ORDER BY row_id";
        var before = Rows(Columns);
        Rows("DROP TABLE incident_search");
        var script = SchemaScripts.For(name).Single(script => script.Number == 15).Sql;
        foreach (var part in script.Split(";\n").Where(part => part.Length > 0)) Rows(part);
        Assert.Equal(before, Rows(Columns));
        foreach (var text in (string[])["cpu", "payments", "node-17", "blue", "inc-1"])
            Assert.Equal(["inc-1"], await IdsAsync(new() { Text = text }));
        Assert.Equal(["inc-1"], await IdsAsync(new() { Labels = [new("nodepool", "blue"), new("cluster", "eu-1"), new("zone", "a")] }));
        Assert.Equal(["inc-2"], await IdsAsync(new() { Text = "inc-2" }));
    }

    private async Task<Incident> BornAsync(
        string id, Func<Incident, Incident>? change = null, int minute = 0, string workspace = Samples.Workspace)
    {
        var incident = Samples.Incident(id, workspace, Samples.Noon.AddMinutes(minute));
        var birth = await CommitAsync(Samples.Birth(change is null ? incident : change(incident)));
        Assert.Equal(LedgerOutcome.Applied, birth.Outcome);
        return birth.Incident;
    }

    private async Task<List<string>> IdsAsync(IncidentFilter filter) =>
        [.. (await Reads.ListAsync(filter with { Workspace = Samples.Workspace })).Items.Select(item => item.Incident.Id)];

    private async Task<List<string>> PagedAsync(IncidentFilter filter)
    {
        var ids = new List<string>();
        IncidentCursor? next = null;
        do
        {
            var page = await Reads.ListAsync(filter with { After = next });
            ids.AddRange(page.Items.Select(item => item.Incident.Id));
            next = page.Next;
        }
        while (next is not null);
        return ids;
    }
}

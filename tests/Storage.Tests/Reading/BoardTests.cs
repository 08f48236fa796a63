using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class BoardTests(LedgerDialect dialect, string name) : LedgerSuite(dialect)
{
    private static readonly BoardFilter All = new() { Workspace = Samples.Workspace };

    private IBoardReads Board => Service<IBoardReads>();

    [Fact]
    public async Task A_line_says_what_is_counted_of_an_incident()
    {
        var parent = await BornAsync("inc-1");
        await BornAsync("inc-2", incident => incident with
        {
            Severity = Severity.Critical, AssignedTo = "frieda", SnoozedUntil = Samples.Noon.AddHours(2), Flapping = true, Source = "grafana",
            Silenced = new("sil-1", Samples.Noon.AddHours(1), Maintenance: false, null), CreatedAt = Samples.Noon.AddMinutes(1),
            Subject = new AlertSubject { Deployment = "ledger-writer", Namespace = "billing", Cluster = "eu-1", Node = "n7", Pod = "writer-5d" },
        }, Samples.ChildOf("inc-1"));
        var lines = await ScanAsync(All);
        var (one, two) = (lines["inc-1"], lines["inc-2"]);
        Assert.Equal((Severity.High, "payments", "prod", null, null), (one.Severity, one.Scope, one.Namespace, one.Owner, one.ParentId));
        Assert.Equal(
            (Severity.Critical, "ledger-writer", "billing", "grafana", "frieda"), (two.Severity, two.Scope, two.Namespace, two.Source, two.Owner));
        Assert.Equal((true, Samples.Noon.AddHours(2), "inc-1"), (two.Silenced, two.SnoozedUntil, two.ParentId));
        Assert.Equal(Samples.Noon.AddMinutes(1).ToUnixTimeMilliseconds(), two.CreatedAt);
        Assert.Equal("inc-1", parent.Incident.Id);
    }

    [Fact]
    public async Task A_change_of_the_incident_changes_its_line()
    {
        var incident = (await BornAsync("inc-1")).Incident;
        await CommitAsync(Samples.Write(
            incident with { Phase = IncidentPhase.Acknowledged, AcknowledgedBy = "odo", Subject = incident.Subject with { Service = "ledger" } }, 1));
        var line = (await ScanAsync(All))["inc-1"];
        Assert.Equal((IncidentPhase.Acknowledged, "odo", "ledger"), (line.Phase, line.Owner, line.Scope));
        await CommitAsync(Samples.Write(incident with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon }, 2));
        Assert.Empty(await ScanAsync(All));
        Assert.Null((await ScanAsync(All with { Phases = [IncidentPhase.Resolved] }))["inc-1"].Owner);
    }

    [Fact]
    public async Task Each_filter_leaves_what_it_names()
    {
        await BornAsync(
            "inc-a", i => i with { Title = "Disk of 90_% full", Subject = new AlertSubject { Node = "n1", Cluster = "c1", Pod = "web-1" } });
        await BornAsync("inc-b", i => i with { AssignedTo = "odo", Flapping = true, CreatedAt = Samples.Noon.AddMinutes(5) });
        await BornAsync("inc-c", i => i with { Silenced = new("sil-1", Samples.Noon, Maintenance: true, null) }, Samples.ChildOf("inc-a"));
        await BornAsync("inc-d", i => i with { Workspace = "ws-2" });
        await IsAsync(["inc-a", "inc-b", "inc-c"], All);
        await IsAsync(["inc-a"], All with { Node = "n1" });
        await IsAsync(["inc-a"], All with { Cluster = "c1" });
        await IsAsync(["inc-b"], All with { Owner = "odo" });
        await IsAsync(["inc-a", "inc-c"], All with { Owner = BoardFilter.None });
        await IsAsync(["inc-b"], All with { OnlyFlapping = true });
        await IsAsync(["inc-c"], All with { OnlySilenced = true });
        await IsAsync(["inc-a", "inc-c"], All with { Group = "inc-a" });
        await IsAsync(["inc-b"], All with { Since = Samples.Noon.AddMinutes(5) });
        await IsAsync(["inc-a", "inc-c"], All with { Until = Samples.Noon.AddMinutes(5) });
        await IsAsync(["inc-a"], All with { Text = "dISK" });
        await IsAsync(["inc-a"], All with { Text = "0_%" });
        await IsAsync(["inc-a"], All with { Text = "WEB-" });
        await IsAsync(["inc-b", "inc-c"], All with { Text = "payMENTS" });
        await IsAsync(["inc-b"], All with { Text = "INC-B" });
        await IsAsync([], All with { Text = "%x" });
        await IsAsync([], All with { Node = "n1", OnlyFlapping = true });
    }

    [Fact]
    public async Task What_is_counted_is_not_filtered_here()
    {
        await BornAsync("inc-1");
        await IsAsync(["inc-1"], All with { Severities = [Severity.Info], Services = ["other"], Teams = ["t"], Sources = ["s"], Namespaces = ["n"] });
    }

    [Fact]
    public async Task Only_what_is_older_than_a_cursor_is_found_behind_it()
    {
        for (var i = 0; i < 4; i++) await BornAsync($"inc-{i}", incident => incident with { CreatedAt = Samples.Noon.AddMinutes(i / 2) });
        var third = (await ScanAsync(All))["inc-2"];
        var behind = await Board.ScanAsync(All, new(third.CreatedAt, third.RowId));
        Assert.Equal(["inc-0", "inc-1"], behind.Lines.Select(line => line.Id).Order(StringComparer.Ordinal));
        Assert.Null(behind.OlderThan);
    }

    [Fact]
    public async Task Incidents_are_read_again_when_one_of_their_workspace_has_changed_and_not_before()
    {
        var incident = (await BornAsync("inc-1")).Incident;
        var first = await Board.ScanAsync(All);
        await BornAsync("inc-2", other => other with { Workspace = "ws-2" });
        Assert.Same(first, await Board.ScanAsync(All));
        Assert.NotSame(first, await Board.ScanAsync(All with { Owner = BoardFilter.None }));
        await CommitAsync(Samples.Write(incident with { AssignedTo = "odo" }, 1));
        Assert.Equal("odo", (await ScanAsync(All))["inc-1"].Owner);
        await BornAsync("inc-3", placement: Samples.ChildOf("inc-1"));
        Assert.Equal("inc-1", (await ScanAsync(All))["inc-3"].ParentId);
    }

    [Fact]
    public async Task Rows_are_read_by_their_ids_with_their_facts()
    {
        for (var i = 0; i < 90; i++) await BornAsync($"inc-{i:00}");
        var lines = (await ScanAsync(All)).Values.ToList();
        var rows = await Board.RowsAsync(Samples.Workspace, [.. lines.Select(line => line.RowId), 999_999]);
        Assert.Equal(
            lines.Select(line => line.Id).Order(StringComparer.Ordinal),
            rows.Values.Select(row => row.Incident.Id).Order(StringComparer.Ordinal));
        Assert.All(rows.Values, row => Assert.Equal(1, row.Facts.Occurrences));
        Assert.Empty(await Board.RowsAsync("ws-2", [lines[0].RowId]));
        Assert.Empty(await Board.RowsAsync(Samples.Workspace, []));
    }

    [Fact]
    public async Task A_workspace_knows_whether_it_ever_had_an_incident()
    {
        Assert.False(await Board.HasAnyAsync(Samples.Workspace));
        await BornAsync("inc-1");
        Assert.True(await Board.HasAnyAsync(Samples.Workspace));
        Assert.False(await Board.HasAnyAsync("ws-2"));
    }

    [Fact]
    public async Task A_ledger_from_before_the_board_gets_its_columns_from_its_documents()
    {
        await BornAsync("inc-1", incident => incident with
        {
            AcknowledgedBy = "odo", Phase = IncidentPhase.Acknowledged, SnoozedUntil = Samples.Noon.AddHours(2), Flapping = true,
            Subject = new AlertSubject { Deployment = "writer", Cluster = "c1", Node = "n1", Pod = "writer-5d" },
        });
        await BornAsync("inc-2", incident => incident with { AcknowledgedBy = "odo", AssignedTo = "frieda" });
        await BornAsync("inc-3", incident => incident with { Subject = AlertSubject.None });
        const string columns = "SELECT id, scope, owner, snoozed_until, flapping, cluster, node, pod FROM incidents ORDER BY id";
        var before = Rows(columns);
        Rows("UPDATE incidents SET scope = NULL, owner = NULL, snoozed_until = NULL, flapping = NULL, cluster = NULL, node = NULL, pod = NULL");
        Assert.NotEqual(before, Rows(columns));
        var script = SchemaScripts.For(name).Single(script => script.Number == 10).Sql;
        Rows(Regex.Match(script, @"^UPDATE[^;]*;", RegexOptions.Multiline).Value);
        Assert.Equal(before, Rows(columns));
    }

    private async Task IsAsync(string[] ids, BoardFilter filter) =>
        Assert.Equal(ids, (await ScanAsync(filter)).Keys.Order(StringComparer.Ordinal));

    private async Task<ImmutableDictionary<string, BoardLine>> ScanAsync(BoardFilter filter) =>
        (await Board.ScanAsync(filter)).Lines.ToImmutableDictionary(line => line.Id);

    private Task<IncidentBirthEntry> BornAsync(string id, Func<Incident, Incident>? change = null, Placement? placement = null) =>
        CommitAsync(Samples.Birth((change ?? (incident => incident))(Samples.Incident(id)), placement: placement));
}

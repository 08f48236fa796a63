using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

/// <summary>What is in the schema, and that all of it goes with its workspace.</summary>
/// <param name="dialect">The database.</param>
/// <param name="columns">Asks it for the columns of all its tables, as table and column.</param>
public abstract class ErasureTests(LedgerDialect dialect, string columns) : LedgerSuite(dialect)
{
    private const string Gone = "ws-gone";

    private const string Stays = "ws-stays";

    /// <summary>Tables that belong to nobody, with the reason.</summary>
    private static readonly Dictionary<string, string> OfNobody = new()
    {
        ["workspaces"] = "is the list of them: its id is the workspace",
        ["probes"] = "one row that shows that a commit reaches the disk",
        ["ledger_writers"] = "which transaction a process committed last",
        ["schema_versions"] = "which scripts have run",
    };

    [Fact]
    public void Every_table_says_whose_a_row_is_or_why_it_is_nobodys()
    {
        var known = Schema();
        Assert.True(known.Count > 12, $"Only {known.Count} tables were found.");
        Assert.Empty(known.Where(table => !table.Contains("workspace")).Select(table => table.Key).Except(OfNobody.Keys));
    }

    [Fact]
    public void Every_table_with_a_workspace_is_emptied()
    {
        var emptied = EraseRows.Tables.Append("event_bodies");
        Assert.Empty(Schema().Where(table => table.Contains("workspace")).Select(table => table.Key).Except(emptied));
    }

    [Fact]
    public async Task Nothing_of_a_workspace_is_left_in_any_table_and_nothing_of_another_is_lost()
    {
        await FillAsync(Gone);
        await FillAsync(Stays);
        var (before, others) = (RowsOf(Gone), RowsOf(Stays));
        Assert.Equal([], before.Where(table => table.Value == 0).Select(table => table.Key));
        Assert.Equal(before.Where(table => table.Key is not ("workspaces" or "event_bodies")).Sum(table => table.Value),
            await Service<IWorkspaceReads>().RowsAsync(Gone));

        foreach (var table in EraseRows.Tables.Append(EraseRows.List))
        {
            // A few at a time, as it is done.
            while ((await CommitAsync(new EraseRows { Workspace = Gone, Table = table, Limit = 1 })).Erased > 0) { }
        }
        Assert.Equal([], RowsOf(Gone).Where(table => table.Value > 0).Select(table => table.Key));
        Assert.Equal(others, RowsOf(Stays));
        Assert.Null(await Service<IWorkspaceReads>().FindAsync(Gone));
    }

    [Fact]
    public async Task A_step_takes_no_more_than_it_may()
    {
        foreach (var id in Enumerable.Range(0, 7)) await CommitAsync(Samples.Birth(Samples.Incident($"inc-{id}", Gone)));
        Assert.Equal(3, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "incidents", Limit = 3 })).Erased);
        Assert.Equal(4, Count("incidents", $"workspace = '{Gone}'"));
        Assert.Equal(5, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "incident_events", Limit = 5 })).Erased);
        Assert.Equal(9, Count("incident_events", $"workspace = '{Gone}'"));
    }

    [Fact]
    public async Task What_is_gone_takes_nothing_more_whatever_it_is_and_whoever_comes_later()
    {
        var birth = await CommitAsync(Samples.Birth(Samples.Incident("inc-1", Gone)));
        await CommitAsync(new DocumentEntry(new(ErasureMark.Platform, ErasureMark.Kind, Gone)) { Version = 0, Document = "{}" });
        await RefusedAsync();
        // What a start knows.
        await RestartAsync();
        await RefusedAsync();
        // Another silo on the same database.
        Assert.True((await Service<IWorkspaceReads>().HeldAsync())[Gone].IsGone);
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Birth(Samples.Incident("inc-1", Stays)))).Outcome);
        Assert.True((await CommitAsync(new EraseRows { Workspace = Gone, Table = "incidents" })).Erased > 0);

        async Task RefusedAsync()
        {
            LedgerEntry[] entries =
            [
                Samples.Repeat(birth.Alert), Samples.Write(birth.Incident with { Title = "Changed" }, 1),
                Samples.Birth(Samples.Incident("inc-2", Gone)),
                new FactsEntry(Gone) { Facts = new() { Audit = [new("dave", "said", "x", "y", 1)] } },
                new DocumentEntry(new(Gone, "budget", "x")) { Version = 0, Document = "{}" }, new WorkspaceEntry { Id = Gone, At = 1 },
            ];
            var rows = RowsOf(Gone);
            await Task.WhenAll(entries.Select(CommitAsync));
            Assert.All(entries, entry => Assert.Equal(LedgerOutcome.Gone, entry.Outcome));
            Assert.Equal(rows, RowsOf(Gone));
        }
    }

    [Fact]
    public async Task An_incident_goes_with_all_that_is_its_own_and_only_if_it_is_over()
    {
        foreach (var id in new[] { "inc-over", "inc-other" }) await FillAsync(Gone, id);
        var (incident, version) = (await Reads.FindAsync(Gone, "inc-over"))!.Value;
        Assert.Equal(0, (await CommitAsync(new EraseIncidents { Workspace = Gone, Ids = ["inc-over"] })).Erased);
        var over = incident with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon };
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Write(over, version))).Outcome);

        Assert.Equal(["inc-over"], await Service<IWorkspaceReads>().ResolvedBeforeAsync(Gone, Samples.NoonUnix + 1, 10));
        Assert.Empty(await Service<IWorkspaceReads>().ResolvedBeforeAsync(Gone, Samples.NoonUnix, 10));
        Assert.Equal(1, (await CommitAsync(new EraseIncidents { Workspace = Gone, Ids = ["inc-over", "inc-other", "inc-none"] })).Erased);
        Assert.Null(await Reads.FindAsync(Gone, "inc-over"));
        Assert.Empty(await Reads.TimelineAsync(Gone, "inc-over"));
        foreach (var table in new[] { "incidents", "incident_search", "alerts", "event_bodies" })
            Assert.Equal(1, Count(table, $"workspace = '{Gone}'"));
        foreach (var kind in new[] { "diagnosis" })
            Assert.Equal("inc-other", Assert.Single(Rows($"SELECT id FROM documents WHERE workspace = '{Gone}' AND kind = '{kind}'")));
        Assert.Equal("inc-other", Assert.Single(Rows($"SELECT incident_id FROM outbox WHERE workspace = '{Gone}'")));
        Assert.Equal(["inc-other"], Rows($"SELECT id FROM alarms WHERE workspace = '{Gone}' AND kind = 'incident'"));
    }

    [Fact]
    public async Task A_parent_stays_until_its_children_go()
    {
        var parent = Samples.Incident("inc-parent", Gone) with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon };
        await CommitAsync(Samples.Birth(parent with { Phase = IncidentPhase.Open, ResolvedAt = null }));
        var child = await CommitAsync(Samples.Birth(Samples.Incident("inc-child", Gone), placement: Samples.ChildOf("inc-parent")));
        await CommitAsync(Samples.Write(parent, 1));
        var reads = Service<IWorkspaceReads>();
        Assert.Empty(await reads.ResolvedBeforeAsync(Gone, Samples.NoonUnix + 1, 10));
        await CommitAsync(Samples.Write(child.Incident with { Phase = IncidentPhase.Resolved, ResolvedAt = Samples.Noon }, 1));
        Assert.Equal(["inc-child", "inc-parent"], (await reads.ResolvedBeforeAsync(Gone, Samples.NoonUnix + 1, 10)).Order());
    }

    [Fact]
    public async Task Rows_go_by_their_age()
    {
        var audit = Enumerable.Range(1, 3).Select(i => new AuditRecord("dave", "said", "x", "y", i)).ToImmutableArray();
        await CommitAsync(new FactsEntry(Gone)
        {
            Facts = new()
            {
                Audit = audit,
                Actions = [Action("act-1", 100), Action("act-2", 200)],
                Messages = [Messages.Of("a", workspace: Gone), Messages.Of("b", workspace: Gone)],
            },
        });
        var rows = Rows($"SELECT seq FROM audit WHERE workspace = '{Gone}' ORDER BY seq").ConvertAll(long.Parse);
        Assert.Equal(2, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "audit", Before = rows[1] })).Erased);
        Assert.Equal(1, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "actions", Before = 200 })).Erased);
        Assert.Equal("act-2", Assert.Single(Rows($"SELECT id FROM actions WHERE workspace = '{Gone}'")));
        var pending = await Service<Grains.Notifications.IOutboxReads>().PendingAsync(workspace: Gone);
        await CommitAsync(new OutboxResultEntry { Workspace = Gone, Results = [Messages.Sent(pending[0])] });
        Assert.Equal(0, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "outbox", Before = Samples.NoonUnix })).Erased);
        Assert.Equal(1, (await CommitAsync(new EraseRows { Workspace = Gone, Table = "outbox", Before = Samples.NoonUnix + 1 })).Erased);
    }

    /// <summary>Something in every table.</summary>
    private async Task FillAsync(string workspace, string id = "inc-1")
    {
        var incident = Samples.Incident(id, workspace);
        await CommitAsync(new WorkspaceEntry { Id = workspace, Name = "Shown", At = 1 });
        var birth = Samples.Birth(incident, facts: new()
        {
            Events = IncidentEvent.Of(incident, [Samples.Event(EventTypes.AlertReceived), Samples.Event(EventTypes.IncidentCreated)], "{}"),
            Alarms = [new AlarmSet("stale", 5)],
            Messages = [Messages.Of(id, incident: id, workspace: workspace)],
            Audit = [new("dave", "said", "x", "y", 1)],
            Actions = [Action($"act-{id}", 100)],
            Attachments = [new("diagnosis", id, "{}")],
        });
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(birth)).Outcome);
        await CommitAsync(new DocumentEntry(new(workspace, "budget", id)) { Version = 0, Document = "{}" });
        await CommitAsync(new DeliveryRecord
        {
            Workspace = workspace, Source = "webhook", Id = id, At = 1, Status = 200, Response = "", ForgetBefore = 0,
        });
        await CommitAsync(new DeadLetterEntry { Workspace = workspace, Source = "webhook", Payload = "{}", Error = "broken", At = 1 });
        await CommitAsync(new DeployWrite
        {
            Deploy = new Deploy { Workspace = workspace, Id = id, Service = "payments", Actor = "ci", At = DateTimeOffset.UtcNow }, Version = 0,
        });
    }

    private static ActionLogRow Action(string id, long at) =>
        new(id, "inc-1", "restart_pod", "success", false, "shop", "dave", at, "east/shop/Deployment/cart", true, "{}");

    private ILookup<string, string> Schema() =>
        Rows(columns).Select(row => row.Split('|')).ToLookup(parts => parts[0], parts => parts[1]);

    private SortedDictionary<string, long> RowsOf(string workspace) => new(
        Schema().Select(table => table.Key).Where(table => table is "workspaces" || !OfNobody.ContainsKey(table)).ToDictionary(
            table => table, table => Count(table, $"{(table is "workspaces" ? "id" : "workspace")} = '{workspace}'")), StringComparer.Ordinal);
}

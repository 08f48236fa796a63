using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

/// <summary>What is read of one workspace and written into another.</summary>
/// <param name="dialect">The database.</param>
/// <param name="columns">Asks it for the columns of all its tables, as table and column.</param>
public abstract class TransferTests(LedgerDialect dialect, string columns) : LedgerSuite(dialect)
{
    private const string From = "ws-from";

    private const string To = "ws-to";

    /// <summary>Columns that are not taken along, because the other database has its own.</summary>
    private static readonly HashSet<string> Drawn = ["workspace", "row_id", "version", "seq", "partition", "set_at", "number"];

    /// <summary>Tables that are not, with the reason.</summary>
    private static readonly Dictionary<string, string> Left = new()
    {
        ["outbox"] = "what waits is sent from where it was written", ["deliveries"] = "senders send to the other one from now on",
        ["feed"] = "tells of what happened here", ["incident_search"] = "comes with the incidents", ["event_bodies"] = "come with their events",
    };

    [Fact]
    public void Every_column_is_taken_along_or_left_for_a_reason()
    {
        var schema = Rows(columns).Select(row => row.Split('|')).ToLookup(parts => parts[0], parts => parts[1]);
        foreach (var table in schema.Where(table => table.Contains("workspace") && !Left.ContainsKey(table.Key)))
        {
            var taken = TransferTables.Find(table.Key)!.Columns.Select(column => column.Name).Where(name => table.Contains(name));
            Assert.Equal(table.Except(Drawn).Order(), taken.Order());
        }
    }

    [Fact]
    public async Task What_is_written_is_what_was_read()
    {
        await FillAsync(From);
        await CopyAsync();
        foreach (var table in TransferTables.All) Assert.Equal(await AllAsync(From, table, 100), await AllAsync(To, table, 100));
        Assert.Equal(2, Count("event_bodies", $"workspace = '{To}'"));
        var found = (await Reads.ListAsync(new() { Workspace = To, Text = "cpu", Limit = 10 })).Items.Select(item => item.Incident.Id);
        Assert.Equal(["inc-1", "inc-2"], found.Order());
        // It is as good as one that was born here.
        var (incident, version) = (await Reads.FindAsync(To, "inc-1"))!.Value;
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(new IncidentWrite
        {
            Incident = incident with { Workspace = To, Title = "Changed" }, Version = version,
        })).Outcome);
        Assert.Equal(2, (await Reads.TimelineAsync(To, "inc-1")).Length);
    }

    [Fact]
    public async Task Pages_of_any_length_are_the_same_rows()
    {
        await FillAsync(From);
        foreach (var table in TransferTables.All)
        {
            var whole = await AllAsync(From, table, 100);
            Assert.NotEmpty(whole);
            Assert.Equal(whole, await AllAsync(From, table, 1));
        }
    }

    private async Task CopyAsync()
    {
        foreach (var table in TransferTables.All)
        {
            var rows = await Service<ITransferReads>().ReadAsync(From, table, [], 100);
            var entry = new ImportRows { Workspace = To, Table = table, Rows = [.. rows.Select(row => row.Values)] };
            Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(entry)).Outcome);
        }
    }

    private async Task<List<string>> AllAsync(string workspace, TransferTable table, int page)
    {
        var all = new List<string>();
        for (ImmutableArray<object> after = []; ;)
        {
            var rows = await Service<ITransferReads>().ReadAsync(workspace, table, after, page);
            all.AddRange(rows.Select(row => string.Join('|', row.Values)));
            if (rows.Count < page) return all;
            after = rows[^1].Key;
        }
    }

    private async Task FillAsync(string workspace)
    {
        foreach (var id in new[] { "inc-1", "inc-2" })
        {
            var incident = Samples.Incident(id, workspace);
            await CommitAsync(Samples.Birth(incident, facts: new()
            {
                Events = IncidentEvent.Of(
                    incident, [Samples.Event(EventTypes.AlertReceived), Samples.Event(EventTypes.IncidentCreated)], $"{{\"{id}\":1}}"),
                Alarms = [new AlarmSet("stale", 5)],
                Audit = [new("dave", "said", "x", id, 1)],
                Actions = [new($"act-{id}", id, "restart_pod", "success", false, "shop", "dave", 100, "east/shop/Deployment/cart", true, "{}")],
            }));
            await CommitAsync(new DocumentEntry(new(workspace, "budget", id)) { Version = 0, Document = "{}" });
            await CommitAsync(new DeadLetterEntry { Workspace = workspace, Source = "webhook", Payload = "{}", Error = id, At = 1 });
            await CommitAsync(new DeployWrite
            {
                Deploy = new Deploy { Workspace = workspace, Id = id, Service = "payments", Actor = "ci", At = DateTimeOffset.UtcNow }, Version = 0,
            });
        }
    }
}

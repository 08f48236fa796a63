using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class HistoryTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private IHistoryReads History => Service<IHistoryReads>();

    [Fact]
    public async Task Incidents_come_in_the_order_of_their_birth_page_by_page()
    {
        await BornAsync("inc-c", 3);
        await BornAsync("inc-a", 1);
        await BornAsync("inc-b", 3, Samples.ChildOf("inc-c"));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-x", "ws-2")));
        var first = await History.PageAsync(Samples.Workspace, null, 2);
        Assert.Equal([("inc-a", null), ("inc-c", null)], first.Select(row => (row.Incident.Id, row.ParentId)));
        var next = await History.PageAsync(Samples.Workspace, first[1].Place, 2);
        Assert.Equal([("inc-b", "inc-c")], next.Select(row => (row.Incident.Id, row.ParentId)));
        Assert.Empty(await History.PageAsync(Samples.Workspace, next[0].Place, 2));
    }

    [Fact]
    public async Task The_newest_begin_behind_the_one_that_is_too_old()
    {
        foreach (var i in Enumerable.Range(1, 5)) await BornAsync(FormattableString.Invariant($"inc-{i}"), i);
        var behind = await History.BehindNewestAsync(Samples.Workspace, 2);
        Assert.Equal(["inc-4", "inc-5"], (await History.PageAsync(Samples.Workspace, behind, 10)).Select(row => row.Incident.Id));
        Assert.Null(await History.BehindNewestAsync(Samples.Workspace, 5));
    }

    [Fact]
    public async Task What_was_executed_for_an_incident_is_counted_and_nothing_else()
    {
        var incident = (await BornAsync("inc-1", 1)).Incident;
        var done = new ActionLogRow(
            "act-1", "inc-1", "restart_pod", "succeeded", false, "shop", "dave", 100, "east/shop/Deployment/cart", true, "{}");
        await CommitAsync(new IncidentWrite
        {
            Incident = incident, Version = 1, Alerts = [],
            Facts = new()
            {
                Actions = [done, done with { Id = "act-2", IsExecuted = false, Outcome = "denied" }, done with { Id = "act-3", IncidentId = null }],
            },
        });
        Assert.Equal(1, Assert.Single(await History.OfAsync(Samples.Workspace, ["inc-1"])).Actions);
    }

    [Fact]
    public async Task Many_are_found_by_their_names_and_those_of_others_are_not()
    {
        var ids = Enumerable.Range(1, 90).Select(i => FormattableString.Invariant($"inc-{i}")).ToList();
        await Task.WhenAll(ids.Select(id => BornAsync(id, 1)));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-x", "ws-2")));
        var found = await History.OfAsync(Samples.Workspace, [.. ids, "inc-x", "inc-none"]);
        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Select(row => row.Incident.Id).Order(StringComparer.Ordinal));
        Assert.Empty(await History.OfAsync(Samples.Workspace, []));
    }

    [Fact]
    public async Task Alerts_are_counted_with_their_repeats_since_an_instant()
    {
        await BornAsync("inc-1", 1);
        var second = await BornAsync("inc-2", 2);
        var row = await Index.OfIncidentAsync(Samples.Workspace, second.Incident.Id);
        await CommitAsync(Samples.Repeat(row[0], 4));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-x", "ws-2")));
        Assert.Equal(6, await History.AlertsAsync(Samples.Workspace, Samples.Noon));
        Assert.Equal(5, await History.AlertsAsync(Samples.Workspace, Samples.Noon.AddMinutes(2)));
        Assert.Equal(0, await History.AlertsAsync(Samples.Workspace, Samples.Noon.AddMinutes(3)));
    }

    private Task<IncidentBirthEntry> BornAsync(string id, int minute, Grains.Incidents.Placement? placement = null) =>
        CommitAsync(Samples.Birth(Samples.Incident(id, at: Samples.Noon.AddMinutes(minute)), placement: placement));
}

using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

public abstract class AlertIndexTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task A_row_is_found_under_any_of_its_names()
    {
        await CommitAsync(Samples.Birth("inc-1", "a"));
        Assert.Equal("a", (await Index.FindAsync(Samples.Workspace, "a", null))!.Identity);
        Assert.Equal("a", (await Index.FindAsync(Samples.Workspace, "a/alt", null))!.Identity);
        Assert.Equal("a", (await Index.FindAsync(Samples.Workspace, "unknown", "a"))!.Identity);
        Assert.Equal("a", (await Index.FindAsync(Samples.Workspace, "unknown", "a/alt"))!.Identity);
        Assert.Null(await Index.FindAsync(Samples.Workspace, "unknown", "unknown too"));
        Assert.Null(await Index.FindAsync("ws-2", "a", null));
    }

    [Fact]
    public async Task The_firing_row_wins_over_a_newer_one_that_is_not_and_else_the_newest_wins()
    {
        var first = await CommitAsync(Samples.Birth("inc-1", "a"));
        await CommitAsync(Samples.Write(first.Incident, 1, new AlertEnds("a", Samples.NoonUnix, null, null)));
        var second = await CommitAsync(Samples.Birth("inc-2", "a"));
        await CommitAsync(Samples.Write(second.Incident, 1, new AlertEnds("a", Samples.NoonUnix, null, null)));
        Assert.Equal("inc-2", (await Index.FindAsync(Samples.Workspace, "a", null))!.IncidentId);
        await CommitAsync(Samples.Write(first.Incident, 2, new AlertBegins("a", Samples.NoonUnix, null, null, null)));
        Assert.Equal("inc-1", (await Index.FindAsync(Samples.Workspace, "a", null))!.IncidentId);
    }

    [Fact]
    public async Task Many_names_find_what_each_of_them_finds()
    {
        var first = await CommitAsync(Samples.Birth("inc-1", "a"));
        await CommitAsync(Samples.Write(first.Incident, 1, new AlertEnds("a", Samples.NoonUnix, null, null)));
        await CommitAsync(Samples.Birth("inc-2", "a"));
        await CommitAsync(Samples.Birth("inc-3", "b"));
        await CommitAsync(Samples.Birth("inc-4", "c"));

        AlertName[] names =
        [
            new("unknown", null), new("a", null), new("b/alt", null), new("a", "b"), new("unknown", "c/alt"), new("b", null), new("b", "b/alt"),
            new("a' OR '1' = '1", "\"]"), new("a\0b", null),
        ];
        var each = new List<AlertRow?>();
        foreach (var (identity, alternate) in names) each.Add(await Index.FindAsync(Samples.Workspace, identity, alternate));
        Assert.Equal([null, "inc-2", "inc-3", "inc-3", "inc-4", "inc-3", "inc-3", null, null], each.Select(row => row?.IncidentId));
        Assert.Equivalent(each, await Index.FindAllAsync(Samples.Workspace, names), strict: true);
        // As many at once as ask while others do: the answers are the same.
        var together = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            await Index.FindAsync(Samples.Workspace, names[i % names.Length].Identity, names[i % names.Length].Alternate)));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => each[i % names.Length]?.RowId), together.Select(row => row?.RowId));
        Assert.All(await Index.FindAllAsync("ws-2", names), Assert.Null);
        Assert.Empty(await Index.FindAllAsync(Samples.Workspace, []));
    }

    [Fact]
    public async Task Of_many_marks_those_that_are_there_are_told()
    {
        var entry = new FactsEntry(Samples.Workspace) { Facts = new() { Mark = new SpoolMark("m-1", Samples.NoonUnix) } };
        await CommitAsync(entry);
        Assert.Equal(["m-1"], await Index.MarkedAsync(Samples.Workspace, ["m-0", "m-1", "m-2"]));
        Assert.Empty(await Index.MarkedAsync("ws-2", ["m-1"]));
    }

    [Fact]
    public async Task Only_firing_rows_of_sources_without_identity_are_recalled_by_their_text()
    {
        async Task BornAsync(string id, string source, int minute) =>
            await CommitAsync(Samples.Birth(Samples.Incident(id, at: Samples.Noon.AddMinutes(minute)) with { Adapter = source }));
        await BornAsync("inc-old", AlertSource.Webhook, -31);
        await BornAsync("inc-1", AlertSource.Webhook, -5);
        await BornAsync("inc-2", AlertSource.Datadog, -1);
        await BornAsync("inc-3", AlertSource.Alertmanager, -1);
        var ended = Samples.Birth(Samples.Incident("inc-4") with { Adapter = AlertSource.Webhook });
        await CommitAsync(ended);
        await CommitAsync(Samples.Write(ended.Incident, 1, new AllAlertsEnd(Samples.NoonUnix)));

        var since = Samples.Noon.AddMinutes(-30).ToUnixTimeMilliseconds();
        Assert.Equal(["inc-2", "inc-1"], (await Index.RecentAsync(Samples.Workspace, "payments", since, 10)).Select(row => row.IncidentId));
        Assert.Equal(["inc-2"], (await Index.RecentAsync(Samples.Workspace, "payments", since, 1)).Select(row => row.IncidentId));
        Assert.Empty(await Index.RecentAsync(Samples.Workspace, "orders", since, 10));
        Assert.Empty(await Index.RecentAsync("ws-2", "payments", since, 10));
    }
}

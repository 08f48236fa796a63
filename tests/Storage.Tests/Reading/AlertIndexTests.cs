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

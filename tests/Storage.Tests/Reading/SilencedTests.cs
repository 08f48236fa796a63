using AiSre.Domain.Incidents;

namespace AiSre.Storage.Tests.Reading;

public abstract class SilencedTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly SilenceMark Mark = new("sil-1", Samples.Noon.AddHours(1), Maintenance: true, "new disks");

    [Fact]
    public async Task Open_silenced_incidents_of_a_workspace_are_found_in_the_order_of_their_rows()
    {
        await CommitAsync(Samples.Birth("inc-loud"));
        for (var i = 0; i < 5; i++) await CommitAsync(Samples.Birth(Samples.Incident($"inc-{i}") with { Silenced = Mark }));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-other", "ws-2") with { Silenced = Mark }));
        var all = await Reads.SilencedAsync(Samples.Workspace, 0, 100);
        Assert.Equal(["inc-0", "inc-1", "inc-2", "inc-3", "inc-4"], all.Select(row => row.IncidentId));
        Assert.Equal(["inc-2", "inc-3"], (await Reads.SilencedAsync(Samples.Workspace, all[1].RowId, 2)).Select(row => row.IncidentId));
    }

    [Fact]
    public async Task Who_is_told_of_again_or_over_is_not_among_them()
    {
        var incident = Samples.Incident("inc-1");
        await CommitAsync(Samples.Birth(incident));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark }, 1));
        Assert.Single(await Reads.SilencedAsync(Samples.Workspace, 0, 10));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark, Phase = IncidentPhase.Resolved }, 2));
        Assert.Empty(await Reads.SilencedAsync(Samples.Workspace, 0, 10));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark }, 3));
        Assert.Single(await Reads.SilencedAsync(Samples.Workspace, 0, 10));
        Assert.Equal(Mark, (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value.Incident.Silenced);
        await CommitAsync(Samples.Write(incident, 4));
        Assert.Empty(await Reads.SilencedAsync(Samples.Workspace, 0, 10));
    }
}

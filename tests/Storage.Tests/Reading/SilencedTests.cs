using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Storage.Tests.Reading;

public abstract class SilencedTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly SilenceMark Mark = new("sil-1", Samples.Noon.AddHours(1), Maintenance: true, "new disks");

    [Fact]
    public async Task Open_silenced_incidents_of_a_workspace_are_found_newest_first()
    {
        await CommitAsync(Samples.Birth("inc-loud"));
        for (var i = 0; i < 5; i++) await CommitAsync(Samples.Birth(Samples.Incident($"inc-{i}") with { Silenced = Mark }));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-other", "ws-2") with { Silenced = Mark }));
        Assert.Equal(["inc-4", "inc-3", "inc-2", "inc-1", "inc-0"], (await Reads.QuietAsync(Samples.Workspace, 100)).Select(incident => incident.Id));
        Assert.Equal(["inc-4", "inc-3"], (await Reads.QuietAsync(Samples.Workspace, 2)).Select(incident => incident.Id));
    }

    [Fact]
    public async Task Incidents_of_a_phase_are_walked_page_by_page_newest_first()
    {
        for (var i = 0; i < 5; i++) await CommitAsync(Samples.Birth(Samples.Incident($"inc-{i}", at: Samples.Noon.AddMinutes(i / 2))));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-other", "ws-2")));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-ack") with { Phase = IncidentPhase.Acknowledged }));
        var seen = new List<string>();
        IncidentCursor? after = null;
        while (await Reads.InPhaseAsync(Samples.Workspace, IncidentPhase.Open, after, 2) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(row => row.Incident.Id));
            after = page[^1].Place;
        }
        Assert.Equal(["inc-4", "inc-3", "inc-2", "inc-1", "inc-0"], seen);
        Assert.Equal("inc-ack", Assert.Single(await Reads.InPhaseAsync(Samples.Workspace, IncidentPhase.Acknowledged, null, 2)).Incident.Id);
    }

    [Fact]
    public async Task Who_is_told_of_again_or_over_is_not_among_them()
    {
        var incident = Samples.Incident("inc-1");
        await CommitAsync(Samples.Birth(incident));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark }, 1));
        Assert.Single(await Reads.QuietAsync(Samples.Workspace, 10));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark, Phase = IncidentPhase.Resolved }, 2));
        Assert.Empty(await Reads.QuietAsync(Samples.Workspace, 10));
        await CommitAsync(Samples.Write(incident with { Silenced = Mark }, 3));
        Assert.Single(await Reads.QuietAsync(Samples.Workspace, 10));
        Assert.Equal(Mark, (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value.Incident.Silenced);
        await CommitAsync(Samples.Write(incident, 4));
        Assert.Empty(await Reads.QuietAsync(Samples.Workspace, 10));
    }
}

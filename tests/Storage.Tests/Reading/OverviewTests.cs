using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

/// <summary>The counts of <c>/platform/overview</c>.</summary>
public abstract class OverviewTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly DateTimeOffset Now = Samples.Noon;

    [Fact]
    public async Task Nothing_is_counted_as_nothing()
    {
        var overview = await Reads.OverviewAsync(null, Now);
        Assert.Equal((0L, 0L, 0L, 0L, 0L),
            (overview.Workspaces, overview.Open, overview.Acknowledged, overview.ResolvedLastDay, overview.ActionsLastDay));
        Assert.Null(overview.MeanTimeToResolve);
    }

    [Fact]
    public async Task Open_and_acknowledged_are_counted_apart_and_by_workspace()
    {
        await BornAsync("inc-1", IncidentPhase.Open);
        await BornAsync("inc-2", IncidentPhase.Open);
        await BornAsync("inc-3", IncidentPhase.Acknowledged);
        await BornAsync("inc-4", IncidentPhase.Open, workspace: "ws-2");
        var mine = await Reads.OverviewAsync("ws-1", Now);
        Assert.Equal((1L, 2L, 1L), (mine.Workspaces, mine.Open, mine.Acknowledged));
        var all = await Reads.OverviewAsync(null, Now);
        Assert.Equal((2L, 3L, 1L), (all.Workspaces, all.Open, all.Acknowledged));
        Assert.Equal(0, (await Reads.OverviewAsync("ws-3", Now)).Workspaces);
    }

    [Fact]
    public async Task The_mean_is_over_thirty_days_and_the_count_over_one()
    {
        await BornAsync("inc-1", IncidentPhase.Resolved, resolvedHoursAgo: 1, tookMinutes: 10);
        await BornAsync("inc-2", IncidentPhase.Resolved, resolvedHoursAgo: 24, tookMinutes: 20);
        await BornAsync("inc-3", IncidentPhase.Resolved, resolvedHoursAgo: 25, tookMinutes: 60);
        await BornAsync("inc-4", IncidentPhase.Resolved, resolvedHoursAgo: 31 * 24, tookMinutes: 5_000);
        await BornAsync("inc-5", IncidentPhase.Resolved, resolvedHoursAgo: 2, tookMinutes: 90, workspace: "ws-2");
        var mine = await Reads.OverviewAsync("ws-1", Now);
        Assert.Equal((2L, TimeSpan.FromMinutes(30)), (mine.ResolvedLastDay, mine.MeanTimeToResolve));
        var all = await Reads.OverviewAsync(null, Now);
        Assert.Equal((3L, TimeSpan.FromMinutes(45)), (all.ResolvedLastDay, all.MeanTimeToResolve));
    }

    [Fact]
    public async Task Children_do_not_count_for_the_mean_and_a_sender_whose_clock_is_behind_counts_as_zero()
    {
        await BornAsync("inc-0", IncidentPhase.Open);
        await BornAsync("inc-1", IncidentPhase.Resolved, resolvedHoursAgo: 1, tookMinutes: 20);
        await BornAsync("inc-2", IncidentPhase.Resolved, resolvedHoursAgo: 1, tookMinutes: 600, placement: Samples.ChildOf("inc-0"));
        await BornAsync("inc-3", IncidentPhase.Resolved, resolvedHoursAgo: 1, tookMinutes: -50);
        var overview = await Reads.OverviewAsync("ws-1", Now);
        Assert.Equal((3L, TimeSpan.FromMinutes(10)), (overview.ResolvedLastDay, overview.MeanTimeToResolve));
    }

    [Fact]
    public async Task What_was_reopened_is_open_again()
    {
        var born = await BornAsync("inc-1", IncidentPhase.Resolved, resolvedHoursAgo: 1, tookMinutes: 20);
        await CommitAsync(Samples.Write(born.Incident with { Phase = IncidentPhase.Open, ResolvedAt = null }, 1));
        var overview = await Reads.OverviewAsync("ws-1", Now);
        Assert.Equal((1L, 0L, null), (overview.Open, overview.ResolvedLastDay, overview.MeanTimeToResolve));
    }

    private async Task<IncidentBirthEntry> BornAsync(
        string id, IncidentPhase phase, double resolvedHoursAgo = 0, double tookMinutes = 0, string workspace = "ws-1", Placement? placement = null)
    {
        await CommitAsync(new WorkspaceEntry { Id = workspace, At = Samples.NoonUnix });
        var ended = Now.AddHours(-resolvedHoursAgo);
        var incident = Samples.Incident(id, workspace, ended.AddMinutes(-tookMinutes)) with
        {
            Phase = phase, ResolvedAt = phase is IncidentPhase.Resolved ? ended : null,
        };
        return await CommitAsync(Samples.Birth(incident, placement: placement));
    }
}

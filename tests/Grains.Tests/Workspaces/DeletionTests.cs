using AiSre.Domain.Workspaces;
using AiSre.Grains.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Silences;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Workspaces;

/// <summary>A workspace that goes, with everything.</summary>
public sealed class DeletionTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IWorkspaceGrain Grain => silo.Grains.GetGrain<IWorkspaceGrain>(tenant.Workspace);

    private IWorkspaceReads Reads => silo.Service<IWorkspaceReads>();

    [Fact]
    public async Task Nothing_is_left_on_disk_or_in_memory_and_the_platform_remembers_who_did_it()
    {
        var other = silo.NewTenant();
        foreach (var one in new[] { tenant, other }) await FillAsync(one);
        var rows = await Reads.RowsAsync(tenant.Workspace);
        Assert.True(rows > 10, $"Only {rows} rows.");
        Assert.NotEmpty(await ActiveAsync());
        var others = await Reads.RowsAsync(other.Workspace);

        var outcome = await Grain.DeleteAsync("adam");
        Assert.Equal((WorkspaceRefusal.None, WorkspaceStatus.Deleting), (outcome.Refusal, outcome.Workspace!.Status));
        Assert.Equal(WorkspaceDoor.Deleted, await Grain.EnterAsync(null));
        await ErasedAsync();
        Assert.Equal(0, await Reads.RowsAsync(tenant.Workspace));
        Assert.Null(await Reads.FindAsync(tenant.Workspace));
        await TestSilo.UntilAsync(async () => !(await ActiveAsync()).Any(), "no grain of it is active");
        Assert.Equal(others, await Reads.RowsAsync(other.Workspace));

        var audit = await silo.Service<IActionReads>().AuditAsync(ErasureMark.Platform, null, null, 100);
        Assert.Equal(
            ["adam workspace_deleted", "system workspace_erased"],
            audit.Reverse().Where(row => row.Id == tenant.Workspace).Select(row => $"{row.Actor} {row.Action}"));
    }

    [Fact]
    public async Task Its_id_is_never_used_again_and_nothing_comes_in_under_it()
    {
        await FillAsync(tenant);
        await Grain.DeleteAsync("adam");
        // While it goes, and by grains that know nothing of it yet.
        Assert.NotEqual(IntakeRefusal.None, (await tenant.TrySendAsync(Signals.Firing("late"))).Refusal);
        Assert.Equal(WorkspaceRefusal.None, (await Grain.DeleteAsync("eve")).Refusal);
        Assert.Equal(WorkspaceRefusal.Deleting, (await Grain.ChangeAsync(new() { Name = "x" }, "eve")).Refusal);
        await ErasedAsync();
        Assert.Equal(WorkspaceDoor.Deleted, await Grain.EnterAsync("Again"));
        Assert.Equal(WorkspaceRefusal.Deleting, (await Grain.CreateAsync(new(), "eve")).Refusal);
        Assert.Null(await Grain.FindAsync());
        Assert.NotEqual(IntakeRefusal.None, (await tenant.TrySendAsync(Signals.Firing("later"))).Refusal);
        Assert.Equal(0, await Reads.RowsAsync(tenant.Workspace));
        await silo.RestartAsync();
        Assert.Equal(WorkspaceDoor.Deleted, await Grain.EnterAsync(null));
    }

    [Fact]
    public async Task What_waits_in_the_spool_for_it_goes_with_it()
    {
        await FillAsync(tenant);
        await Grain.DeleteAsync("adam");
        var spool = silo.Service<ISpool>();
        await silo.Grains.GetGrain<IDeadLetters>(0).QueueAsync(new SpooledDelivery
        {
            Workspace = tenant.Workspace, Source = "webhook", Payload = "{}", Error = "away", At = tenant.Now, Signals = [Signals.Firing("spooled")],
        });
        Assert.True(spool.HasWaiting(tenant.Workspace));
        await silo.Grains.GetGrain<ISpoolGrain>(0).DrainAsync();
        Assert.False(spool.HasWaiting(tenant.Workspace));
        await ErasedAsync();
        Assert.Equal(0, await Reads.RowsAsync(tenant.Workspace));
    }

    [Fact]
    public async Task It_goes_on_after_a_crash_in_the_middle()
    {
        await FillAsync(tenant);
        silo.Database.BreakAfter(3, tenant.Workspace);
        await Grain.DeleteAsync("adam");
        await silo.AfterTicksAsync(() => Task.FromResult(silo.Database.Broken), "the disk breaks");
        silo.Database.Broken = false;
        await silo.RestartAsync();
        await ErasedAsync();
        Assert.Equal(0, await Reads.RowsAsync(tenant.Workspace));
    }

    private Task ErasedAsync() => silo.AfterTicksAsync(
        async () => (await silo.Service<IActionReads>().AuditAsync(ErasureMark.Platform, null, "workspace_erased", 100))
            .Any(row => row.Id == tenant.Workspace), "the workspace is erased");

    private async Task FillAsync(Tenant one)
    {
        await silo.Grains.GetGrain<IWorkspaceGrain>(one.Workspace).EnsureAsync("Shown");
        await one.SendAsync(Signals.Firing("a"), SignalActions.Created);
        await one.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated);
        await silo.Grains.GetGrain<IDefinitionsGrain>(one.Workspace).PutAsync([new("body", "users: {dave: {}}")], "adam");
        await silo.Grains.GetGrain<ISilencesGrain>(one.Workspace).ListAsync();
    }

    private async Task<IEnumerable<string>> ActiveAsync() =>
        (await silo.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Select(one => one.GrainId)
        .Where(id => GrainKeys.Parse(id.Key.ToString()!).Workspace == tenant.Workspace).Select(id => id.ToString());
}

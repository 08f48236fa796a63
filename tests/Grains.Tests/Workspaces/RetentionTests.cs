using AiSre.Grains.Actions;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Workspaces;

/// <summary>What is too old or too much goes by itself.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Resolved_incidents_go_when_they_are_old_and_open_ones_stay()
    {
        await using var silo = await TestSilo.StartAsync();
        var tenant = silo.NewTenant();
        var grain = silo.Grains.GetGrain<IWorkspaceGrain>(tenant.Workspace);
        await grain.EnsureAsync(null);
        var ids = new List<string>();
        foreach (var name in new[] { "old", "open", "young" })
            ids.Add((await tenant.SendAsync(Signals.Firing(name, name, title: $"The {name} thing is broken"), SignalActions.Created)).IncidentId!);
        await tenant.Grain(ids[0]).ResolveAsync("dave", null);
        silo.Clock.Advance(2 * Day);
        await tenant.Grain(ids[2]).ResolveAsync("dave", null);
        await grain.ChangeAsync(new() { Retention = new() { IncidentDays = 1 } }, "adam");
        await silo.AfterTicksAsync(async () => await tenant.Reads.FindAsync(tenant.Workspace, ids[0]) is null, "the old incident is gone");
        await TestSilo.UntilAsync(async () => await tenant.Grain(ids[0]).GetAsync() is null, "nobody remembers it");
        Assert.Empty(await tenant.Reads.TimelineAsync(tenant.Workspace, ids[0]));
        Assert.Equal([ids[1], ids[2]], (await tenant.IncidentsAsync()).Select(incident => incident.Id));
        // And once a day from then on.
        silo.Clock.Advance(2 * Day);
        await silo.AfterTicksAsync(async () => await tenant.Reads.FindAsync(tenant.Workspace, ids[2]) is null, "the younger one is gone as well");
        Assert.NotNull(await tenant.Reads.FindAsync(tenant.Workspace, ids[1]));
    }

    [Fact]
    public async Task Of_more_than_the_quota_those_go_that_were_resolved_first()
    {
        await using var silo = await TestSilo.StartAsync();
        var tenant = silo.NewTenant();
        var grain = silo.Grains.GetGrain<IWorkspaceGrain>(tenant.Workspace);
        await grain.EnsureAsync(null);
        for (var i = 0; i < 5; i++)
        {
            var signal = Signals.Firing($"n{i}", $"service-{i}", title: $"Number {i} has failed for good");
            var id = (await tenant.SendAsync(signal, SignalActions.Created)).IncidentId!;
            if (i < 4) await tenant.Grain(id).ResolveAsync("dave", null);
            silo.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await grain.ChangeAsync(new() { Quotas = new() { StoredIncidents = 2 } }, "adam");
        await silo.AfterTicksAsync(async () => (await tenant.IncidentsAsync()).Count == 2, "there are no more than the quota");
        Assert.Equal(["Number 3 has failed for good", "Number 4 has failed for good"], (await tenant.IncidentsAsync()).Select(one => one.Title));
    }

    [Fact]
    public async Task The_audit_begins_later_and_its_chain_still_holds()
    {
        await using var silo = await TestSilo.StartAsync();
        var tenant = silo.NewTenant();
        var grain = silo.Grains.GetGrain<IWorkspaceGrain>(tenant.Workspace);
        var chain = silo.Grains.GetGrain<IAuditChainGrain>(tenant.Workspace);
        await grain.CreateAsync(new() { Name = "Old" }, "adam");
        await silo.AfterTicksAsync(async () => await chain.VerifyAsync() is { Sealed: 1 }, "the first row is sealed");
        silo.Clock.Advance(500 * Day);
        await grain.ChangeAsync(new() { Name = "New", Retention = new() { AuditDays = 400 } }, "adam");
        await silo.AfterTicksAsync(async () => (await AuditAsync()).All(action => action != "workspace_created"), "the first row is gone");
        Assert.Equal(["workspace_renamed", "workspace_changed"], await AuditAsync());
        await silo.AfterTicksAsync(async () => await chain.VerifyAsync() is { IsIntact: true, Sealed: 2, Rows: 2 }, "the others are sealed");
        await silo.TamperAsync("UPDATE audit SET actor = 'eve' WHERE workspace = @workspace AND action = 'workspace_renamed'", tenant.Workspace);
        Assert.False((await chain.VerifyAsync()).IsIntact);

        async Task<IEnumerable<string>> AuditAsync() =>
            (await silo.Service<IActionReads>().AuditAsync(tenant.Workspace, null, null, 100)).Reverse().Select(row => row.Action);
    }
}

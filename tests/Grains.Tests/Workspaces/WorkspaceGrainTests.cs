using AiSre.Domain;
using AiSre.Domain.Chat;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Chat;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Workspaces;

/// <summary>Workspaces as they come, change, and are told of.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class WorkspaceGrainTests
{
    private readonly TestSilo silo;
    private readonly string id;

    public WorkspaceGrainTests(SiloFixture fixture) => (silo, id) = (fixture.Silo, fixture.Silo.NewTenant().Workspace);

    private IWorkspaceGrain Grain => silo.Grains.GetGrain<IWorkspaceGrain>(id);

    [Fact]
    public async Task One_that_is_named_is_there_and_has_the_name_that_it_was_last_given()
    {
        Assert.Null(await Grain.FindAsync());
        Assert.Equal(WorkspaceDoor.Open, await Grain.EnterAsync(null));
        Assert.Equal((id, null, WorkspaceStatus.Active), await Grain.FindAsync() is { } first ? (first.Id, first.Name, first.Status) : default);
        Assert.Equal(WorkspaceDoor.Open, await Grain.EnterAsync("Acme"));
        Assert.Equal(WorkspaceDoor.Open, await Grain.EnterAsync(null));
        await silo.DeactivateAsync(Grain);
        Assert.Equal("Acme", (await Grain.FindAsync())!.Name);
        Assert.Equal(WorkspaceRefusal.Exists, (await Grain.CreateAsync(new(), "adam")).Refusal);
    }

    [Fact]
    public async Task One_that_is_created_has_what_was_said_of_it_and_each_change_is_in_the_audit()
    {
        var created = await Grain.CreateAsync(new() { Name = "Acme", Quotas = new() { Channels = 3 } }, "adam");
        Assert.Equal((WorkspaceRefusal.None, "Acme", 3), (created.Refusal, created.Workspace!.Name, created.Workspace.Quotas.Channels));
        await Grain.ChangeAsync(new() { Name = "Acme 2", Retention = new() { IncidentDays = 30 } }, "eve");
        // As it is already.
        await Grain.ChangeAsync(new() { Name = "Acme 2", Retention = new() { IncidentDays = 30 } }, "eve");
        await silo.DeactivateAsync(Grain);
        var found = (await Grain.FindAsync())!;
        Assert.Equal(("Acme 2", 3, 30), (found.Name, found.Quotas.Channels, found.Retention.IncidentDays));
        Assert.Equal(
            ["adam workspace_created", "adam workspace_changed", "eve workspace_renamed", "eve workspace_changed"], await AuditAsync(id));
    }

    [Fact]
    public async Task One_that_nobody_named_cannot_be_changed()
    {
        Assert.Equal(WorkspaceRefusal.Unknown, (await Grain.ChangeAsync(new() { Name = "x" }, "adam")).Refusal);
        Assert.Equal(WorkspaceRefusal.Unknown, (await Grain.SuspendAsync("x", "adam")).Refusal);
        Assert.Equal(WorkspaceRefusal.Unknown, (await Grain.ResumeAsync("adam")).Refusal);
        Assert.Equal(WorkspaceRefusal.Unknown, (await Grain.DeleteAsync("adam")).Refusal);
        Assert.Null(await Grain.UsageAsync());
        Assert.Null(await Grain.FindAsync());
    }

    [Fact]
    public async Task The_default_one_is_always_there()
    {
        var grain = silo.Grains.GetGrain<IWorkspaceGrain>(DefaultWorkspace.Id);
        Assert.NotNull(await grain.FindAsync());
        Assert.Equal(WorkspaceRefusal.Default, (await grain.SuspendAsync("x", "adam")).Refusal);
        Assert.Equal(WorkspaceRefusal.Default, (await grain.DeleteAsync("adam")).Refusal);
        var listed = await silo.Grains.GetGrain<IWorkspaces>(0).ListAsync(null, 1_000);
        Assert.Contains(listed, workspace => workspace.Id == DefaultWorkspace.Id);
    }

    [Fact]
    public async Task Suspending_and_resuming_is_told_to_all_who_ask_and_is_in_the_audit()
    {
        var all = silo.Grains.GetGrain<IWorkspaces>(0);
        await Grain.EnsureAsync(null);
        var before = (await all.HeldAsync(0))!;
        Assert.DoesNotContain(id, before.Of.Keys);
        var suspended = await Grain.SuspendAsync("The contract has ended.", "adam");
        Assert.Equal((WorkspaceStatus.Suspended, "The contract has ended."), (suspended.Workspace!.Status, suspended.Workspace.Reason));
        Assert.Equal(WorkspaceDoor.Suspended, await Grain.EnterAsync(null));
        var held = (await all.HeldAsync(before.Stamp))!;
        Assert.Equal(new HeldWorkspace(WorkspaceStatus.Suspended, "The contract has ended."), held.Of[id]);
        await Grain.SuspendAsync("The contract has ended.", "adam");
        Assert.Equal(WorkspaceStatus.Active, (await Grain.ResumeAsync("eve")).Workspace!.Status);
        await Grain.ResumeAsync("eve");
        Assert.Equal(WorkspaceDoor.Open, await Grain.EnterAsync(null));
        Assert.DoesNotContain(id, (await all.HeldAsync(0))!.Of.Keys);
        Assert.Equal(["adam workspace_suspended", "eve workspace_resumed"], await AuditAsync(id));
    }

    [Fact]
    public async Task Its_usage_is_counted()
    {
        await Grain.EnsureAsync(null);
        var tenant = new Tenant(silo, id);
        foreach (var name in new[] { "a", "b" }) await tenant.SendAsync(Signals.Firing(name, title: $"Something of {name} is wrong", service: name));
        await tenant.Grain((await tenant.IncidentsAsync())[0].Id).ResolveAsync("dave", null);
        var usage = (await Grain.UsageAsync())!;
        Assert.Equal((2, 1, 0, null), (usage.Incidents, usage.OpenIncidents, usage.ModelCallsToday, usage.RowsLeft));
    }

    [Fact]
    public async Task Its_quota_of_model_calls_takes_the_place_of_the_platforms()
    {
        await Grain.CreateAsync(new() { Quotas = new() { ModelCallsPerDay = 1 } }, "adam");
        var use = silo.Grains.GetGrain<IChatUseGrain>(id);
        var turn = await use.BeginAsync("a");
        Assert.NotNull(turn.Id);
        await use.EndAsync(turn.Id, new("a", 1, 10, null));
        Assert.Equal(ChatReasons.OutOfBudget, (await use.BeginAsync("b")).Refusal);
        Assert.Equal(1, (await Grain.UsageAsync())!.ModelCallsToday);
    }

    [Fact]
    public async Task More_channels_than_it_may_have_are_refused()
    {
        await Grain.CreateAsync(new() { Quotas = new() { Channels = 1 } }, "adam");
        var definitions = silo.Grains.GetGrain<IDefinitionsGrain>(id);
        Assert.Equal(DefinitionsResult.Accepted, (await definitions.PutAsync([new("body", Channels("a"))], "adam")).Result);
        Assert.Equal(1, (await Grain.UsageAsync())!.Channels);
        var refused = await definitions.PutAsync([new("body", Channels("a", "b"))], "adam");
        Assert.Equal(DefinitionsResult.Wrong, refused.Result);
        Assert.Contains("There are 2 channels; this workspace may have 1.", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(DefinitionsResult.Wrong, (await definitions.CheckAsync([new("body", Channels("a", "b"))])).Result);

        static string Channels(params string[] names) =>
            "channels:\n" + string.Concat(names.Select(name => $"  {name}: {{type: slack, token: xoxb-1, channel: '#incidents'}}\n"));
    }

    private async Task<IEnumerable<string>> AuditAsync(string workspace) =>
        (await silo.Service<IActionReads>().AuditAsync(workspace, null, null, 100)).Reverse().Select(row => $"{row.Actor} {row.Action}");
}

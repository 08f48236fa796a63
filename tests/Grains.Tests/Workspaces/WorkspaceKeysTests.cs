using System.Collections.Immutable;
using AiSre.Domain.Access;
using AiSre.Grains.Actions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Workspaces;

[Collection(OnPlainSilo.Name)]
public sealed class WorkspaceKeysTests
{
    private static readonly NewKey Grafana = new() { Name = "grafana", Role = Role.Operator, Scopes = [KeyScope.Ingest] };

    private readonly TestSilo silo;
    private readonly Tenant tenant;

    public WorkspaceKeysTests(SiloFixture fixture) => (silo, tenant) = (fixture.Silo, fixture.Silo.NewTenant());

    private IWorkspaceKeysGrain Keys => silo.Grains.GetGrain<IWorkspaceKeysGrain>(tenant.Workspace);

    [Fact]
    public async Task A_key_is_said_once_and_only_its_hash_is_kept()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        Assert.Equal(KeyRefusal.None, made.Refusal);
        Assert.True(KeyText.TryRead(made.Text!, out var reference));
        Assert.Equal(KeyText.Reference(tenant.Workspace, made.Key!.Id), reference.ToString());
        Assert.Equal(KeyText.HashOf(made.Text!), made.Key!.Hash);
        Assert.Equal(
            ("grafana", Role.Operator, tenant.Now, "zoe", null, null),
            (made.Key.Name, made.Key.Role, made.Key.CreatedAt, made.Key.CreatedBy, made.Key.ExpiresAt, made.Key.LastUsedAt));
        Assert.Equivalent(made.Key, Assert.Single(await Keys.ListAsync()));

        var secret = made.Text![(made.Text!.LastIndexOf('.') + 1)..];
        var stored = (await silo.Service<IDocumentReads>().FindAsync(new(tenant.Workspace, "workspace-keys", "")))!.Text;
        Assert.Contains(made.Key.Hash, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.All(await AuditAsync(), row => Assert.DoesNotContain(secret, row.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_two_keys_are_alike()
    {
        var (one, two) = (await Keys.MakeAsync(Grafana, "zoe"), await Keys.MakeAsync(Grafana, "zoe"));
        Assert.NotEqual(one.Key!.Id, two.Key!.Id);
        Assert.NotEqual(one.Text![^43..], two.Text![^43..]);
    }

    [Fact]
    public async Task What_is_made_of_keys_and_by_whom_is_in_the_audit()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        var rotated = await Keys.RotateAsync(made.Key!.Id, TimeSpan.FromHours(1), "yan");
        await Keys.RevokeAsync(rotated.Key!.Id, "xia");
        Assert.Equal(
            [
                ("xia", "key_revoked", rotated.Key.Id), ("yan", "key_created", rotated.Key.Id), ("yan", "key_rotated", made.Key.Id),
                ("zoe", "key_created", made.Key.Id),
            ],
            (await AuditAsync()).Select(row => (row.Actor, row.Action, row.Subject)));
    }

    [Fact]
    public async Task Rotated_both_are_there_until_the_overlap_is_over()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        var rotated = await Keys.RotateAsync(made.Key!.Id, TimeSpan.FromHours(24), "zoe");
        Assert.NotEqual(made.Text, rotated.Text);
        var keys = await Keys.ListAsync();
        Assert.Equal([made.Key.Id, rotated.Key!.Id], keys.Select(key => key.Id));
        Assert.Equal((rotated.Key.Id, tenant.Now.AddHours(24)), (keys[0].ReplacedBy, keys[0].ExpiresAt));
        var again = await Keys.RotateAsync(made.Key.Id, TimeSpan.Zero, "zoe");
        Assert.Equal((KeyRefusal.Replaced, rotated.Key.Id, null), (again.Refusal, again.Key!.ReplacedBy, again.Text));
    }

    [Fact]
    public async Task Withdrawing_twice_keeps_the_first_time_and_writes_once()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        var first = await Keys.RevokeAsync(made.Key!.Id, "zoe");
        silo.Clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(first!.RevokedAt, (await Keys.RevokeAsync(made.Key.Id, "yan"))!.RevokedAt);
        Assert.Single(await AuditAsync(), row => row.Action == "key_revoked");
        Assert.Null(await Keys.RevokeAsync("key-nobody", "zoe"));
        Assert.Equal(KeyRefusal.Unknown, (await Keys.RotateAsync(made.Key.Id, TimeSpan.Zero, "zoe")).Refusal);
        Assert.Equal(KeyRefusal.Unknown, (await Keys.RotateAsync("key-nobody", TimeSpan.Zero, "zoe")).Refusal);
    }

    [Fact]
    public async Task A_workspace_has_so_many_that_count_and_can_rotate_even_then()
    {
        for (var i = 0; i < IWorkspaceKeysGrain.MaxStanding; i++) Assert.Equal(KeyRefusal.None, (await Keys.MakeAsync(Grafana, "zoe")).Refusal);
        Assert.Equal(KeyRefusal.TooMany, (await Keys.MakeAsync(Grafana, "zoe")).Refusal);
        var first = (await Keys.ListAsync())[0];
        Assert.Equal(KeyRefusal.None, (await Keys.RotateAsync(first.Id, TimeSpan.Zero, "zoe")).Refusal);
        Assert.Equal(KeyRefusal.TooMany, (await Keys.MakeAsync(Grafana, "zoe")).Refusal);
        await Keys.RevokeAsync((await Keys.ListAsync()).First(key => key.Counts(tenant.Now)).Id, "zoe");
        Assert.Equal(KeyRefusal.None, (await Keys.MakeAsync(Grafana, "zoe")).Refusal);
    }

    [Fact]
    public async Task Uses_are_kept_to_the_hour_and_cost_no_write_beyond()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        await UsedAsync(made.Key!.Id, tenant.Now);
        var kept = (await Keys.ListAsync())[0].LastUsedAt;
        Assert.Equal(tenant.Now, kept);
        var version = await VersionAsync();
        await UsedAsync(made.Key.Id, tenant.Now.AddMinutes(59));
        await UsedAsync("key-nobody", tenant.Now.AddDays(1));
        Assert.Equal(version, await VersionAsync());
        await UsedAsync(made.Key.Id, tenant.Now.AddMinutes(60));
        Assert.Equal(kept!.Value.AddMinutes(60), (await Keys.ListAsync())[0].LastUsedAt);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task Those_who_check_keys_hear_of_each_change_and_of_nothing_else()
    {
        var made = await Keys.MakeAsync(Grafana, "zoe");
        var (place, all) = await ReadAllAsync(null);
        Assert.Equal(made.Key!.Id, Assert.Single(all[tenant.Workspace]).Id);

        (place, var nothing) = await ReadAllAsync(place);
        Assert.False(nothing.ContainsKey(tenant.Workspace));

        var rotated = await Keys.RotateAsync(made.Key.Id, TimeSpan.Zero, "zoe");
        (place, var changed) = await ReadAllAsync(place);
        Assert.Equal(rotated.Key!.Id, Assert.Single(changed[tenant.Workspace]).Id);

        await Keys.RevokeAsync(rotated.Key.Id, "zoe");
        (place, changed) = await ReadAllAsync(place);
        Assert.Empty(changed[tenant.Workspace]);
    }

    [Fact]
    public async Task The_keys_of_a_workspace_that_is_gone_are_gone()
    {
        await Keys.MakeAsync(Grafana, "zoe");
        var (place, _) = await ReadAllAsync(null);
        var key = new DocumentKey(tenant.Workspace, "workspace-keys", "");
        await silo.Service<ILedger>().CommitAsync(
            new DocumentEntry(key) { Version = (await silo.Service<IDocumentReads>().FindAsync(key))!.Version, Document = null });
        var (_, changed) = await ReadAllAsync(place);
        Assert.Empty(changed[tenant.Workspace]);
    }

    [Fact]
    public async Task Whoever_comes_with_a_place_that_is_not_known_hears_everything_anew()
    {
        await Keys.MakeAsync(Grafana, "zoe");
        var page = await Everybody.ReadAsync("another-silo/17");
        Assert.True(page.BeginsAnew);
        var (_, all) = await ReadAllAsync("another-silo/17");
        Assert.Single(all[tenant.Workspace]);
    }

    private IManagedKeysGrain Everybody => silo.Grains.GetGrain<IManagedKeysGrain>(0);

    private async Task<(string Place, Dictionary<string, ImmutableArray<ManagedKey>> Keys)> ReadAllAsync(string? after)
    {
        // It does not look more often than so.
        silo.Clock.Advance(TimeSpan.FromMilliseconds(150));
        var keys = new Dictionary<string, ImmutableArray<ManagedKey>>();
        while (true)
        {
            var page = await Everybody.ReadAsync(after);
            foreach (var (workspace, of) in page.Workspaces) keys[workspace] = of;
            after = page.Next;
            if (page.IsLast) return (after, keys);
        }
    }

    private Task UsedAsync(string id, DateTimeOffset at) =>
        Keys.NoteUsesAsync(ImmutableDictionary<string, DateTimeOffset>.Empty.Add(id, at));

    private async Task<int> VersionAsync() =>
        (await silo.Service<IDocumentReads>().FindAsync(new(tenant.Workspace, "workspace-keys", "")))!.Version;

    private async Task<ImmutableArray<AuditItem>> AuditAsync() =>
        await silo.Grains.GetGrain<IActionQueries>(0).AuditAsync(tenant.Workspace, null, null, 100);
}

using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

/// <summary>The keys of all workspaces are found without a look at anything else.</summary>
public abstract class KeyReadTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private const string Kind = "workspace-keys";

    private IKeyReads Keys => Service<IKeyReads>();

    [Fact]
    public async Task Each_workspaces_keys_are_there_with_their_version()
    {
        await PutAsync("ws-b", 0, """{"keys":[]}""");
        await PutAsync("ws-a", 0, """{"version":1}""");
        await PutAsync("ws-a", 1, """{"version":2}""");
        await CommitAsync(new DocumentEntry(new("ws-c", "kill-switch", "")) { Version = 0, Document = "{}" });
        var versions = await Keys.VersionsAsync();
        Assert.Equal([("ws-a", 2), ("ws-b", 1)], versions.Select(key => (key.Workspace, key.Version)));
        var all = await Keys.AllAsync();
        Assert.Equal(versions, all.Select(stored => stored.Version));
        Assert.Equal("""{"version":2}""", all[0].Text);

        await PutAsync("ws-a", 2, null);
        Assert.Equal(["ws-b"], (await Keys.VersionsAsync()).Select(key => key.Workspace));
    }

    private async Task PutAsync(string workspace, int version, string? document)
    {
        var entry = await CommitAsync(new DocumentEntry(new(workspace, Kind, "")) { Version = version, Document = document });
        Assert.Equal(LedgerOutcome.Applied, entry.Outcome);
    }
}

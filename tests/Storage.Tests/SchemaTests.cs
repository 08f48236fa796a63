namespace AiSre.Storage.Tests;

public abstract class SchemaTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task Migrating_again_changes_nothing_and_loses_nothing()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        Service<ILedgerDatabase>().Migrate();
        Service<ILedgerDatabase>().Migrate();
        Assert.NotNull(await Reads.FindAsync(Samples.Workspace, "inc-1"));
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Repeat(birth.Alert, 4));
        await RestartAsync();
        Assert.Equivalent(birth.Incident, (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value.Incident, strict: true);
        Assert.Equal(5, (await Index.FindAsync(Samples.Workspace, birth.Alert.Identity, null))!.Count);
        await CommitAsync(Samples.Birth("inc-2"));
        Assert.Equal(2, Count("incidents"));
    }
}

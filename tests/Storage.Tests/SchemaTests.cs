using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Storage.Tests;

/// <param name="dialect">The database.</param>
/// <param name="withoutOutbox">Makes it one from before there was an outbox.</param>
public abstract class SchemaTests(LedgerDialect dialect, string withoutOutbox) : LedgerSuite(dialect)
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

    [Fact]
    public async Task A_ledger_from_before_the_outbox_gets_one_and_keeps_what_it_has()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        Rows(withoutOutbox);
        await RestartAsync();
        await CommitAsync(new IncidentWrite { Incident = birth.Incident, Version = 1, Facts = new() { Messages = [Messages.Of("a")] } });
        Assert.Equal("a", Assert.Single(await Service<IOutboxReads>().PendingAsync()).Message.Key);
        Assert.Equal(2, (await Reads.FindAsync(Samples.Workspace, "inc-1"))!.Value.Version);
    }
}

using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace AiSre.Storage.Tests;

public abstract class GrainStorageTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly GrainId Grain = GrainId.Create("incident", GrainKeys.Incident(Samples.Workspace, "inc-1"));

    private IGrainStorage Storage => Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(LedgerState.Storage);

    [Fact]
    public async Task What_was_never_born_reads_as_nothing()
    {
        var state = await ReadAsync();
        Assert.Equal((false, null, null), (state.RecordExists, state.ETag, state.State!.Value));
    }

    [Fact]
    public async Task A_state_is_read_and_written_with_its_version_as_its_tag()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var state = await ReadAsync();
        Assert.Equal((true, "1"), (state.RecordExists, state.ETag));

        var assigned = state.State!.Value! with { AssignedTo = "dave" };
        state.State = new() { Value = assigned, Facts = new() { Events = Samples.Of(assigned, Samples.Event(EventTypes.IncidentAssigned)) } };
        await Storage.WriteStateAsync("incident", Grain, state);
        Assert.Equal("2", state.ETag);
        var again = await ReadAsync();
        Assert.Equal(("2", "dave"), (again.ETag, again.State!.Value!.AssignedTo));
        Assert.Same(LedgerFacts.None, again.State.Facts);
        Assert.Equal(EventTypes.IncidentAssigned, (await Reads.TimelineAsync(Samples.Workspace, "inc-1"))[^1].Type);
    }

    [Fact]
    public async Task Of_two_activations_the_second_write_is_inconsistent_and_changes_nothing()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var (one, two) = (await ReadAsync(), await ReadAsync());
        one.State = new() { Value = one.State!.Value! with { AssignedTo = "dave" } };
        two.State = new() { Value = two.State!.Value! with { AssignedTo = "eve" } };
        await Storage.WriteStateAsync("incident", Grain, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("incident", Grain, two));
        Assert.Equal("1", two.ETag);
        Assert.Equal("dave", (await ReadAsync()).State!.Value!.AssignedTo);
    }

    [Fact]
    public async Task Who_must_be_told_is_stored_with_the_state_or_not_at_all()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var (one, two) = (await ReadAsync(), await ReadAsync());
        one.State = new() { Value = one.State!.Value, Facts = new() { Messages = [Messages.Of("one")] } };
        two.State = new() { Value = two.State!.Value, Facts = new() { Messages = [Messages.Of("two")] } };
        await Storage.WriteStateAsync("incident", Grain, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("incident", Grain, two));
        Assert.Equal(["one"], (await Service<IOutboxReads>().PendingAsync()).Select(row => row.Message.Key));
        Assert.Same(LedgerFacts.None, (await ReadAsync()).State!.Facts);
    }

    [Fact]
    public async Task History_is_never_cleared() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Storage.ClearStateAsync("incident", Grain, new GrainState<Kept<Incident>>()));

    private async Task<GrainState<Kept<Incident>>> ReadAsync()
    {
        var state = new GrainState<Kept<Incident>>();
        await Storage.ReadStateAsync("incident", Grain, state);
        return state;
    }
}

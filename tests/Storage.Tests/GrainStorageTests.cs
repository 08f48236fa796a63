using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Incidents;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace AiSre.Storage.Tests;

public abstract class GrainStorageTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly GrainId Grain = GrainId.Create("incident", GrainKeys.Incident(Samples.Workspace, "inc-1"));

    private IGrainStorage Storage => Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(IncidentGrain.Storage);

    [Fact]
    public async Task What_was_never_born_reads_as_nothing()
    {
        var state = await ReadAsync();
        Assert.Equal((false, null, null), (state.RecordExists, state.ETag, state.State!.Incident));
    }

    [Fact]
    public async Task A_state_is_read_and_written_with_its_version_as_its_tag()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var state = await ReadAsync();
        Assert.Equal((true, "1"), (state.RecordExists, state.ETag));

        state.State = state.State! with { Incident = state.State.Incident! with { AssignedTo = "dave" }, Events = [Samples.Event(EventTypes.IncidentAssigned)] };
        await Storage.WriteStateAsync("incident", Grain, state);
        Assert.Equal("2", state.ETag);
        var again = await ReadAsync();
        Assert.Equal(("2", "dave"), (again.ETag, again.State!.Incident!.AssignedTo));
        Assert.Empty(again.State.Events);
        Assert.Equal(EventTypes.IncidentAssigned, (await Reads.TimelineAsync(Samples.Workspace, "inc-1"))[^1].Type);
    }

    [Fact]
    public async Task Of_two_activations_the_second_write_is_inconsistent_and_changes_nothing()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var (one, two) = (await ReadAsync(), await ReadAsync());
        one.State = one.State! with { Incident = one.State.Incident! with { AssignedTo = "dave" } };
        two.State = two.State! with { Incident = two.State.Incident! with { AssignedTo = "eve" } };
        await Storage.WriteStateAsync("incident", Grain, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("incident", Grain, two));
        Assert.Equal("1", two.ETag);
        Assert.Equal("dave", (await ReadAsync()).State!.Incident!.AssignedTo);
    }

    [Fact]
    public async Task Who_must_be_told_is_stored_with_the_state_or_not_at_all()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var (one, two) = (await ReadAsync(), await ReadAsync());
        one.State = one.State! with { Outbox = [Messages.Of("one")] };
        two.State = two.State! with { Outbox = [Messages.Of("two")] };
        await Storage.WriteStateAsync("incident", Grain, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("incident", Grain, two));
        Assert.Equal(["one"], (await Service<IOutboxReads>().PendingAsync()).Select(row => row.Message.Key));
        Assert.Empty((await ReadAsync()).State!.Outbox);
    }

    [Fact]
    public async Task History_is_never_cleared() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Storage.ClearStateAsync("incident", Grain, new GrainState<IncidentState>()));

    private async Task<GrainState<IncidentState>> ReadAsync()
    {
        var state = new GrainState<IncidentState>();
        await Storage.ReadStateAsync("incident", Grain, state);
        return state;
    }
}

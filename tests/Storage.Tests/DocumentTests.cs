using AiSre.Grains;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace AiSre.Storage.Tests;

/// <summary>A kind of grain that the ledger has never heard of keeps its state there all the same.</summary>
public abstract class DocumentTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly GrainId Budget = GrainId.Create("budget", GrainKeys.Heartbeat(Samples.Workspace, "checkout"));
    private static readonly DocumentKey Key = new(Samples.Workspace, "budget", "checkout");

    private IGrainStorage Storage => Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(LedgerState.Storage);

    [Fact]
    public async Task A_state_is_read_as_it_was_written_and_counts_its_versions()
    {
        var state = await ReadAsync();
        Assert.Equal((false, null, null), (state.RecordExists, state.ETag, state.State!.Value));
        await WriteAsync(state, new BudgetState { Spent = 3, Notes = ["a"] });
        await WriteAsync(state, new BudgetState { Spent = 4, Notes = ["a", "b"] });
        await RestartAsync();
        var again = await ReadAsync();
        Assert.Equal((true, "2", 4), (again.RecordExists, again.ETag, again.State!.Value!.Spent));
        Assert.Equal(["a", "b"], again.State.Value.Notes);
    }

    [Fact]
    public async Task What_an_older_document_lacks_has_the_default_of_the_record()
    {
        await CommitAsync(new DocumentEntry(Key) { Version = 0, Document = """{"spent":7,"unheard_of":{"x":1}}""" });
        Assert.Equal((7, 30), ((await ReadAsync()).State!.Value!.Spent, (await ReadAsync()).State!.Value!.Days));
    }

    [Fact]
    public async Task Of_two_that_know_the_same_version_one_writes()
    {
        var (one, two) = (await ReadAsync(), await ReadAsync());
        await WriteAsync(one, new BudgetState { Spent = 1 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(two, new BudgetState { Spent = 2 }));
        two = await ReadAsync();
        await WriteAsync(one, new BudgetState { Spent = 3 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(two, new BudgetState { Spent = 4 }));
        Assert.Equal(3, (await ReadAsync()).State!.Value!.Spent);
    }

    [Fact]
    public async Task Of_several_in_one_batch_one_writes()
    {
        var entries = Enumerable.Range(0, 10).Select(i => new DocumentEntry(Key) { Version = 0, Document = $$"""{"spent":{{i}}}""" }).ToList();
        await Task.WhenAll(entries.Select(CommitAsync));
        Assert.Single(entries, entry => entry.Outcome is LedgerOutcome.Applied);
        var changes = Enumerable.Range(0, 10).Select(i => new DocumentEntry(Key) { Version = 1, Document = $$"""{"spent":{{i}}}""" }).ToList();
        await Task.WhenAll(changes.Select(CommitAsync));
        Assert.Single(changes, entry => entry.Outcome is LedgerOutcome.Applied);
        Assert.Equal("2", (await ReadAsync()).ETag);
    }

    [Fact]
    public async Task A_state_that_is_cleared_is_gone_and_only_by_who_knows_it()
    {
        var state = await ReadAsync();
        await WriteAsync(state, new BudgetState { Spent = 1 });
        var other = await ReadAsync();
        await WriteAsync(state, new BudgetState { Spent = 2 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("budget", Budget, other));
        await Storage.ClearStateAsync("budget", Budget, state);
        Assert.Equal((false, null), (state.RecordExists, state.ETag));
        Assert.Equal(0, Count("documents"));
    }

    [Fact]
    public async Task The_same_id_of_another_workspace_or_kind_is_another_state()
    {
        DocumentKey[] keys = [Key, Key with { Workspace = "ws-2" }, Key with { Kind = "other" }, Key with { Id = "" }];
        foreach (var key in keys) await CommitAsync(new DocumentEntry(key) { Version = 0, Document = $"\"{key.Workspace}/{key.Kind}/{key.Id}\"" });
        foreach (var key in keys) Assert.Equal($"\"{key.Workspace}/{key.Kind}/{key.Id}\"", (await Service<IDocumentReads>().FindAsync(key))!.Text);
        Assert.Equal(["", "checkout"], await Service<IDocumentReads>().IdsAsync(Samples.Workspace, "budget"));
    }

    [Fact]
    public async Task The_newest_of_a_kind_come_first_and_page_by_page()
    {
        foreach (var id in new[] { "run-01", "run-03", "run-02", "run-0a" })
            await CommitAsync(new DocumentEntry(Key with { Kind = "run", Id = id }) { Version = 0, Document = $"\"{id}\"" });
        await CommitAsync(new DocumentEntry(Key with { Workspace = "ws-2", Kind = "run", Id = "run-09" }) { Version = 0, Document = "\"run-09\"" });
        var reads = Service<IDocumentReads>();
        Assert.Equal(["\"run-0a\"", "\"run-03\""], await reads.NewestAsync(Samples.Workspace, "run", null, 2));
        Assert.Equal(["\"run-02\"", "\"run-01\""], await reads.NewestAsync(Samples.Workspace, "run", "run-03", 10));
        Assert.Empty(await reads.NewestAsync(Samples.Workspace, "run", "run-01", 10));
    }

    [Fact]
    public async Task Many_documents_are_read_by_their_ids_and_those_that_are_not_there_are_left_out()
    {
        var ids = Enumerable.Range(0, 90).Select(i => $"run-{i:00}").ToList();
        foreach (var id in ids.Take(60))
            await CommitAsync(new DocumentEntry(Key with { Kind = "run", Id = id }) { Version = 0, Document = $"\"{id}\"" });
        var reads = Service<IDocumentReads>();
        var found = await reads.FindAsync(Samples.Workspace, "run", ids);
        Assert.Equal(ids.Take(60), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, one => Assert.Equal($"\"{one.Key}\"", one.Value));
        Assert.Empty(await reads.FindAsync(Samples.Workspace, "run", []));
        Assert.Empty(await reads.FindAsync("ws-2", "run", ids));
    }

    private async Task<GrainState<Kept<BudgetState>>> ReadAsync()
    {
        var state = new GrainState<Kept<BudgetState>>();
        await Storage.ReadStateAsync("budget", Budget, state);
        return state;
    }

    private Task WriteAsync(GrainState<Kept<BudgetState>> state, BudgetState next)
    {
        state.State = new() { Value = next };
        return Storage.WriteStateAsync("budget", Budget, state);
    }

    public sealed record BudgetState
    {
        public int Spent { get; init; }
        public int Days { get; init; } = 30;
        public List<string> Notes { get; init; } = [];
    }
}

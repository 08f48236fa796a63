using AiSre.Grains;
using AiSre.Grains.Ledger;
using AiSre.TestHost;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Tests;

/// <summary>The queue, on a database that does as it is told.</summary>
public sealed class LedgerWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_queues_up_during_a_commit_is_the_next_batch()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var rest = Enumerable.Range(0, 5).Select(_ => ledger.Append(new LedgerProbeEntry())!).ToList();
        database.Open();
        await Task.WhenAll([first, .. rest]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal([1, 5], database.Batches);
    }

    [Fact]
    public async Task A_batch_has_a_limit_and_its_entries_keep_their_order()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, batch: 2);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var entries = Enumerable.Range(0, 5).Select(_ => new LedgerProbeEntry()).ToList();
        var rest = entries.Select(entry => ledger.Append(entry)!).ToList();
        database.Open();
        await Task.WhenAll([first, .. rest]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal([1, 2, 2, 1], database.Batches);
        Assert.Equal(entries, database.Written.Skip(1));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_loses_nothing_of_what_it_took()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: 3);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var taken = Enumerable.Range(0, 3).Select(_ => ledger.Append(new LedgerProbeEntry())!).ToList();
        Assert.Equal(3, ledger.QueueDepth);
        Assert.Null(ledger.Append(new LedgerProbeEntry()));
        await Assert.ThrowsAsync<LedgerFullException>(() => ledger.CommitAsync(new LedgerProbeEntry()));
        Assert.False(await ledger.ProbeAsync(Cancel));

        database.Open();
        await Task.WhenAll([first, .. taken]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(4, database.Written.Count);
        await ledger.Append(new LedgerProbeEntry())!.WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(5, database.Written.Count);
    }

    [Fact]
    public async Task A_full_queue_still_takes_repeats_of_what_waits()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: 1);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var repeat = new AlertRepeat { Workspace = "a", RowId = 1, RowVersion = 1, Count = 1, LastSeen = 10 };
        var committed = ledger.Append(repeat)!;
        Assert.True(ledger.TryFold(repeat, 2, 9));
        Assert.True(ledger.TryFold(repeat, 1, 11));
        database.Open();
        await Task.WhenAll(first, committed).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal((4, 11L), (repeat.Count, repeat.LastSeen));
        Assert.False(ledger.TryFold(repeat, 1, 12));
    }

    [Fact]
    public async Task A_failed_commit_fails_everybody_who_waits_for_its_batch_and_the_next_one_works()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var waiters = Enumerable.Range(0, 5).Select(_ => ledger.Append(new LedgerProbeEntry())!).ToList();
        database.FailFrom(batch: 2, to: 2);
        database.Open();

        await first.WaitAsync(Samples.Patience, Cancel);
        foreach (var waiter in waiters)
        {
            var exception = await Assert.ThrowsAsync<LedgerUnavailableException>(() => waiter.WaitAsync(Samples.Patience, Cancel));
            Assert.Contains("IOException: The disk is gone.", exception.Message, StringComparison.Ordinal);
        }
        Assert.IsType<IOException>(ledger.Failure);
        Assert.True(await ledger.ProbeAsync(Cancel));
        Assert.Null(ledger.Failure);
    }

    [Fact]
    public async Task While_a_commit_does_not_come_back_nothing_is_taken_for_written_that_was_not_queued()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: int.MaxValue, stuckAfter: new LedgerOptions().StuckAfter);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var queued = new List<Task>();
        AlertRepeat repeat = null!;
        Task answer = null!;
        await Poll.UntilAsync("the ledger to say that a commit does not come back", () =>
        {
            repeat = new AlertRepeat { Workspace = "a", RowId = 1, RowVersion = 1, Count = 1, LastSeen = 10 };
            Assert.True(repeat.Committed.IsFaulted);
            answer = ledger.Append(repeat)!;
            Assert.Same(answer, repeat.Committed);
            if (!answer.IsCompleted) queued.Add(answer);
            return answer.IsCompleted;
        });

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => answer);
        Assert.Equal(LedgerOutcome.Undecided, repeat.Outcome);
        Assert.False(ledger.TryFold(repeat, 1, 11));
        database.Open();
        await Task.WhenAll([first, .. queued]).WaitAsync(Samples.Patience, Cancel);
        Assert.DoesNotContain(repeat, database.Written);
        Assert.Equal(1 + queued.Count, database.Written.Count);
    }

    [Fact]
    public async Task A_probe_tells_that_the_database_still_fails()
    {
        using var database = new GatedDatabase();
        database.Open();
        database.FailFrom(batch: 1, to: 2);
        using var ledger = await StartAsync(database);
        Assert.False(await ledger.ProbeAsync(Cancel));
        Assert.False(await ledger.ProbeAsync(Cancel));
        Assert.True(await ledger.ProbeAsync(Cancel));
    }

    [Fact]
    public async Task What_waits_at_the_stop_is_still_committed_and_nothing_is_taken_afterwards()
    {
        using var database = new GatedDatabase();
        var ledger = await StartAsync(database);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var second = ledger.Append(new LedgerProbeEntry())!;
        var stopped = Task.Run(() => ledger.StoppedAsync(Cancel), Cancel);
        database.Open();
        await Task.WhenAll(first, second, stopped).WaitAsync(Samples.Patience, Cancel);
        Assert.Null(ledger.Append(new LedgerProbeEntry()));
        Assert.True(database.Disposed);
    }

    [Fact]
    public async Task Whatever_a_workspace_has_queued_the_one_entry_of_another_is_in_the_next_batch()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, batch: 10);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var storm = Enumerable.Range(0, 45).Select(_ => ledger.Append(Of("a"))!).ToList();
        var (alert, other) = (Of("b"), Of("c"));
        Task[] quiet = [ledger.Append(alert)!, ledger.Append(other)!];
        database.Open();
        await Task.WhenAll([first, .. storm, .. quiet]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal([1, 10, 10, 10, 10, 7], database.Batches);
        Assert.Equal(["a", "b", "c", "a"], database.Written.Skip(1).Take(4).Select(entry => entry.Workspace));
    }

    [Fact]
    public async Task A_turn_that_a_batch_cuts_off_goes_on_in_the_next_one()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, batch: 2);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var rest = new[] { "a", "a", "b", "b", "c", "c" }.Select(workspace => ledger.Append(Of(workspace))!).ToList();
        database.Open();
        await Task.WhenAll([first, .. rest]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(["a", "b", "c", "a", "b", "c"], database.Written.Skip(1).Select(entry => entry.Workspace));
    }

    [Fact]
    public async Task What_a_workspace_queues_together_is_taken_together_and_after_those_that_had_nothing_waiting()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: 1_000, batch: 64);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var storms = Enumerable.Range(0, 10).SelectMany(i => Enumerable.Repeat($"storm-{i}", 40)).Select(workspace => ledger.Append(Of(workspace))!);
        var queued = storms.ToList();
        Task? quiet = null;
        // While a batch of the storms is under way, and they have more for many.
        database.Writing = batch => quiet ??= batch == 2 ? ledger.Append(Of("quiet")) : null;
        database.Open();
        await Task.WhenAll([first, .. queued]).WaitAsync(Samples.Patience, Cancel);
        await quiet!.WaitAsync(Samples.Patience, Cancel);
        var third = database.Written.Skip(1 + database.Batches[1]).Select(entry => entry.Workspace).ToList();
        Assert.Equal("quiet", third[0]);
        Assert.Equal(4, third.Skip(1).TakeWhile(workspace => workspace == third[1]).Count());
        Assert.Equal(queued.Count + 2, database.Written.Count);
    }

    [Fact]
    public async Task A_workspace_is_refused_at_half_of_the_queue_and_the_others_are_not()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: 10);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var storm = Enumerable.Range(0, 5).Select(_ => ledger.Append(Of("a"))!).ToList();
        Assert.Null(ledger.Append(Of("a")));
        await Assert.ThrowsAsync<LedgerFullException>(() => ledger.CommitAsync(Of("a")));
        LedgerEntry[] others = [Of("b"), Of("b"), Of("b"), Of("c"), new LedgerProbeEntry()];
        var quiet = others.Select(entry => ledger.Append(entry)!).ToList();
        Assert.Null(ledger.Append(Of("b")));
        database.Open();
        await Task.WhenAll([first, .. storm, .. quiet]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(11, database.Written.Count);
        await ledger.CommitAsync(Of("a")).WaitAsync(Samples.Patience, Cancel);
    }

    [Fact]
    public async Task A_storm_leaves_a_tenth_of_its_workspaces_share_for_everything_else()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database, queue: 40);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var row = Samples.Birth("inc-1").Alert;
        // Of a share of 20.
        var storm = Enumerable.Range(0, 18)
            .Select(i => ledger.Append(i % 2 == 0 ? Samples.Birth($"inc-{i}") : Samples.Repeat(row))!).ToList();
        Assert.Null(ledger.Append(Samples.Birth("inc-one-more")));
        Assert.Null(ledger.Append(Samples.Repeat(row)));
        LedgerEntry[] others =
        [
            new FactsEntry(row.Workspace),
            new OutboxResultEntry { Workspace = row.Workspace, Results = [] },
        ];
        var told = others.Select(entry => ledger.Append(entry)!).ToList();
        Assert.Null(ledger.Append(new FactsEntry(row.Workspace)));
        var another = ledger.Append(Of("another"))!;
        database.Open();
        await Task.WhenAll([first, .. storm, .. told, another]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(22, database.Written.Count);
    }

    [Fact]
    public async Task Entries_of_one_workspace_are_written_in_the_order_in_which_they_came_and_none_is_lost_at_the_stop()
    {
        using var database = new GatedDatabase();
        var ledger = await StartAsync(database, queue: 10_000, batch: 7);
        var sent = await Task.WhenAll(Enumerable.Range(0, 5).Select(sender => Task.Run(
            () => Enumerable.Range(0, 200).Select(i => Of($"ws-{sender}", i)).Select(entry => (Entry: entry, Done: ledger.Append(entry)!)).ToList(),
            Cancel)));
        var stopped = Task.Run(() => ledger.StoppedAsync(Cancel), Cancel);
        database.Open();
        await Task.WhenAll([.. sent.SelectMany(items => items).Select(item => item.Done), stopped]).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal(1_000, database.Written.Count);
        foreach (var items in sent)
            Assert.Equal(items.Select(item => item.Entry), database.Written.Where(entry => entry.Workspace == items[0].Entry.Workspace));
    }

    [Fact]
    public async Task An_entry_that_nobody_writes_is_refused_to_its_caller_and_fails_nobody_elses()
    {
        using var database = new GatedDatabase();
        using var ledger = await StartAsync(database);
        var first = ledger.Append(new LedgerProbeEntry())!;
        await database.EnteredAsync();
        var other = ledger.Append(Of("a"))!;
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.CommitAsync(new Unheard()));
        Assert.Equal(1, ledger.QueueDepth);
        database.Open();
        await Task.WhenAll(first, other).WaitAsync(Samples.Patience, Cancel);
        Assert.Equal([1, 1], database.Batches);
    }

    private static DeadLetterRemoval Of(string workspace, long seq = 0) => new() { Workspace = workspace, Seq = seq };

    private static async Task<LedgerWriter> StartAsync(GatedDatabase database, int queue = 100, int batch = 100, TimeSpan? stuckAfter = null)
    {
        var options = Options.Create(new LedgerOptions { QueueLimit = queue, BatchLimit = batch, StuckAfter = stuckAfter ?? Samples.NeverStuck });
        var writer = new LedgerWriter(database, options, new CommitPulse(), NullLogger<LedgerWriter>.Instance);
        await writer.StartingAsync(Cancel);
        return writer;
    }

    private sealed class Unheard : LedgerEntry;

    /// <summary>Holds its first commit until it is told to go on, and fails when told to.</summary>
    private sealed class GatedDatabase : ILedgerDatabase
    {
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim gate = new();
        private (int From, int To) failing;

        /// <summary>Called with the number of a batch while it is written.</summary>
        public Action<int>? Writing { get; set; }

        public List<int> Batches { get; } = [];
        public List<LedgerEntry> Written { get; } = [];
        public bool Disposed { get; private set; }

        public Task EnteredAsync() => entered.Task.WaitAsync(Samples.Patience, Cancel);
        public void Open() => gate.Set();
        public void FailFrom(int batch, int to) => failing = (batch, to);

        public void Migrate()
        {
        }

        public void Write(IReadOnlyList<LedgerEntry> batch)
        {
            entered.TrySetResult();
            gate.Wait(Samples.Patience);
            Batches.Add(batch.Count);
            Writing?.Invoke(Batches.Count);
            if (Batches.Count >= failing.From && Batches.Count <= failing.To) throw new IOException("The disk is gone.");
            Written.AddRange(batch);
        }

        public void Dispose()
        {
            gate.Set();
            Disposed = true;
        }
    }
}

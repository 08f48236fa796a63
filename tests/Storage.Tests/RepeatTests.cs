using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public abstract class RepeatTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task A_repeat_counts_and_moves_last_seen_forward_only()
    {
        var row = (await CommitAsync(Samples.Birth("inc-1"))).Alert;
        await CommitAsync(Samples.Repeat(row, 3, Samples.NoonUnix + 5000, Samples.Event(EventTypes.AlertDeduplicated)));
        await CommitAsync(Samples.Repeat(row, 1, Samples.NoonUnix + 1000));

        var stored = (await Index.FindAsync(Samples.Workspace, row.Identity, null))!;
        Assert.Equal((5, Samples.NoonUnix + 5000, 1), (stored.Count, stored.LastSeen, stored.Version));
        Assert.Equal(1, Count("incident_events", $"type = '{EventTypes.AlertDeduplicated}'"));
        var facts = (await Reads.FactsAsync(Samples.Workspace, "inc-1"))!;
        Assert.Equal((5, Samples.Noon.AddSeconds(5)), (facts.Occurrences, facts.LastSeen));
    }

    [Fact]
    public async Task A_repeat_of_a_row_that_has_changed_is_refused_and_writes_nothing()
    {
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Write(birth.Incident, 1, new AlertEnds(birth.Alert.Identity, Samples.NoonUnix, null, null)));
        var repeat = await CommitAsync(Samples.Repeat(birth.Alert, 7, Samples.NoonUnix + 9000, Samples.Event(EventTypes.AlertDeduplicated)));

        Assert.Equal(LedgerOutcome.Conflict, repeat.Outcome);
        var stored = (await Index.FindAsync(Samples.Workspace, birth.Alert.Identity, null))!;
        Assert.Equal((1, Samples.NoonUnix, 2), (stored.Count, stored.LastSeen, stored.Version));
        Assert.Equal(0, Count("incident_events", $"type = '{EventTypes.AlertDeduplicated}'"));
    }

    [Fact]
    public async Task A_thousand_concurrent_repeats_that_fold_into_one_another_count_exactly()
    {
        var row = (await CommitAsync(Samples.Birth("inc-1"))).Alert;
        AlertRepeat? waiting = null;
        var folded = 0;
        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (i, _) =>
        {
            var known = Volatile.Read(ref waiting);
            if (known is not null && Ledger.TryFold(known, 1, Samples.NoonUnix + i))
            {
                Interlocked.Increment(ref folded);
                await known.Committed;
                return;
            }
            var repeat = Samples.Repeat(row, 1, Samples.NoonUnix + i);
            var committed = Ledger.Append(repeat)!;
            Volatile.Write(ref waiting, repeat);
            await committed;
            Assert.Equal(LedgerOutcome.Applied, repeat.Outcome);
        });

        var stored = (await Index.FindAsync(Samples.Workspace, row.Identity, null))!;
        Assert.Equal((1_001, Samples.NoonUnix + 999), (stored.Count, stored.LastSeen));
        Assert.InRange(folded, 1, 999);
    }

    [Fact]
    public async Task Nothing_folds_into_a_repeat_that_is_written()
    {
        var row = (await CommitAsync(Samples.Birth("inc-1"))).Alert;
        var repeat = await CommitAsync(Samples.Repeat(row));
        Assert.False(Ledger.TryFold(repeat, 1, Samples.NoonUnix));
        Assert.Equal(1, repeat.Count);
    }
}

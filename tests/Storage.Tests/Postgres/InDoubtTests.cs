using AiSre.Grains.Ledger;
using AiSre.Storage.Postgres;
using AiSre.TestHost;
using Npgsql;

namespace AiSre.Storage.Tests.Postgres;

/// <summary>A connection that breaks under a commit leaves a question, and the database knows the answer.</summary>
public sealed class InDoubtTests() : LedgerSuite(new PostgresDialect())
{
    [Fact]
    public async Task A_batch_that_was_committed_is_known_and_the_next_one_is_not()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Birth("inc-2"));
        var mark = Assert.Single(Rows("SELECT id, batch FROM ledger_writers")).Split('|');
        Assert.Equal("2", mark[1]);
        Assert.True(Ledger.WasCommitted($"{mark[0]}:1"));
        Assert.True(Ledger.WasCommitted($"{mark[0]}:2"));
        Assert.False(Ledger.WasCommitted($"{mark[0]}:3"));
        Assert.False(Ledger.WasCommitted("writer-that-never-wrote:1"));
    }

    [Theory]
    [InlineData("COMMIT", true)]
    [InlineData("ROLLBACK", false)]
    public async Task Whoever_asks_while_the_commit_is_still_under_way_waits_for_its_end(string end, bool committed)
    {
        await using var other = (NpgsqlConnection)OpenConnection();
        await ExecuteAsync(other, "BEGIN; INSERT INTO ledger_writers (id, batch, at) VALUES ('w', 1, 0)");
        var answer = Task.Run(() => Ledger.WasCommitted("w:1"), Cancel);
        await Poll.UntilAsync("it to wait", () =>
        {
            Assert.False(answer.IsCompleted, "It did not wait.");
            return Rows("SELECT 1 FROM pg_locks WHERE NOT granted").Count > 0;
        });
        await ExecuteAsync(other, end);
        Assert.Equal(committed, await answer.WaitAsync(Samples.Patience, Cancel));
    }

    [Fact]
    public async Task A_connection_that_was_cut_between_two_batches_costs_nobody_anything()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        Rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'ai-sre' AND datname = "
            + "current_database()");
        await CommitAsync(Samples.Birth("inc-2"));
        Assert.Equal(2, Count("incidents"));
        Assert.Equal(2, Count("ledger_writers"));
    }

    [Fact]
    public async Task A_silo_that_hangs_in_the_middle_of_a_batch_does_not_keep_the_others_from_writing()
    {
        var row = (await CommitAsync(Samples.Birth("inc-1"))).Alert;
        await using var hung = Service<PostgresSource>().OpenWriter();
        await ExecuteAsync(hung, $"BEGIN; UPDATE alerts SET count = count + 100 WHERE row_id = {row.RowId}");
        Assert.Equal(LedgerOutcome.Applied, (await CommitAsync(Samples.Repeat(row))).Outcome);

        var woken = await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(hung, "COMMIT"));
        Assert.True(PostgresFailure.IsAway(woken), woken.Message);
        Assert.Equal(["2"], Rows("SELECT count FROM alerts"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

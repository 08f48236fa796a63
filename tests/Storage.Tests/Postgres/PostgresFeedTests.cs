using AiSre.Grains.Ledger;
using AiSre.TestHost;
using Npgsql;

namespace AiSre.Storage.Tests.Postgres;

public sealed class PostgresFeedTests() : FeedTests(new PostgresDialect());

/// <summary>Two silos, and a third writer whose transactions take their place early and commit late, or not at all.</summary>
public sealed class PostgresFeedOrderTests() : FeedOrderTests(new PostgresDialect(), silos: 2)
{
    protected override async Task DisturbAsync(Func<bool> isDone)
    {
        await using var connection = (NpgsqlConnection)OpenConnection();
        for (var i = 0; !isDone(); i++)
        {
            await ExecuteAsync(connection, "BEGIN; " + Row($"slow-{i}"));
            await Task.Delay(30, Cancel);
            await ExecuteAsync(connection, i % 3 == 0 ? "ROLLBACK" : "COMMIT");
        }
    }

    private static string Row(string id) => $$"""
        INSERT INTO feed (workspace, at, changes)
        VALUES ('ws-1', extract(epoch FROM now()) * 1000, '[{"id":"{{id}}","type":"{{Disturbance}}","actor":"x","at":0}]')
        """;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

/// <summary>What only a server with several writers and a history has.</summary>
public sealed class PostgresFeedHorizonTests() : LedgerSuite(new PostgresDialect())
{
    private IFeedReads Feed => Service<IFeedReads>();

    [Fact]
    public async Task What_a_later_transaction_commits_waits_for_an_earlier_one_that_still_runs()
    {
        var start = await Feed.EndAsync();
        await using (var connection = (NpgsqlConnection)OpenConnection())
        {
            await ExecuteAsync(connection, """
                BEGIN;
                INSERT INTO feed (workspace, at, changes)
                VALUES ('ws-1', extract(epoch FROM now()) * 1000, '[{"id":"early","type":"t","actor":"x","at":0}]')
                """);
            await CommitAsync(Samples.Birth("late"));
            var read = await Feed.ReadAsync("ws-1", start, 10);
            Assert.Empty(read.Events);
            await ExecuteAsync(connection, "COMMIT");
            Assert.Equal(["early", "late", "late"], await IdsAsync(read.Next, 3));
        }
    }

    [Fact]
    public async Task After_a_restore_on_a_server_that_counts_from_a_lower_number_nothing_waits_for_ever()
    {
        await CommitAsync(Samples.Birth("old"));
        Rows("UPDATE feed SET tx = '999999999999'");
        await RestartAsync();
        var start = await Feed.EndAsync();
        await CommitAsync(Samples.Birth("new"));
        Assert.Equal(["new", "new"], await IdsAsync(start, 2));
        Assert.Equal(["old", "old", "new", "new"], await IdsAsync(start with { Transaction = 0, Seq = 0 }, 4));
        Assert.True((await Feed.ReadAsync("ws-1", start with { Transaction = 999_999_999_999, Seq = 2 }, 10)).Reset);
    }

    /// <summary>Other tests write on the same server, and what they began earlier is waited for.</summary>
    private Task<IEnumerable<string>> IdsAsync(FeedPosition from, int events) => Poll.ForAsync(
        $"{events} events",
        async () => (await Feed.ReadAsync("ws-1", from, 10)).Events is var read && read.Length >= events ? read.Select(e => e.Id) : null,
        every: TimeSpan.FromMilliseconds(5));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

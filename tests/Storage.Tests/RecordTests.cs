using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public abstract class RecordTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task The_first_answer_of_a_delivery_is_the_one_that_stays()
    {
        await CommitAsync(Delivery("d-1", "first", at: 1_000));
        await CommitAsync(Delivery("d-1", "second", at: 2_000));
        Assert.Equal(new DeliveryAnswer(200, "first"), await Reads.DeliveryAsync("ws-1", "webhook", "d-1"));
        Assert.Null(await Reads.DeliveryAsync("ws-2", "webhook", "d-1"));
        Assert.Null(await Reads.DeliveryAsync("ws-1", "pagerduty", "d-1"));
        Assert.Null(await Reads.DeliveryAsync("ws-1", "webhook", "d-2"));
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_with_the_next_one()
    {
        await CommitAsync(Delivery("old", "", at: 999));
        await CommitAsync(Delivery("young", "", at: 1_000));
        await CommitAsync(Delivery("new", "", at: 5_000, forgetBefore: 1_000));
        Assert.Equal(["new", "young"], Rows("SELECT id FROM deliveries ORDER BY id"));
    }

    [Fact]
    public async Task Dead_letters_are_listed_newest_first_replayed_oldest_first_and_removed_by_number()
    {
        foreach (var (workspace, error) in new[] { ("ws-1", "a"), ("ws-2", "b"), ("ws-1", "c"), ("ws-1", "d") })
            await CommitAsync(Letter(workspace, error));
        Assert.Equal(["d", "c", "a"], await ErrorsAsync("ws-1", 0, 10, true));
        Assert.Equal(["d", "c"], await ErrorsAsync("ws-1", 0, 2, true));
        Assert.Equal(["a", "b", "c", "d"], await ErrorsAsync(null, 0, 10, false));

        var first = (await Reads.DeadLettersAsync("ws-1", 0, 1, newestFirst: false))[0];
        Assert.Equal(("ws-1", "webhook", "{}", "a", Samples.Noon), (first.Workspace, first.Source, first.Payload, first.Error, first.At));
        Assert.Equal(["c", "d"], await ErrorsAsync("ws-1", first.Seq, 10, false));

        await CommitAsync(new DeadLetterRemoval { Workspace = "ws-2", Seq = first.Seq });
        Assert.Equal(4, Count("dead_letters"));
        await CommitAsync(new DeadLetterRemoval { Workspace = "ws-1", Seq = first.Seq });
        Assert.Equal(["d", "c"], await ErrorsAsync("ws-1", 0, 10, true));
    }

    [Fact]
    public async Task Half_a_character_costs_nothing_that_is_written_with_it()
    {
        await Task.WhenAll(((string[])["half \ud83d of one", "whole \ud83d\ude00", "plain"]).Select(error => CommitAsync(Letter("ws-1", error))));
        Assert.Equal(["half \ufffd of one", "plain", "whole \ud83d\ude00"], (await ErrorsAsync("ws-1", 0, 10, true)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dead_letter_that_fails_again_says_why_and_how_often()
    {
        foreach (var (workspace, error) in new[] { ("ws-1", "a"), ("ws-2", "b"), ("ws-1", "c") }) await CommitAsync(Letter(workspace, error));
        var newest = await Reads.DeadLettersBeforeAsync("ws-1", long.MaxValue, 1);
        Assert.Equal(("c", 0, null), (newest[0].Error, newest[0].Attempts, newest[0].TriedAt));
        Assert.Equal("a", Assert.Single(await Reads.DeadLettersBeforeAsync("ws-1", newest[0].Seq, 10)).Error);
        Assert.Equal(2, await Reads.DeadLetterCountAsync("ws-1"));

        await Task.WhenAll(RetryAsync("ws-1", "still"), RetryAsync("ws-1", "still"), RetryAsync("ws-2", "of another"));
        var tried = (await Reads.DeadLettersBeforeAsync("ws-1", long.MaxValue, 1))[0];
        Assert.Equal(("still", 2, Samples.Noon), (tried.Error, tried.Attempts, tried.TriedAt));

        Task RetryAsync(string workspace, string error) =>
            CommitAsync(new DeadLetterRetry { Workspace = workspace, Seq = newest[0].Seq, Error = error, At = Samples.NoonUnix });
    }

    [Fact]
    public async Task A_workspace_keeps_its_name_until_it_is_given_another()
    {
        Assert.Equal((false, null), await Reads.WorkspaceAsync("acme"));
        await CommitAsync(new WorkspaceEntry { Id = "acme", At = 1 });
        Assert.Equal((true, null), await Reads.WorkspaceAsync("acme"));
        await CommitAsync(new WorkspaceEntry { Id = "acme", Name = "Acme", At = 2 });
        await CommitAsync(new WorkspaceEntry { Id = "acme", At = 3 });
        Assert.Equal((true, "Acme"), await Reads.WorkspaceAsync("acme"));
        Assert.Equal(1, await Reads.WorkspaceCountAsync());
        Assert.Equal(["1"], Rows("SELECT created_at FROM workspaces"));
    }

    [Fact]
    public async Task A_probe_really_writes()
    {
        Assert.True(await Ledger.ProbeAsync(Cancel));
        Assert.True(await Ledger.ProbeAsync(Cancel));
        Assert.Equal(1, Count("probes"));
    }

    private async Task<IEnumerable<string>> ErrorsAsync(string? workspace, long after, int limit, bool newestFirst) =>
        (await Reads.DeadLettersAsync(workspace, after, limit, newestFirst)).Select(letter => letter.Error);

    private static DeliveryRecord Delivery(string id, string response, long at, long forgetBefore = 0) => new()
    {
        Workspace = "ws-1", Source = "webhook", Id = id, At = at, Status = 200, Response = response, ForgetBefore = forgetBefore,
    };

    private static DeadLetterEntry Letter(string workspace, string error) => new()
    {
        Workspace = workspace, Source = "webhook", Payload = "{}", Error = error, At = Samples.NoonUnix,
    };
}

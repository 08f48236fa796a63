using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Storage.Tests;

/// <summary>What becomes of messages, and how it is read.</summary>
public abstract class OutboxResultTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private readonly FakeTimeProvider clock = new(Samples.Noon);

    private IOutboxReads Outbox => Service<IOutboxReads>();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);

    [Fact]
    public async Task A_message_that_is_tried_again_waits_and_one_that_was_sent_is_done_with_for_good()
    {
        var row = (await PendAsync("a"))[0];
        await CommitAsync(Messages.Results(new OutboxResult(row.Seq, OutboxStatus.Pending, 1, Samples.NoonUnix, NextAt: Samples.NoonUnix + 5_000,
            Error: "503")));
        var waiting = Assert.Single(await Outbox.PendingAsync());
        Assert.Equal((1, Samples.NoonUnix + 5_000, null, "503"), (waiting.Attempts, waiting.NextAt, waiting.DoneAt, waiting.Error));

        await CommitAsync(Messages.Results(new OutboxResult(row.Seq, OutboxStatus.Sent, 2, Samples.NoonUnix + 6_000, Reference: "C1/17.2")));
        await CommitAsync(Messages.Results(Messages.Died(row, Samples.NoonUnix + 7_000)));
        Assert.Empty(await Outbox.PendingAsync());
        var sent = Assert.Single(await Outbox.OfIncidentAsync(Samples.Workspace, "inc-1"));
        Assert.Equal((OutboxStatus.Sent, 2, null, Samples.NoonUnix + 6_000, null, "C1/17.2"),
            (sent.Status, sent.Attempts, sent.NextAt, sent.DoneAt, sent.Error, sent.Reference));
    }

    [Fact]
    public async Task Of_two_results_in_one_commit_the_one_that_ends_the_message_counts()
    {
        var row = (await PendAsync("a"))[0];
        LedgerEntry[] batch = [Messages.Results(Messages.Sent(row, "r")),
            Messages.Results(new OutboxResult(row.Seq, OutboxStatus.Pending, 9, Samples.NoonUnix, Samples.NoonUnix))];
        Service<ILedgerDatabase>().Write(batch);
        Assert.Equal((OutboxStatus.Sent, 1),
            Assert.Single(await Outbox.OfIncidentAsync(Samples.Workspace, "inc-1")) is var sent ? (sent.Status, sent.Attempts) : default);
    }

    [Fact]
    public async Task Messages_of_the_past_are_shown_and_wait_for_nobody()
    {
        var history = new OutboxHistory
        {
            Workspace = Samples.Workspace,
            Messages =
            [
                new(Messages.Of("a"), OutboxStatus.Sent, 1, Samples.NoonUnix - 9_000, Samples.NoonUnix - 8_000, null),
                new(Messages.Of("b"), OutboxStatus.Dead, 5, Samples.NoonUnix - 7_000, Samples.NoonUnix - 6_000, "410 Gone"),
            ],
        };
        await CommitAsync(history);
        await CommitAsync(new OutboxHistory { Workspace = Samples.Workspace, Messages = history.Messages });
        var rows = await Outbox.OfIncidentAsync(Samples.Workspace, "inc-1");
        Assert.Equal(
            [("a", OutboxStatus.Sent, 1, Samples.NoonUnix - 9_000, Samples.NoonUnix - 8_000, null),
                ("b", OutboxStatus.Dead, 5, Samples.NoonUnix - 7_000, (long?)(Samples.NoonUnix - 6_000), "410 Gone")],
            rows.Select(row => (row.Message.Key, row.Status, row.Attempts, row.CreatedAt, row.DoneAt, row.Error)));
        Assert.Equal(Messages.Of("a").Content.Title, rows[0].Message.Content.Title);
        Assert.Equal(0, Count("alarms"));
    }

    [Fact]
    public async Task What_follows_from_a_result_and_what_the_timeline_says_commit_with_it()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var row = (await PendAsync("a"))[0];
        await CommitAsync(new OutboxResultEntry
        {
            Workspace = Samples.Workspace,
            Results = [Messages.Died(row, Samples.NoonUnix)],
            Facts = new()
            {
                Messages = [Messages.Of("fallback", channel: "email", address: "ops@example.com")],
                Events = [new IncidentEvent(Samples.Workspace, "inc-1", Samples.Event("notification_failed"))],
            },
        });
        Assert.Equal("fallback", Assert.Single(await Outbox.PendingAsync("ops@example.com", "email")).Message.Key);
        Assert.Equal("notification_failed", (await Reads.TimelineAsync(Samples.Workspace, "inc-1"))[^1].Type);
        Assert.Equal(1, Count("alarms", "kind = 'destination' AND id = 'email/ops@example.com' AND name = 'send'"));
    }

    [Fact]
    public async Task Messages_of_one_destination_are_read_in_the_order_in_which_they_were_written()
    {
        await PendAsync("a", "b", "c");
        await CommitAsync(Messages.Entry(Messages.Of("x", address: "#other"), Messages.Of("y", channel: "teams"),
            Messages.Of("z", workspace: "ws-2")));
        await PendAsync("d");
        var all = await Outbox.PendingAsync();
        Assert.Equal(["a", "b", "c", "d"], all.Select(row => row.Message.Key));
        Assert.Equal(["c"], (await Outbox.PendingAsync(Samples.Workspace, "slack", "#ops", all[1].Seq, 1)).Select(row => row.Message.Key));
    }

    [Fact]
    public async Task The_reference_of_an_incident_is_that_of_its_first_message_which_was_sent_there()
    {
        await CommitAsync(Messages.Entry(Messages.Of("a", incident: "inc-2"), Messages.Of("b"), Messages.Of("c"), Messages.Of("d"),
            Messages.Of("e", address: "#other")));
        var rows = await Outbox.PendingAsync();
        Assert.Null(await ReferenceAsync());
        await CommitAsync(Messages.Results(Messages.Sent(rows[0], "of another incident"), Messages.Sent(rows[1]), Messages.Sent(rows[2], "first"),
            Messages.Sent(rows[3], "second")));
        Assert.Equal("first", await ReferenceAsync());
        Assert.Null(await Outbox.ReferenceAsync(Samples.Workspace, "inc-1", "slack", "#other"));

        ValueTask<string?> ReferenceAsync() => Outbox.ReferenceAsync(Samples.Workspace, "inc-1", "slack", "#ops");
    }

    [Fact]
    public async Task The_backlog_counts_what_waits_and_tells_since_when()
    {
        Assert.Equal((0, null, 0), await Outbox.BacklogAsync());
        var first = await PendAsync("a", "b");
        clock.Advance(TimeSpan.FromSeconds(9));
        await PendAsync("c", "d");
        await CommitAsync(Messages.Results(Messages.Died(first[1], Samples.NoonUnix)));
        Assert.Equal((3, Samples.NoonUnix, 1), await Outbox.BacklogAsync());
        await CommitAsync(Messages.Results(Messages.Sent(first[0])));
        Assert.Equal((2, Samples.NoonUnix + 9_000, 1), await Outbox.BacklogAsync());
    }

    [Fact]
    public async Task What_was_given_up_is_read_newest_first_page_by_page_of_one_workspace_or_all()
    {
        var rows = await PendAsync("a", "b", "c");
        await CommitAsync(Messages.Entry(Messages.Of("d", workspace: "ws-2")));
        var other = (await Outbox.PendingAsync(workspace: "ws-2"))[0];
        await CommitAsync(Messages.Results(Messages.Died(other, 1), Messages.Died(rows[0], 1), Messages.Died(rows[1], 2), Messages.Sent(rows[2])));
        Assert.Equal(["d", "b", "a"], (await Outbox.DeadAsync(null, null, 10)).Select(row => row.Message.Key));
        var newest = Assert.Single(await Outbox.DeadAsync(Samples.Workspace, null, 1));
        Assert.Equal(("b", "410 Gone"), (newest.Message.Key, newest.Error));
        Assert.Equal(["a"], (await Outbox.DeadAsync(Samples.Workspace, newest.Seq, 10)).Select(row => row.Message.Key));
    }

    [Fact]
    public async Task What_was_given_up_can_be_made_to_wait_again_one_message_or_all_of_a_workspace()
    {
        var rows = await PendAsync("a", "b", "c");
        await CommitAsync(Messages.Entry(Messages.Of("d", workspace: "ws-2")));
        var other = (await Outbox.PendingAsync(workspace: "ws-2"))[0];
        await CommitAsync(Messages.Results([.. rows.Append(other).Select(row => Messages.Died(row, 1))]));
        await CommitAsync(new FactsEntry(Messages.Destination()) { Facts = new() { Alarms = [new AlarmClear("send")] } });

        Assert.Equal(0, (await CommitAsync(new OutboxReplay { Workspace = Samples.Workspace, Seq = other.Seq })).Replayed);
        Assert.Equal(0, Count("alarms", "workspace = 'ws-1'"));
        Assert.Equal(1, (await CommitAsync(new OutboxReplay { Workspace = Samples.Workspace, Seq = rows[1].Seq })).Replayed);
        var replayed = Assert.Single(await Outbox.PendingAsync());
        Assert.Equal(("b", 0, null, null), (replayed.Message.Key, replayed.Attempts, replayed.NextAt, replayed.DoneAt));
        Assert.Equal([$"ws-1|slack/#ops|send|{Samples.NoonUnix}"], Rows("SELECT workspace, id, name, due_at FROM alarms WHERE workspace = 'ws-1'"));
        var first = Rows("SELECT number FROM alarms WHERE workspace = 'ws-1'");

        Assert.Equal(2, (await CommitAsync(new OutboxReplay { Workspace = Samples.Workspace })).Replayed);
        Assert.Equal(["a", "b", "c"], (await Outbox.PendingAsync()).Select(row => row.Message.Key));
        Assert.NotEqual(first, Rows("SELECT number FROM alarms WHERE workspace = 'ws-1'"));
        Assert.Equal("d", Assert.Single(await Outbox.DeadAsync(null, null, 10)).Message.Key);
    }

    [Fact]
    public async Task What_is_done_with_is_forgotten_in_time_and_what_was_given_up_later()
    {
        var rows = await PendAsync("sent", "suppressed", "dead", "sent later", "pending");
        await CommitAsync(Messages.Results(
            new(rows[0].Seq, OutboxStatus.Sent, 1, 10), new(rows[1].Seq, OutboxStatus.Suppressed, 0, 10), new(rows[2].Seq, OutboxStatus.Dead, 9, 10),
                new(rows[3].Seq, OutboxStatus.Sent, 1, 20)));
        await CommitAsync(new OutboxResultEntry { Workspace = Samples.Workspace, Results = [], ForgetBefore = 20 });
        Assert.Equal(["dead", "sent later", "pending"], Rows("SELECT key FROM outbox ORDER BY seq"));
        await CommitAsync(new OutboxResultEntry { Workspace = Samples.Workspace, Results = [], ForgetDeadBefore = 11 });
        Assert.Equal(["sent later", "pending"], Rows("SELECT key FROM outbox ORDER BY seq"));
    }

    [Fact]
    public async Task A_workspace_keeps_only_so_many_that_were_given_up()
    {
        const int More = 5;
        using (var connection = OpenConnection())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {OutboxLimits.Dead + More})
                INSERT INTO outbox (workspace, key, channel, address, partition, kind, severity, is_page, status, attempts, created_at, done_at, document)
                SELECT 'ws-1', 'dead-' || i, 'slack', '#ops', 0, 0, 3, 0, 2, 9, 1, 50, '' FROM n
                """;
            command.ExecuteNonQuery();
        }
        await CommitAsync(new OutboxResultEntry { Workspace = Samples.Workspace, Results = [], ForgetDeadBefore = 1 });
        Assert.Equal(OutboxLimits.Dead, Count("outbox"));
        Assert.Equal([$"dead-{More + 1}"], Rows("SELECT key FROM outbox ORDER BY seq LIMIT 1"));
    }

    [Fact]
    public async Task A_number_is_never_used_again()
    {
        var last = (await PendAsync("a", "b"))[^1];
        await CommitAsync(new OutboxResultEntry { Workspace = Samples.Workspace, Results = [Messages.Sent(last)], ForgetBefore = long.MaxValue });
        await RestartAsync();
        Assert.True((await PendAsync("c"))[^1].Seq > last.Seq);
    }

    private async Task<IReadOnlyList<OutboxRow>> PendAsync(params string[] keys)
    {
        await CommitAsync(Messages.Entry([.. keys.Select(key => Messages.Of(key))]));
        return await Outbox.PendingAsync();
    }
}

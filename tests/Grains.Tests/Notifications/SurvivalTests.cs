using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>Whatever dies, every message is sent, and what nobody knows to be sent is sent again under the same key.</summary>
public sealed class SurvivalTests(DestinationSilo shared) : DestinationHarness(shared), IClassFixture<DestinationSilo>
{
    [Fact]
    public async Task A_restart_in_the_middle_sends_the_rest_and_nothing_twice()
    {
        await WriteAsync([.. Enumerable.Range(0, 10).Select(i => Message($"inc-{i}"))]);
        await UntilAsync(() => Slack.Calls(Tenant).Count >= 4, "some are sent");
        await Silo.RestartAsync(TimeSpan.FromMinutes(10));
        await DrainedAsync();
        Assert.Equal(10, Slack.Calls(Tenant).Count);
        Assert.Equal(10, Slack.Calls(Tenant).Select(call => call.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_vendor_that_asked_for_a_pause_is_left_alone_by_the_process_that_comes_after()
    {
        Slack.Answers(Tenant,
            (_, number) => number == 0 ? new(DeliveryOutcome.Retry, "slow down", RetryAfter: TimeSpan.FromMinutes(5)) : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await Silo.AfterTicksAsync(async () => (await Silo.Service<IDocumentReads>().IdsAsync(Tenant.Workspace, OutboxAlarm.Kind)).Count == 1,
            "the pause is stored");
        await Silo.RestartAsync(TimeSpan.FromSeconds(30));
        await WriteAsync(Message("inc-2"));
        for (var i = 0; i < 60; i++)
        {
            Silo.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.Single(Slack.Calls(Tenant));
        await DrainedAsync();
        Assert.Equal(3, Slack.Calls(Tenant).Count);
    }

    [Fact]
    public async Task A_process_that_dies_between_sending_and_recording_sends_again_under_the_same_key()
    {
        var before = Silo.Database.Refused;
        Slack.Answers(Tenant, (_, number) =>
        {
            if (number == 0) Silo.Database.Broken = true;
            return DeliveryResult.Sent();
        });
        await WriteAsync(Message("inc-1"), Message("inc-2"));
        await TestSilo.UntilAsync(() =>
        {
            Silo.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(Silo.Database.Refused > before);
        }, "it cannot be recorded");
        await Silo.RestartAsync(TimeSpan.FromSeconds(30));
        await DrainedAsync();
        Assert.Equal([Message("inc-1").Key, Message("inc-1").Key, Message("inc-2").Key], Slack.Calls(Tenant).Select(call => call.Key));
        Assert.Equal(OutboxStatus.Sent, (await RowAsync("inc-1")).Status);
    }

    [Fact]
    public async Task A_process_that_lives_records_what_it_sent_when_the_ledger_is_back_and_sends_nothing_before_that()
    {
        var before = Silo.Database.Refused;
        Slack.Answers(Tenant, (_, number) =>
        {
            if (number == 0) Silo.Database.Broken = true;
            return DeliveryResult.Sent();
        });
        await WriteAsync(Message("inc-1"), Message("inc-2"));
        await TestSilo.UntilAsync(() =>
        {
            Silo.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(Silo.Database.Refused > before + 3);
        }, "it cannot be recorded");
        Assert.Single(Slack.Calls(Tenant));
        Silo.Database.Broken = false;
        await DrainedAsync();
        Assert.Equal([Message("inc-1").Key, Message("inc-2").Key], Slack.Calls(Tenant).Select(call => call.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_in_doubt_is_asked_for_and_written_once_whatever_came_of_it(bool committed)
    {
        var ledger = Silo.Service<DoubtfulLedger>();
        var asked = ledger.Asked;
        (ledger.NextIsCommitted, ledger.Answer) = (committed, null);
        await WriteAsync(Message("inc-1"), Message("inc-2"));
        await UntilAsync(() => ledger.Asked > asked + 1, "somebody asks");
        Assert.Single(Slack.Calls(Tenant));
        ledger.Answer = committed;
        await DrainedAsync();
        Assert.Equal([Message("inc-1").Key, Message("inc-2").Key], Slack.Calls(Tenant).Select(call => call.Key));
        Assert.Single(await Tenant.EventsAsync("inc-1"));
    }

    [Fact]
    public async Task An_activation_that_goes_while_a_message_waits_leaves_it_to_the_next()
    {
        Slack.Answers(Tenant, (_, number) => number == 0 ? Busy(40) : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the first attempt");
        await Silo.DeactivateAsync(Destination());
        await DrainedAsync();
        Assert.Equal((OutboxStatus.Sent, 2), ((await RowAsync("inc-1")).Status, (await RowAsync("inc-1")).Attempts));
    }

    [Fact]
    public async Task What_is_written_while_the_last_message_is_being_sent_is_sent_too()
    {
        var written = 1;
        Slack.Answers(Tenant, async (_, _) =>
        {
            if (written < 30) await WriteAsync(Message($"inc-{written++}"));
            return DeliveryResult.Sent();
        });
        await WriteAsync(Message("inc-0"));
        await DrainedAsync();
        Assert.Equal(30, Slack.Calls(Tenant).Select(call => call.Key).Distinct().Count());
        Assert.Equal(30, Slack.Calls(Tenant).Count);
    }

    [Fact]
    public async Task Messages_from_many_at_once_with_hints_and_without_are_each_sent_once()
    {
        var sender = Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 25; i++)
            {
                await WriteAsync(Message($"inc-{writer}-{i}", channel: "log"));
                if (i % 3 == 0) await Destination("log").WakeAsync();
            }
        }));
        await Silo.AfterTicksAsync(async () => sender.IsCompleted && (await Outbox.BacklogAsync()).Pending == 0, "all are written and sent");
        await sender;
        await DrainedAsync("log");
        Assert.Equal(200, Log.Calls(Tenant).Count);
        Assert.Equal(200, Log.Calls(Tenant).Select(call => call.Key).Distinct().Count());
    }

    [Fact]
    public async Task While_a_message_is_being_sent_an_alarm_stands()
    {
        var answer = new TaskCompletionSource<DeliveryResult>();
        Slack.Answers(Tenant, (_, _) => answer.Task);
        await WriteAsync(Message("inc-1"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the attempt");
        await Silo.AfterTicksAsync(async () => (await AlarmsAsync()).All(alarm => alarm.Name == SendingLease.Alarm), "the hint is acted on");
        Assert.InRange(Assert.Single(await AlarmsAsync()).DueAt - Now.ToUnixTimeMilliseconds(), 1, 20_000);
        answer.SetResult(DeliveryResult.Sent());
        await DrainedAsync();
    }

    [Fact]
    public async Task Two_who_hold_the_lease_find_out_and_the_alarm_of_the_second_stands()
    {
        var ledger = Silo.Service<ILedger>();
        var target = new AlarmTarget(OutboxAlarm.Kind, Tenant.Workspace, "slack/default");
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now.AddDays(1));
        using var first = new SendingLease(ledger, target, clock);
        using var second = new SendingLease(ledger, target, clock);
        Assert.True(await first.MoveAsync(clock.GetUtcNow() + SendingLease.Length));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await first.KeepAsync());
        Assert.True(await second.AcquireAsync(new AlarmFired(SendingLease.Alarm, Assert.Single(await AlarmsAsync()).DueAt)));
        var due = Assert.Single(await AlarmsAsync()).DueAt;
        await first.ReleaseAsync(() => true);
        Assert.Equal(due, Assert.Single(await AlarmsAsync()).DueAt);
        Assert.True(await second.KeepAsync());
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True(await second.KeepAsync());
        Assert.Equal(due + 9_000, Assert.Single(await AlarmsAsync()).DueAt);
        await second.ReleaseAsync(() => false);
        Assert.Single(await AlarmsAsync());
        await second.ReleaseAsync(() => true);
        Assert.Empty(await AlarmsAsync());
    }

    [Fact]
    public async Task Whoever_has_lost_the_lease_is_told_when_he_moves_it()
    {
        var ledger = Silo.Service<ILedger>();
        var target = new AlarmTarget(OutboxAlarm.Kind, Tenant.Workspace, "slack/default");
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now.AddDays(1));
        using var first = new SendingLease(ledger, target, clock);
        using var second = new SendingLease(ledger, target, clock);
        Assert.True(await first.KeepAsync());
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await second.AcquireAsync(new AlarmFired(SendingLease.Alarm, Assert.Single(await AlarmsAsync()).DueAt)));
        Assert.False(await first.KeepAsync());
        Assert.False(await first.AcquireAsync(new AlarmFired(OutboxAlarm.Name, 17)));
    }
}

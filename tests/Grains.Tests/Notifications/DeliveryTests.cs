using System.Text.Json.Nodes;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Tests.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Slack;
using static AiSre.Domain.Notifications.NotificationKind;

namespace AiSre.Grains.Tests.Notifications;

public sealed class DeliveryTests(DestinationSilo shared) : DestinationHarness(shared), IClassFixture<DestinationSilo>
{
    [Fact]
    public async Task What_is_written_is_sent_and_told_on_the_timeline_and_leaves_no_alarm()
    {
        await WriteAsync(Message("inc-1") with { Content = Message("inc-1").Content with { Recipients = ["dave"] } });
        Slack.Answers(Tenant, (_, _) => DeliveryResult.Sent("C1/17"));
        await DrainedAsync();
        var call = Assert.Single(Slack.Calls(Tenant));
        Assert.Equal((Message("inc-1").Key, "default", "slack"), (call.Key, call.Address, call.Channel.Name));
        var row = await RowAsync("inc-1");
        Assert.Equal((OutboxStatus.Sent, 1, "C1/17"), (row.Status, row.Attempts, row.Reference));
        var told = JsonNode.Parse(Assert.Single(await Tenant.PayloadsAsync("inc-1", EventTypes.NotificationSent)).ToString())!.AsObject();
        // How far the clock was moved while it was on its way depends on the machine.
        told.Remove("waited_seconds");
        Assert.Equal("""{"channel":"slack","address":"default","kind":"opened","recipients":["dave"],"attempts":1}""", told.ToJsonString());
    }

    [Fact]
    public async Task Later_messages_know_what_the_vendor_called_the_first()
    {
        Slack.Answers(Tenant, (_, number) => DeliveryResult.Sent($"C1/{number}"));
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        await WriteAsync(Message("inc-1", Acknowledged));
        await DrainedAsync();
        Assert.Equal([null, "C1/0"], Slack.Calls(Tenant).Select(call => call.Reference));
    }

    [Fact]
    public async Task What_fails_is_tried_again_with_the_same_key_after_longer_and_longer_pauses()
    {
        Slack.Answers(Tenant, (_, number) => number < 3 ? Busy() : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        var calls = Slack.Calls(Tenant);
        Assert.Equal(4, calls.Count);
        Assert.Single(calls.Select(call => call.Key).Distinct());
        for (var i = 1; i < calls.Count; i++) Assert.True(calls[i].Now - calls[i - 1].Now <= RetryRules.Backoff(i - 1) + TimeSpan.FromSeconds(2));
        Assert.Equal(4, (await RowAsync("inc-1")).Attempts);
    }

    [Fact]
    public async Task What_is_given_up_goes_to_the_fallback_once_and_the_timeline_says_so()
    {
        Slack.Answers(Tenant, (_, _) => new(DeliveryOutcome.Rejected, "channel_not_found"));
        Email.Answers(Tenant, (_, _) => new(DeliveryOutcome.Rejected, "No such mailbox."));
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        Assert.Single(Slack.Calls(Tenant));
        Assert.Equal(Message("inc-1", channel: "email").Key + ":fallback", Assert.Single(Email.Calls(Tenant)).Key);
        Assert.Equal([OutboxStatus.Dead, OutboxStatus.Dead], (await Outbox.OfIncidentAsync(Tenant.Workspace, "inc-1")).Select(row => row.Status));
        var failed = await Tenant.PayloadsAsync("inc-1", EventTypes.NotificationFailed);
        Assert.Equal("""{"channel":"slack","address":"default","kind":"opened","attempts":1,"error":"channel_not_found","fallback":"email"}""",
            failed[0].ToString());
        Assert.Equal("email", failed[1].GetProperty("channel").GetString());
    }

    [Fact]
    public async Task What_is_given_up_is_known_to_the_health_also_when_a_fallback_reached_somebody()
    {
        Slack.Answers(Tenant, (_, _) => new(DeliveryOutcome.Rejected, "token_revoked"));
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        Assert.Single(Email.Calls(Tenant));
        Assert.Equal("slack", Silo.Service<GivenUpMessages>().Last?.Channel);
    }

    [Fact]
    public async Task After_nine_attempts_a_message_is_given_up()
    {
        Pager.Answers(Tenant, (_, _) => Busy());
        await WriteAsync(Message("inc-1", channel: "pagerduty"));
        await UntilDeadAsync("inc-1");
        Assert.Equal(9, Pager.Calls(Tenant).Count);
        Assert.Equal(9, (await RowAsync("inc-1")).Attempts);
    }

    [Fact]
    public async Task Being_asked_to_wait_pauses_the_whole_destination()
    {
        Slack.Answers(Tenant, (_, number) => number == 0 ? Busy(60) : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the first attempt");
        var asked = Slack.Calls(Tenant)[0].Now;
        await WriteAsync(Message("inc-2"));
        await DrainedAsync();
        var calls = Slack.Calls(Tenant);
        Assert.Equal(["inc-1", "inc-1", "inc-2"], calls.Select(call => call.Content.IncidentId));
        Assert.All(calls.Skip(1), call => Assert.True(call.Now >= asked.AddSeconds(60)));
        Assert.True(calls[1].Now <= asked.AddSeconds(63), $"{calls[1].Now - asked}");
    }

    [Fact]
    public async Task Five_failures_open_the_circuit_for_a_minute_and_then_one_probe_is_sent()
    {
        var healthy = false;
        Slack.Answers(Tenant, (_, _) => healthy ? DeliveryResult.Sent() : Busy());
        await WriteAsync([.. Enumerable.Range(0, 6).Select(i => Message($"inc-{i}"))]);
        await UntilAsync(() => Slack.Calls(Tenant).Count == 5, "five attempts");
        var open = Slack.Calls(Tenant)[4].Now;
        await UntilAsync(() => Slack.Calls(Tenant).Count == 6, "the probe");
        Assert.InRange(Slack.Calls(Tenant)[5].Now - open, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
        healthy = true;
        await DrainedAsync();
        // The probe failed, so there was another minute.
        Assert.InRange(Slack.Calls(Tenant)[6].Now - open, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(180));
        Assert.Equal(6, Slack.Calls(Tenant).Skip(6).Select(call => call.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_waits_for_its_next_attempt_holds_up_its_own_incident_and_no_other()
    {
        Pager.Answers(Tenant, (call, number) =>
            call.Content.Kind is Opened && call.Content.IncidentId == "inc-1" && number < 4 ? Busy() : DeliveryResult.Sent());
        await WriteAsync(
            Message("inc-1", channel: "pagerduty"), Message("inc-1", Escalated, channel: "pagerduty"),
            Message("inc-2", channel: "pagerduty"), Message("inc-3", channel: "pagerduty"));
        await DrainedAsync("pagerduty");
        var order = Pager.Calls(Tenant).Select(call => $"{call.Content.IncidentId} {call.Content.Kind}").ToList();
        Assert.True(order.IndexOf("inc-3 Opened") < order.LastIndexOf("inc-1 Opened"));
        Assert.True(order.IndexOf("inc-1 Escalated") > order.LastIndexOf("inc-1 Opened"));
        Assert.Single(order, "inc-1 Escalated");
    }

    [Fact]
    public async Task A_page_that_is_over_before_it_could_be_sent_is_not_sent()
    {
        Slack.Answers(Tenant, (_, number) => number == 0 ? Busy(30) : DeliveryResult.Sent());
        await WriteAsync(Message("inc-0"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the pause");
        await WriteAsync(Message("inc-1"), Message("inc-1", Resolved));
        await DrainedAsync();
        Assert.All(Slack.Calls(Tenant), call => Assert.Equal("inc-0", call.Content.IncidentId));
        var rows = await Outbox.OfIncidentAsync(Tenant.Workspace, "inc-1");
        Assert.Equal(
            [
                (OutboxStatus.Suppressed, $"Over before it was sent, see {rows[1].Message.Key}"),
                (OutboxStatus.Suppressed, $"Its beginning was not sent, see {rows[0].Message.Key}"),
            ],
            rows.Select(row => (row.Status, row.Error!)));
    }

    [Fact]
    public async Task A_channel_that_cannot_be_used_has_the_log_stand_in_for_it()
    {
        Define(Tenant, new SlackChannel { Name = "slack", Missing = ["SLACK_TOKEN"] });
        await WriteAsync(Message("inc-1"), Message("inc-2", channel: "nowhere"));
        await Silo.AfterTicksAsync(async () => (await Outbox.BacklogAsync()).Pending == 0, "both are written down");
        Assert.Equal(2, Log.Calls(Tenant).Count);
        Assert.Empty(Slack.Calls(Tenant));
        Assert.Equal(
            (OutboxStatus.Suppressed, "The channel 'slack' is not configured: SLACK_TOKEN missing. The log stood in for it."),
            Of(await RowAsync("inc-1")));
        Assert.Equal((OutboxStatus.Suppressed, "There is no channel 'nowhere'. The log stood in for it."), Of(await RowAsync("inc-2")));
        Assert.Single(await Tenant.EventsAsync("inc-1"), EventTypes.NotificationFailed);
    }

    [Fact]
    public async Task A_channel_that_only_this_test_knows_is_sent_to_like_any_other()
    {
        Define(Tenant, new PigeonChannel { Name = "birds", Whistle = "la la", Loft = "loft-1" });
        await WriteAsync(Message("inc-1", channel: "birds"));
        await Silo.AfterTicksAsync(async () => (await Outbox.BacklogAsync()).Pending == 0, "it has flown");
        Assert.Equal("la la", Assert.IsType<PigeonChannel>(Assert.Single(Pigeon.Calls(Tenant)).Channel).Whistle);
        Assert.Equal(OutboxStatus.Sent, (await RowAsync("inc-1")).Status);
    }

    [Fact]
    public async Task Settings_are_read_anew_for_every_attempt()
    {
        Slack.Answers(Tenant, (call, _) => call.Channel.Fallback is null ? Busy(5) : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the first attempt");
        Define(Tenant, new SlackChannel { Name = "slack", Fallback = "log" });
        await DrainedAsync();
        Assert.Equal(2, Slack.Calls(Tenant).Count);
        Assert.Equal(OutboxStatus.Sent, (await RowAsync("inc-1")).Status);
    }

    [Fact]
    public async Task A_channel_that_throws_counts_as_one_that_failed()
    {
        Slack.Answers(Tenant, (_, number) => number == 0 ? throw new InvalidOperationException("a bug") : DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        Assert.Equal((OutboxStatus.Sent, 2), ((await RowAsync("inc-1")).Status, (await RowAsync("inc-1")).Attempts));
    }

    [Fact]
    public async Task What_was_done_with_is_forgotten_after_a_week()
    {
        await WriteAsync(Message("inc-1"));
        await DrainedAsync();
        Silo.Clock.Advance(TimeSpan.FromDays(8));
        await WriteAsync(Message("inc-2"));
        await DrainedAsync();
        Assert.Empty(await Outbox.OfIncidentAsync(Tenant.Workspace, "inc-1"));
        Assert.Single(await Outbox.OfIncidentAsync(Tenant.Workspace, "inc-2"));
    }

    private static (OutboxStatus, string?) Of(OutboxRow row) => (row.Status, row.Error);

    /// <summary>In steps that are longer than those of a tick, because it takes a quarter of an hour.</summary>
    private Task UntilDeadAsync(string incident) => TestSilo.UntilAsync(async () =>
    {
        Silo.Clock.Advance(TimeSpan.FromSeconds(3));
        return (await RowAsync(incident)).Status is OutboxStatus.Dead;
    }, "it is given up");
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Tests.Notifications;

public sealed class StormTests(DestinationSilo shared) : DestinationHarness(shared), IClassFixture<DestinationSilo>
{
    [Fact]
    public async Task Ten_thousand_messages_become_few_and_every_one_of_them_is_accounted_for()
    {
        const int count = 10_000;
        for (var i = 0; i < count; i += 500)
            await WriteAsync(
                [.. Enumerable.Range(i, 500).Select(n => Message($"inc-{n}", severity: n % 100 == 50 ? Severity.Critical : Severity.High))]);
        await DrainedAsync();

        var calls = Slack.Calls(Tenant);
        var minutes = Math.Ceiling((calls[^1].Now - calls[0].Now).TotalMinutes) + 1;
        var digests = calls.Where(call => call.Content.Kind is NotificationKind.Digest).ToList();
        var criticals = calls.Count(call => call.Content.Kind is NotificationKind.Opened && call.Content.Severity is Severity.Critical);
        var others = calls.Count - digests.Count - criticals;
        Assert.InRange(digests.Count, 1, minutes);
        Assert.InRange(criticals, 10, 10 + 10 * minutes);
        Assert.InRange(others, 0, 23);
        Assert.Equal(count, criticals + others + digests.Sum(digest => digest.Content.Digest!.Count));
        for (var i = 0; i < count; i += 97)
        {
            var row = await RowAsync($"inc-{i}");
            if (row.Status is OutboxStatus.Suppressed) Assert.StartsWith($"Told in n:{Tenant.Workspace}:digest:", row.Error);
            else Assert.Equal(OutboxStatus.Sent, row.Status);
        }
    }

    [Fact]
    public async Task A_vendor_that_answers_too_many_requests_gets_no_more_than_it_asked_for()
    {
        var last = DateTimeOffset.MinValue;
        Slack.Answers(Tenant, (call, _) =>
        {
            var early = call.Now - last < TimeSpan.FromSeconds(1);
            last = call.Now;
            return early ? Busy(1) : DeliveryResult.Sent();
        });
        await WriteAsync([.. Enumerable.Range(0, 300).Select(i => Message($"inc-{i}"))]);
        await DrainedAsync();
        Assert.InRange(Slack.Calls(Tenant).Count, 1, 12);
    }

    [Fact]
    public async Task Another_workspace_does_not_wait_for_the_storm_nor_for_a_vendor_that_hangs()
    {
        var never = new TaskCompletionSource<DeliveryResult>();
        Slack.Answers(Tenant, (_, _) => never.Task);
        await WriteAsync([.. Enumerable.Range(0, 2_000).Select(i => Message($"inc-{i}"))]);
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "the first one hangs");
        var other = NewTenant();
        var written = Now;
        await WriteAsync(Message("inc-1", tenant: other));
        await UntilAsync(() => Slack.Calls(other).Count == 1, "the other workspace's page");
        Assert.InRange(Slack.Calls(other)[0].Now - written, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        never.SetResult(DeliveryResult.Sent());
        await DrainedAsync();
    }

    [Fact]
    public async Task A_vendor_that_does_not_answer_counts_as_failed_and_holds_up_no_alarm()
    {
        var never = new TaskCompletionSource<DeliveryResult>();
        Slack.Answers(Tenant, (_, number) => number == 0 ? never.Task : Task.FromResult(DeliveryResult.Sent()));
        await WriteAsync(Message("inc-1"));
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "it hangs");
        await WriteAsync(Message("inc-2"));
        var began = Now;
        await Silo.AfterTicksAsync(
            async () => (await AlarmsAsync()).All(alarm => alarm.Name == SendingLease.Alarm), "the alarm of the second is acted on");
        Assert.True(Now - began < TimeSpan.FromSeconds(10));
        await UntilAsync(() => Slack.Calls(Tenant).Count > 1, "it is not waited for");
        await DrainedAsync();
        var row = await RowAsync("inc-1");
        Assert.Equal((OutboxStatus.Sent, 2), (row.Status, row.Attempts));
    }
}

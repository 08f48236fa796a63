using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Slack;

namespace AiSre.Grains.Tests.Notifications;

public sealed class TestMessageTests(DestinationSilo shared) : DestinationHarness(shared), IClassFixture<DestinationSilo>
{
    private IDestinations Destinations => Silo.Grains.GetGrain<IDestinations>(Tenant.Workspace);

    [Fact]
    public async Task It_takes_the_real_route_and_says_what_became_of_it_in_each_channel()
    {
        Pager.Answers(Tenant, (_, _) => new(DeliveryOutcome.Rejected, "invalid routing key"));
        var results = await Destinations.TestAsync(Severity.Critical, "payments", "Is anybody there?");
        Assert.Equal(
            [
                TestDelivery.Sent("slack") with { Address = "default" },
                TestDelivery.Failed("pagerduty", "invalid routing key") with { Address = "default" },
                TestDelivery.Unconfigured("nowhere", "There is no channel 'nowhere'."),
            ],
            results);
        var call = Assert.Single(Slack.Calls(Tenant));
        Assert.Equal((NotificationKind.Test, "Is anybody there?", "payments"), (call.Content.Kind, call.Content.Title, call.Content.Service));
        Assert.StartsWith($"n:{Tenant.Workspace}:test:test-", call.Key);
    }

    [Fact]
    public async Task Each_call_has_a_key_of_its_own_and_the_limits_hold()
    {
        for (var i = 0; i < 3; i++) Assert.Equal("sent", (await Destinations.TestAsync(Severity.Critical, null, "x"))[0].Status);
        var limited = (await Destinations.TestAsync(Severity.Critical, null, "x"))[0];
        Assert.Equal(TestDelivery.Skipped("slack", "rate limited") with { Address = "default" }, limited);
        Assert.Equal(3, Slack.Calls(Tenant).Select(call => call.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_destination_that_is_paused_or_broken_is_left_alone_and_the_status_says_so()
    {
        Slack.Answers(Tenant, (_, _) => Busy(60));
        Pager.Answers(Tenant, (_, _) => Busy());
        for (var i = 0; i < 5; i++) await Destinations.TestAsync(Severity.Critical, null, "x");
        var results = await Destinations.TestAsync(Severity.Critical, null, "x");
        Assert.Equal("skipped", results[0].Status);
        Assert.StartsWith("rate limited by the vendor until 2026-", results[0].Error);
        Assert.Equal("skipped", results[1].Status);
        Assert.EndsWith("last error: Busy.", results[1].Error);

        await WriteAsync(Message("inc-1"), Message("inc-2"));
        var statuses = await Destinations.ListAsync();
        Assert.Equal(["email", "log", "pagerduty", "slack"], statuses.Select(status => status.Channel));
        var slack = statuses[3];
        Assert.Equal(
            (2, "Busy.", 1.0, 3, 20, true), (slack.Queued, slack.LastError, slack.PerSecond, slack.Burst, slack.DigestAfter, slack.Configured));
        Assert.True(slack.PausedUntil > Now);
        Assert.True(statuses[2].CircuitOpenUntil > Now);
        Assert.Null(statuses[1].PerSecond);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_eight_seconds()
    {
        Slack.Answers(Tenant, (_, _) => new TaskCompletionSource<DeliveryResult>().Task);
        var test = Destinations.TestAsync(Severity.Critical, null, "x");
        await UntilAsync(() => Slack.Calls(Tenant).Count == 1, "it hangs");
        Silo.Clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(TestDelivery.Failed("slack", "No answer within 8 s.") with { Address = "default" }, (await test)[0]);
    }

    [Fact]
    public async Task One_person_is_told_where_a_step_would_tell_that_person_and_nowhere_else()
    {
        Define(Tenant, [new Person { Id = "dana" }.At("slack", "U1"), new Person { Id = "erik" }.At("email", "erik@x.test")],
            new SlackChannel { Name = "slack", Token = "xoxb-1", Channel = "#all" }, new EmailChannel { Name = "email", Host = "h", From = "a@b.c" });
        Assert.Equal(
            [
                TestDelivery.Sent("slack") with { Address = "U1" }, TestDelivery.Unconfigured("email", "It has no address for dana."),
                TestDelivery.Unconfigured("nowhere", "It is not defined, or lacks a setting: the log stands in for it."),
            ],
            (await Destinations.TestPersonAsync(Severity.High, null, "dana", "x"))!.Value);
        Assert.Equal("U1", Assert.Single(Slack.Calls(Tenant)).Address);
        Assert.Empty(Email.Calls(Tenant));
        Assert.Null(await Destinations.TestPersonAsync(Severity.High, null, "nobody", "x"));
        Assert.Equal(
            ["email default", "email erik@x.test", "log default", "slack default", "slack U1"],
            (await Destinations.ListAsync()).Select(status => $"{status.Channel} {status.Address}"));
    }
}

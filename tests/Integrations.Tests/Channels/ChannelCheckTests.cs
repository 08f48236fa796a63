using AiSre.Domain.Definitions.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Slack;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>A type of channel has exactly one sender, or the process does not start.</summary>
public sealed class ChannelCheckTests
{
    [Fact]
    public async Task A_type_with_one_sender_starts() => await Start("slack", "log");

    [Fact]
    public async Task A_type_without_a_sender_does_not_start() =>
        Assert.Equal(
            "Nothing sends to channels of the type 'slack'.", (await Assert.ThrowsAsync<InvalidOperationException>(() => Start("log"))).Message);

    [Fact]
    public async Task A_type_with_two_senders_does_not_start() =>
        Assert.Equal(
            "Several things send to channels of the type 'slack'.",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => Start("slack", "log", "slack"))).Message);

    private static Task Start(params string[] senders) =>
        new ChannelCheck(new ChannelTypes([SlackChannelType.Instance]), senders.Select(type => new Silent(type)))
            .StartAsync(TestContext.Current.CancellationToken);

    private sealed class Silent(string type) : INotificationChannel
    {
        public string Type => type;

        public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
            Task.FromResult(DeliveryResult.Sent());
    }
}

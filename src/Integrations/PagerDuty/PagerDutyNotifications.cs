using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.PagerDuty;

/// <summary>
/// PagerDuty. Our own incidents go through the Events API under a key of ours; those that PagerDuty opened are changed through its REST API, and no
/// alert is opened for them.
/// </summary>
public sealed class PagerDutyNotifications(OutboundHttp http, TimeProvider clock) : INotificationChannel
{
    private const string DefaultUrl = "https://events.pagerduty.com";
    private readonly PagerDutyRest rest = new(http);

    public string Type => PagerDutyChannelType.Instance.Name;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        VendorCall.RunAsync("PagerDuty", clock, token => SendAsync(delivery, (PagerDutyChannel)delivery.Channel, token), cancellation);

    private Task<DeliveryResult> SendAsync(NotificationDelivery delivery, PagerDutyChannel channel, CancellationToken cancellation) =>
        PagerDutyRest.IncidentOf(delivery.Content) is { } theirs
            ? rest.TellAsync(channel, theirs, delivery.Content, cancellation)
            : EnqueueAsync(delivery, channel, cancellation);

    private async Task<DeliveryResult> EnqueueAsync(NotificationDelivery delivery, PagerDutyChannel channel, CancellationToken cancellation)
    {
        if (!channel.RoutingKeys.TryGetValue(delivery.Address, out var routingKey)) return NamedAddress.Unknown("PagerDuty", delivery.Address);
        if (PagerDutyEvent.ActionOf(delivery.Content) is not { } action) return DeliveryResult.Sent();
        var body = PagerDutyEvent.Of(delivery.Content, routingKey, action, delivery.Key, delivery.Now);
        var answer = await http.PostJsonAsync(channel, $"{(channel.EventsUrl ?? DefaultUrl).TrimEnd('/')}/v2/enqueue", body, cancellation);
        return answer.IsSuccess
            ? DeliveryResult.Sent()
            : answer.Failure("PagerDuty", answer.Status is 400 ? "the event is invalid, or the integration key is wrong" : null);
    }
}

using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.Teams;

/// <summary>Microsoft Teams, through a workflow's webhook. It answers 202 before it posts, so a success here is a promise of Microsoft's.</summary>
public sealed class TeamsNotifications(OutboundHttp http, TimeProvider clock) : INotificationChannel
{
    public string Type => TeamsChannelType.Instance.Name;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        VendorCall.RunAsync("Teams", clock, async token =>
        {
            var channel = (TeamsChannel)delivery.Channel;
            if (!channel.Urls.TryGetValue(delivery.Address, out var url)) return NamedAddress.Unknown("Teams", delivery.Address);
            var answer = await http.PostJsonAsync(channel, url, TeamsCard.Of(delivery.Content, delivery.Now), token);
            return answer.IsSuccess ? TeamsAnswer.Of(answer) : answer.Failure("Teams");
        }, cancellation);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;
using StandardWebhooks;

namespace AiSre.Integrations.Webhooks;

/// <summary>
/// Any HTTP endpoint. With a secret signed as Standard Webhooks asks; the id is the message's key, so that repeats are known by it.
/// </summary>
public sealed class WebhookNotifications(OutboundHttp http, TimeProvider clock) : INotificationChannel
{
    public string Type => WebhookChannelType.Instance.Name;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        VendorCall.RunAsync("The webhook", clock, async token =>
        {
            var channel = (WebhookChannel)delivery.Channel;
            if (!channel.Urls.TryGetValue(delivery.Address, out var url)) return NamedAddress.Unknown("webhook", delivery.Address);
            var body = VendorJson.Of(WebhookBody.Of(delivery.Content, delivery.Now));
            var answer = await http.SendAsync(channel, HttpMethod.Post, url, body, token, Headers(channel, delivery.Key, delivery.Now, body));
            return answer.IsSuccess ? DeliveryResult.Sent() : answer.Failure("The webhook");
        }, cancellation);

    private static (string, string)[] Headers(WebhookChannel channel, string key, DateTimeOffset now, string body)
    {
        // Names of addresses may hold what a header may not.
        if (!key.All(c => c is > ' ' and <= '~')) key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var id = ("webhook-id", key);
        var timestamp = ("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return channel.Secret is { Length: > 0 } secret
            ? [id, timestamp, ("webhook-signature", new StandardWebhook(secret).Sign(key, now, body))]
            : [id, timestamp];
    }
}

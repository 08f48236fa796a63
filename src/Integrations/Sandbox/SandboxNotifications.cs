using AiSre.Domain.Definitions.Notifications;
using AiSre.Grains.Notifications;

namespace AiSre.Integrations.Sandbox;

/// <summary>Says that a message was sent, and sends nothing: nothing of a sandbox leaves the process.</summary>
public sealed class SandboxNotifications : INotificationChannel
{
    public string Type => SandboxChannelType.Instance.Name;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) => Task.FromResult(DeliveryResult.Sent());
}

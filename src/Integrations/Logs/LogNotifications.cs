using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Logs;

/// <summary>The platform's own log as a channel.</summary>
public sealed partial class LogNotifications(ILogger<LogNotifications> log) : INotificationChannel
{
    public string Type => LogChannel.ChannelName;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation)
    {
        var content = delivery.Content;
        LogNotice(log, content.Kind, content.Severity, content.IncidentId, content.Title, content.Recipients);
        return Task.FromResult(DeliveryResult.Sent());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Notification {Kind} ({Severity}) {Incident}: {Title} [for {Recipients}]")]
    private static partial void LogNotice(ILogger log, NotificationKind kind, Domain.Alerts.Severity severity, string? incident, string title, IEnumerable<string> recipients);
}

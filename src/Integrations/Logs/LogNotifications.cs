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
        LogNotice(log, content);
        return Task.FromResult(DeliveryResult.Sent());
    }

    private static void LogNotice(ILogger log, NotificationContent content)
    {
        if (!log.IsEnabled(LogLevel.Information)) return;
        var recipients = string.Join(", ", content.Recipients);
        LogNotice(log, content.Kind, content.Severity, content.IncidentId, content.Title, recipients);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Notification {Kind} ({Severity}) {Incident}: {Title} [for {Recipients}]")]
    private static partial void LogNotice(ILogger log, NotificationKind kind, Domain.Alerts.Severity severity, string? incident, string title, string recipients);
}

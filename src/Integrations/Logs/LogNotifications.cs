using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Messages;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Logs;

/// <summary>The platform's own log as a channel: one line for each message.</summary>
public sealed partial class LogNotifications(ILogger<LogNotifications> log) : INotificationChannel
{
    public string Type => LogChannel.ChannelName;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation)
    {
        var content = delivery.Content;
        LogNotice(log, content, delivery.Now);
        return Task.FromResult(DeliveryResult.Sent());
    }

    private static void LogNotice(ILogger log, NotificationContent content, DateTimeOffset now)
    {
        if (!log.IsEnabled(LogLevel.Information)) return;
        var text = MessageText.Of(content, now);
        var told = content.Recipients.IsDefaultOrEmpty ? "nobody in particular" : PlainText.OneLine(string.Join(", ", content.Recipients));
        var (kind, lead) = (content.Kind.Name(), PlainText.OneLine($"{text.Lead} {text.Late}"));
        LogNotice(log, kind, content.IncidentId, text.Headline, lead, told);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Notification {Kind} {Incident}: {Headline}. {Lead} [for {Recipients}]")]
    private static partial void LogNotice(ILogger log, string kind, string? incident, string headline, string lead, string recipients);
}

using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

/// <summary>Messages for the tests of what is sent.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static OutboxMessage Of(
        string incident, NotificationKind kind = NotificationKind.Opened, Severity severity = Severity.High, string channel = "slack",
            int version = 0, string? service = "payments") => new()
    {
        Key = $"n:ws:{incident}:{kind}:{version}:{channel}:default",
        Workspace = "ws",
        Channel = channel,
        Address = "default",
        Content = new()
        {
            Kind = kind,
            Severity = severity,
            Workspace = "ws",
            IncidentId = incident,
            Title = $"Title of {incident}",
            Service = service,
            Since = Noon,
            At = Noon,
            Link = $"http://localhost:8888/incidents/{incident}",
        },
    };

    public static QueuedMessage Queued(
        this OutboxMessage message, long seq, int attempts = 0, DateTimeOffset? nextAt = null, DateTimeOffset? writtenAt = null) =>
        new(seq, message, writtenAt ?? Noon, attempts, nextAt);

    /// <summary>In this order.</summary>
    public static List<QueuedMessage> Queue(params OutboxMessage[] messages) => [.. messages.Select((message, i) => message.Queued(i + 1))];
}

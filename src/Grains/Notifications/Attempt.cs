using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Alarms;
using AiSre.Domain.Definitions;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Notifications;

/// <summary>What one attempt to send a message came to, in the words of the ledger, the timeline and the metrics.</summary>
/// <param name="Result">For the row.</param>
/// <param name="Type">The channel's type.</param>
/// <param name="Outcome">One of <see cref="NotificationMetrics"/>.</param>
/// <param name="Event">For the timeline; null: it has nothing to say.</param>
/// <param name="Fallback">Messages that follow.</param>
internal sealed record Attempt(OutboxResult Result, string Type, string Outcome, IncidentEvent? Event, ImmutableArray<OutboxMessage> Fallback)
{
    private const string LogStoodIn = "The log stood in for it.";
    private const string NotInTime = "It cannot be in time.";

    /// <summary>It was a page, and perhaps the last hope of its step: its incident looks.</summary>
    public AlarmSet? Unreached { get; private init; }

    public static Attempt Arrived(QueuedMessage message, string type, string? reference, DateTimeOffset now) => new(
        Of(message, OutboxStatus.Sent, now) with { Reference = reference }, type, NotificationMetrics.Sent,
        EventOf(EventTypes.NotificationSent, message, null, [], now), []);

    public static Attempt Again(QueuedMessage message, string type, string? error, DateTimeOffset nextAt, DateTimeOffset now) => new(
        Of(message, OutboxStatus.Pending, now, error) with { NextAt = nextAt.ToUnixTimeMilliseconds() }, type, NotificationMetrics.Retried, null, [])
    {
        Unreached = UnreachedRules.StartsToFail(message.Attempts + 1, now - message.WrittenAt) ? AlarmOf(message, now) : null,
    };

    /// <param name="message">What was given up.</param>
    /// <param name="type">The channel's type.</param>
    /// <param name="error">Why.</param>
    /// <param name="definitions">What the workspace has decided.</param>
    /// <param name="told">Messages about the same incident that were sent, or wait to be.</param>
    /// <param name="now">When.</param>
    public static Attempt GivenUp(
        QueuedMessage message, string type, string? error, WorkspaceDefinitions definitions, IEnumerable<OutboxMessage> told, DateTimeOffset now)
    {
        var fallback = FallbackRules.Of(definitions, message.Message, told);
        var failed = EventOf(EventTypes.NotificationFailed, message, error, fallback, now);
        return new(Of(message, OutboxStatus.Dead, now, error), type, NotificationMetrics.Dead, failed, fallback)
        {
            Unreached = fallback.IsEmpty ? AlarmOf(message, now) : null,
        };
    }

    /// <summary>There is no such channel, or it cannot be used: the log stood in for it.</summary>
    public static Attempt Logged(QueuedMessage message, string type, string error, DateTimeOffset now) => new(
        Of(message, OutboxStatus.Suppressed, now, $"{error} {LogStoodIn}"), type, NotificationMetrics.Unconfigured,
        EventOf(EventTypes.NotificationFailed, message, error, [], now), []);

    /// <summary>Whether a message with this error was only written into the log.</summary>
    public static bool IsLogged(string? error) => error?.EndsWith(LogStoodIn, StringComparison.Ordinal) is true;

    /// <summary>Nobody tries it now, and it cannot be in time.</summary>
    /// <param name="message">A page.</param>
    /// <param name="why">Why its destination is left alone.</param>
    /// <param name="now">When.</param>
    public static (OutboxResult Result, AlarmSet? Unreached) Held(QueuedMessage message, string why, DateTimeOffset now) => (
        new(
            message.Seq, OutboxStatus.Pending, message.Attempts, now.ToUnixTimeMilliseconds(), message.NextAt?.ToUnixTimeMilliseconds(),
            $"{why}. {NotInTime}"),
        AlarmOf(message, now));

    /// <summary>Whether a message with this error waits and cannot be in time.</summary>
    public static bool IsHeld(string? error) => error?.EndsWith(NotInTime, StringComparison.Ordinal) is true;

    private static AlarmSet? AlarmOf(QueuedMessage message, DateTimeOffset now) => message is { Message.IsPage: true, IncidentId: { } incident }
        ? new(IncidentWake.Unreached, now.ToUnixTimeMilliseconds())
        {
            Of = new(IncidentTarget.Kind, message.Message.Workspace, incident),
        }
        : null;

    private static OutboxResult Of(QueuedMessage message, OutboxStatus status, DateTimeOffset now, string? error = null) =>
        new(message.Seq, status, message.Attempts + 1, now.ToUnixTimeMilliseconds(), Error: error);

    private static IncidentEvent? EventOf(
        string type, QueuedMessage message, string? error, ImmutableArray<OutboxMessage> fallback, DateTimeOffset now)
    {
        var (outbox, content) = (message.Message, message.Message.Content);
        if (message.IncidentId is not { } incident) return null;
        var payload = EventPayload.Of(
            ("channel", outbox.Channel), ("address", outbox.Address), ("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(content.Kind.ToString())),
            ("recipients", content.Recipients.IsEmpty ? null : content.Recipients.AsEnumerable()),
            ("attempts", message.Attempts + 1), ("error", error), ("fallback", fallback.IsEmpty ? null : fallback[0].Channel),
            ("late_by_seconds", content.LateBySeconds), ("waited_seconds", AlarmRules.LateBySeconds(message.WrittenAt, now)));
        return new IncidentEvent(outbox.Workspace, incident, new TimelineEvent(type, "system", now, payload));
    }
}

using AiSre.Domain.Notifications;

namespace AiSre.Integrations.Messages;

/// <summary>The sentence after the headline: what has just happened.</summary>
internal static class Lead
{
    public static string Of(NotificationContent content)
    {
        if (!string.IsNullOrWhiteSpace(content.Note)) return PlainText.Cut(PlainText.OneLine(content.Note), 500);
        var actor = content.Actor is null ? null : PlainText.Cut(PlainText.OneLine(content.Actor), 100);
        var by = actor is null ? "" : $" by {actor}";
        var age = Spoken.Duration(content.At > content.Since ? content.At - content.Since : TimeSpan.Zero);
        return content.Kind switch
        {
            NotificationKind.Opened => "A new incident.",
            NotificationKind.Escalated => $"It has been open for {age} and nobody has acknowledged it.",
            NotificationKind.SeverityRaised => $"It got worse and is {content.Severity.Loud()} now.",
            NotificationKind.Acknowledged => $"Acknowledged{by} after {age}.",
            NotificationKind.Resolved => $"Resolved{by} after {age}.",
            NotificationKind.Reopened => $"It is back{(actor is null ? "" : $", reopened by {actor}")}.",
            NotificationKind.DiagnosisReady => "The likely cause is known.",
            NotificationKind.ActionNeedsApproval => "An action waits for your approval.",
            NotificationKind.Digest => Digest(content),
            NotificationKind.Reminder => $"Still open after {age}, and nobody has acknowledged it.",
            NotificationKind.Test => $"This is a test{(actor is null ? "" : $", sent by {actor}")}. Nothing is wrong.",
            NotificationKind.Unacknowledged =>
                actor is null ? "Its acknowledgement has expired: nobody is on it." : $"Given back by {actor}: nobody is on it.",
            NotificationKind.Flapping => "It opens and closes again and again. Nothing more is sent until it is calm.",
            NotificationKind.FixFailed => "What was done for it has not helped.",
            NotificationKind.FixUnverified => "Nobody can tell whether what was done for it has helped.",
            NotificationKind.AutonomyPaused => "Nothing more is done by itself; what is left is a person's.",
            _ => "",
        };
    }

    /// <summary>How late, or null when it is in time. What waited for its vendor is late too.</summary>
    public static string? Late(NotificationContent content, DateTimeOffset now)
    {
        var waited = now > content.At ? now - content.At : TimeSpan.Zero;
        var late = TimeSpan.FromSeconds(content.LateBySeconds ?? 0) + waited;
        return late < TimeSpan.FromMinutes(1) ? null : $"Late: this should have reached you {Spoken.Duration(late)} earlier.";
    }

    private static string Digest(NotificationContent content) =>
        content.Digest is not { } digest ? "Many messages, told in one."
        : $"So much happened from {Spoken.Clock(digest.From)} to {Spoken.Clock(digest.To)} that it is told in one message.";
}

using AiSre.Domain.Alerts;

namespace AiSre.Domain.Notifications;

/// <summary>A message that waits at its destination.</summary>
/// <param name="Seq">The order in which messages were written.</param>
/// <param name="Message">What is sent.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it may be tried again; null: now.</param>
/// <param name="IsHeld">Its incident knows that it cannot be in time, see <see cref="HeldRules"/>.</param>
public sealed record QueuedMessage(
    long Seq, OutboxMessage Message, DateTimeOffset WrittenAt, int Attempts = 0, DateTimeOffset? NextAt = null, bool IsHeld = false)
{
    public NotificationKind Kind => Message.Content.Kind;

    public bool IsDigest => Kind is NotificationKind.Digest;

    public bool IsCritical => Message.Content.Severity is Severity.Critical;

    /// <summary>Whose messages must stay in order; null for those that stand alone.</summary>
    public string? IncidentId => IsDigest ? null : Message.Content.IncidentId;
}

/// <summary>A message that is not sent because something else says it.</summary>
/// <param name="Seq">The message.</param>
/// <param name="Reason">For people; names the key of what stood in for it.</param>
public sealed record StoodIn(long Seq, string Reason);
